package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.accept.ExceptionUse;
import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledException;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.policy.source.ExceptionSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is allowed of exceptions, and should not be there without a second thought. */
final class ExceptionWarnings {
  private final PolicySet set;
  private final Instant now;
  private final @Nullable List<Row> rows;

  /**
   * @param rows results that show the use of exceptions; null = none were given
   */
  ExceptionWarnings(PolicySet set, Instant now, @Nullable List<Row> rows) {
    this.set = set;
    this.now = now;
    this.rows = rows;
  }

  /** All of them, in the order of the exceptions in their files. */
  List<Issue> all() {
    List<Issue> warnings = new ArrayList<>();
    for (CompiledException exception : set.exceptions()) {
      add(exception.source(), warnings);
    }
    return warnings;
  }

  private void add(ExceptionSource source, List<Issue> warnings) {
    if (source.coversAll() && !source.isExact()) {
      warnings.add(
          source
              .document()
              .issue(
                  "covers-all",
                  "$.spec",
                  ("exception %s covers every environment of every project; name the environments"
                          + " that it is for under matchResources")
                      .formatted(source.name())));
    }
    ExceptionInfo info = source.info();
    if (info.isExpired(now) || info.expiresSoon(now)) {
      warnings.add(
          source
              .document()
              .issue(
                  info.isExpired(now) ? "expired" : "expires-soon",
                  "$.spec.expiresAt",
                  "exception %s %s".formatted(source.name(), info.status(now))));
    }
    unknownBindings(source)
        .forEach(
            name ->
                warnings.add(
                    source
                        .document()
                        .issue(
                            "unknown-binding",
                            "$.spec.bindings",
                            "exception %s covers nothing under %s: its policies have no such binding"
                                .formatted(source.name(), name))));
    String unused = rows == null ? "" : ExceptionUse.of(source, rows).text();
    if (!unused.isEmpty()) {
      warnings.add(
          source
              .document()
              .issue(
                  "matches-nothing", "$.spec", "exception %s %s".formatted(source.name(), unused)));
    }
  }

  private List<String> unknownBindings(ExceptionSource source) {
    List<String> known = new ArrayList<>();
    for (BoundPolicy policy : set.bound()) {
      if (source.policies().contains(policy.info().name())) {
        policy.bindings().forEach(binding -> known.add(binding.name()));
      }
    }
    List<String> named = source.bindings();
    return named == null
        ? List.of()
        : named.stream().filter(name -> !known.contains(name)).toList();
  }
}
