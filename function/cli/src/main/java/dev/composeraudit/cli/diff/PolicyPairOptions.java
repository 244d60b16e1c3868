package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.files.PolicyFolder;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which policies judge both sides of a comparison, or one each. */
final class PolicyPairOptions {
  @Option(
      names = "--policies",
      paramLabel = "OLD NEW|DIR",
      parameterConsumer = Folders.class,
      description =
          "two folders of policies, which judge the same documents; or one folder, in place of the"
              + " policies that come with the program")
  private List<String> policies = new ArrayList<>();

  @Option(
      names = "--bindings",
      paramLabel = "DIR",
      description = "the folder of bindings and exceptions, in place of those beside the policies")
  private @Nullable Path bindings;

  /** Whether the sides are judged by different policies. */
  boolean areTwo() {
    return policies.size() == 2;
  }

  /** The policies that judge what is before. */
  PolicySet before() throws IOException, InvalidDocumentsException {
    return load(0);
  }

  /** The policies that judge what is after. */
  PolicySet after() throws IOException, InvalidDocumentsException {
    return load(policies.size() - 1);
  }

  private PolicySet load(int index) throws IOException, InvalidDocumentsException {
    if (policies.size() > 2) {
      throw new IOException("--policies: give one folder, or two: the old and the new policies");
    }
    return PolicyOptions.load(policies.isEmpty() ? null : Path.of(policies.get(index)), bindings);
  }

  /** Takes the folder after the option, and the next one too if it holds policies. */
  static final class Folders implements IParameterConsumer {
    private static final Pattern POLICY =
        Pattern.compile("(?m)^[\"']?kind[\"']?:\\s*[\"']?Policy[\"']?\\s*(#.*)?$");

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's own choice
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      if (arguments.isEmpty()) {
        throw new ParameterException(
            command.commandLine(), "Missing required parameter for option '--policies'");
      }
      List<String> folders = option.getValue();
      folders.add(arguments.pop());
      if (folders.size() == 1 && !arguments.isEmpty() && holdsPolicies(arguments.peek())) {
        folders.add(arguments.pop());
      }
    }

    private static boolean holdsPolicies(String argument) {
      Path folder = Path.of(argument);
      if (!Files.isDirectory(folder)) {
        return false;
      }
      try {
        return PolicyFolder.read(folder).policies().stream()
            .anyMatch(file -> POLICY.matcher(file.text()).find());
      } catch (IOException | InvalidDocumentsException unreadable) {
        return false;
      }
    }
  }
}
