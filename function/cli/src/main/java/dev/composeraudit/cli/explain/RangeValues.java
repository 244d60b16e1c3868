package dev.composeraudit.cli.explain;

import java.util.List;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Takes an option's values as people write them: one, several, or separated by commas. What follows
 * the first belongs to the option only if it looks like an address, so that files may follow.
 */
final class RangeValues implements IParameterConsumer {
  private static final Pattern LIKE_A_RANGE =
      Pattern.compile("[0-9][0-9./,]*|[0-9a-fA-F.,/]*:[0-9a-fA-F:.,/]*");

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's own choice
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    if (arguments.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Missing required parameter for option '%s'".formatted(option));
    }
    List<String> values = option.getValue();
    do {
      values.addAll(List.of(arguments.pop().split(",", -1)));
    } while (!arguments.isEmpty() && LIKE_A_RANGE.matcher(arguments.peek()).matches());
  }
}
