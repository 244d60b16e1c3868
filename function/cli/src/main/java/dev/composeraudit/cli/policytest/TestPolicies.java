package dev.composeraudit.cli.policytest;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.policytest.PolicyTests.TestOutcome;
import dev.composeraudit.document.InvalidDocumentsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code test}: runs the tests beside policies. */
@Command(
    name = "test",
    description = "Runs the tests of policies.",
    footer = {
      "",
      "Exit code: 0 if all tests passed, 1 if one failed, 2 if policies or tests have mistakes, or"
          + " if no test matched."
    })
public final class TestPolicies implements Callable<Integer> {
  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description =
          "the folder of policies; default: policies, or with --bindings those that come with the"
              + " program")
  private @Nullable Path policies;

  @Option(
      names = "--bindings",
      paramLabel = "DIR",
      description =
          "the folder of bindings and exceptions, in place of those beside the policies; its tests"
              + " are run")
  private @Nullable Path bindings;

  @Option(
      names = "--run",
      paramLabel = "REGEX",
      defaultValue = "",
      converter = Regex.class,
      description = "only tests whose name (policy/case) matches")
  private Pattern run = Pattern.compile("");

  @Option(
      names = "--format",
      paramLabel = "text|junit",
      defaultValue = "text",
      description = "default: text")
  private Format format = Format.text;

  private final Console console;

  public TestPolicies(Console console) {
    this.console = console;
  }

  /** The formats of test results, by the names that users give them. */
  enum Format {
    text,
    junit
  }

  /** Reads a regular expression; what is wrong with one is said in one line. */
  private static final class Regex implements ITypeConverter<Pattern> {
    @Override
    public Pattern convert(String text) {
      try {
        return Pattern.compile(text);
      } catch (PatternSyntaxException malformed) {
        throw new TypeConversionException(
            "not a regular expression: " + malformed.getDescription());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    List<TestOutcome> outcomes = TestRun.of(policies, bindings, name -> run.matcher(name).find());
    if (outcomes.isEmpty()) {
      Path folder = bindings != null ? bindings : policies;
      folder = folder == null ? Path.of("policies") : folder;
      console
          .err()
          .println(
              run.pattern().isEmpty()
                  ? folder + ": holds no tests"
                  : "%s: no test matches \"%s\"".formatted(folder, run));
      return ExitCode.TROUBLE;
    }
    switch (format) {
      case text -> new TestText(console).print(outcomes);
      case junit -> console.out().println(TestJunit.of(outcomes));
    }
    return outcomes.stream().allMatch(TestOutcome::passed) ? ExitCode.CLEAN : ExitCode.VIOLATIONS;
  }
}
