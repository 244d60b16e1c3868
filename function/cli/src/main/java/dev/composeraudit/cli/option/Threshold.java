package dev.composeraudit.cli.option;

import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * From which severity on a violation makes a run fail.
 *
 * @param severity null = never
 */
public record Threshold(@Nullable Severity severity) {
  private static final String NEVER = "NEVER";

  private boolean isReachedBy(Result result) {
    return result.outcome() == Outcome.FAIL
        && severity != null
        && result.severity().compareTo(severity) >= 0;
  }

  /** 2 if there are no results or one could not be judged, else 1 if a violation reaches it. */
  public int exitCode(List<Result> results) {
    if (results.isEmpty()
        || results.stream().anyMatch(result -> result.outcome() == Outcome.ERROR)) {
      return ExitCode.TROUBLE;
    }
    return results.stream().anyMatch(this::isReachedBy) ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
  }

  /** Reads a severity or {@code never}, in either case. */
  static final class Reader implements ITypeConverter<Threshold> {
    @Override
    public Threshold convert(String text) {
      String name = text.toUpperCase(Locale.ROOT);
      if (name.equals(NEVER)) {
        return new Threshold(null);
      }
      return Arrays.stream(Severity.values())
          .filter(severity -> severity.name().equals(name))
          .findFirst()
          .map(Threshold::new)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "must be one of %s or never, is %s"
                          .formatted(Arrays.toString(Severity.values()), text)));
    }
  }
}
