package dev.composeraudit.cli.accept;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say on which terms violations are accepted. */
final class TermsOptions {
  @Option(
      names = "--owner",
      paramLabel = "WHO",
      required = true,
      description = "who is responsible for the violations until the exceptions end")
  private String owner = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "why the violations are allowed")
  private String reason = "";

  @Option(
      names = "--until",
      paramLabel = "DATE",
      required = true,
      converter = Until.class,
      description =
          "when the exceptions end: a day such as 2027-03-31 (at 00:00 UTC), or a time such as"
              + " 2027-03-31T18:00:00Z; at most a year from now")
  private Instant until = Instant.MIN;

  @Option(
      names = "--approved-by",
      paramLabel = "WHO",
      description = "who approved the exceptions; default: the owner")
  private @Nullable String approvedBy;

  @Option(names = "--ticket", paramLabel = "TEXT", description = "the ticket of the exceptions")
  private @Nullable String ticket;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  /**
   * The terms that were asked for.
   *
   * @throws ParameterException if the end is past or more than a year away, or a text is not one
   *     line
   */
  Terms terms(Instant now) {
    if (!until.isAfter(now)) {
      throw usage("--until: %s is in the past; give a later day".formatted(until));
    }
    if (until.isAfter(now.plus(Until.LONGEST))) {
      throw usage(
          "--until: %s is more than a year from now; an exception lasts a year at most, and is"
                  .formatted(until)
              + " approved anew then");
    }
    Map<String, String> properties = new TreeMap<>();
    properties.put("owner", line("--owner", owner));
    properties.put("reason", line("--reason", reason));
    properties.put(
        "approved-by", approvedBy == null ? owner.strip() : line("--approved-by", approvedBy));
    if (ticket != null) {
      properties.put("ticket", line("--ticket", ticket));
    }
    return new Terms(until, properties);
  }

  private String line(String option, String text) {
    if (text.isBlank() || text.strip().lines().count() > 1) {
      throw usage(option + ": must be one line of text");
    }
    return text.strip();
  }

  private ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
