package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.accept.ExceptionUse;
import dev.composeraudit.cli.accept.ResultFile.Row;
import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.judge.CompiledException;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.ResourcePattern;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The exceptions in force as a person reads them: those that end first come first. */
final class ExceptionList {
  /** More names of environments are counted. */
  private static final int NAMED = 5;

  private final Console console;
  private final Instant now;

  ExceptionList(Console console) {
    this.console = console;
    this.now = console.clock().instant();
  }

  /**
   * Prints them.
   *
   * @param rows results that show their use; null = none were given
   */
  void print(PolicySet set, @Nullable List<Row> rows) {
    List<ExceptionSource> exceptions =
        set.exceptions().stream()
            .map(CompiledException::source)
            .sorted(
                Comparator.comparing(ExceptionSource::expiresAt)
                    .thenComparing(ExceptionSource::name))
            .toList();
    exceptions.forEach(exception -> print(exception, rows));
    long soon = set.exceptionInfos().stream().filter(each -> each.expiresSoon(now)).count();
    long expired = set.exceptionInfos().stream().filter(each -> each.isExpired(now)).count();
    console
        .out()
        .printf(
            "%d exceptions: %d expire within %d days, %d have expired%n",
            exceptions.size(), soon, ExceptionInfo.SOON.toDays(), expired);
  }

  private void print(ExceptionSource exception, @Nullable List<Row> rows) {
    ExceptionInfo info = exception.info();
    line(console.paint(Colour.STRONG, exception.name()));
    String status = info.status(now);
    line("  " + (isDue(info) ? console.paint(Colour.BAD, status) : status));
    line("  policies: " + String.join(", ", exception.policies()));
    line("  environments: " + environments(exception.matchResources()));
    exception.matchConditions().forEach(each -> line("    where " + each.expression().text()));
    only("bindings", exception.bindings());
    only("destinations", exception.destinations());
    line("  approved by %s: %s".formatted(exception.owner(), exception.reason()));
    String unused = rows == null ? "" : ExceptionUse.of(exception, rows).text();
    if (!unused.isEmpty()) {
      line("  " + console.paint(Colour.BAD, unused));
    }
  }

  private boolean isDue(ExceptionInfo info) {
    return info.isExpired(now) || info.expiresSoon(now);
  }

  private static String environments(List<ResourcePattern> patterns) {
    if (patterns.isEmpty()) {
      return "all";
    }
    String named =
        String.join(", ", patterns.stream().limit(NAMED).map(ResourcePattern::text).toList());
    return patterns.size() > NAMED
        ? "%s and %d more".formatted(named, patterns.size() - NAMED)
        : named;
  }

  private void only(String what, @Nullable List<String> named) {
    if (named != null && !named.isEmpty()) {
      line("  " + what + ": " + String.join(", ", named));
    }
  }

  private void line(String text) {
    console.out().println(text);
  }
}
