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
    String name = "exception " + source.name();
    if (source.coversAll() && !source.isExact()) {
      warnings.add(
          source
              .document()
              .issue(
                  "covers-all",
                  "$.spec",
                  name
                      + " covers every environment of every project; name the environments that it"
                      + " is for under matchResources"));
    }
    ExceptionInfo info = source.info();
    if (info.isExpired(now) || info.expiresSoon(now)) {
      String code = info.isExpired(now) ? "expired" : "expires-soon";
      warnings.add(
          source.document().issue(code, "$.spec.expiresAt", name + " " + info.status(now)));
    }
    for (String binding : unknownBindings(source)) {
      String text = " covers nothing under %s: its policies have no such binding";
      warnings.add(
          source
              .document()
              .issue("unknown-binding", "$.spec.bindings", name + text.formatted(binding)));
    }
    String unused = rows == null ? "" : ExceptionUse.of(source, rows).text();
    if (!unused.isEmpty()) {
      warnings.add(source.document().issue("matches-nothing", "$.spec", name + " " + unused));
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
