package dev.composeraudit.cli.policies;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.Paragraph;
import dev.composeraudit.cli.policies.PolicyDetails.Bound;
import dev.composeraudit.cli.policies.PolicyDetails.Condition;
import dev.composeraudit.cli.policies.PolicyDetails.Exempt;
import dev.composeraudit.cli.policies.PolicyDetails.Parameter;
import dev.composeraudit.policy.result.PolicyInfo;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A policy as a person reads it. */
final class PolicyText {
  private static final int WIDTH = 96;

  private final Console console;
  private final Instant now;

  PolicyText(Console console, Instant now) {
    this.console = console;
    this.now = now;
  }

  void print(PolicyDetails details) {
    PolicyInfo info = details.info();
    line(
        "%s (%s%s)"
            .formatted(
                console.paint(Colour.STRONG, info.name()),
                info.severity(),
                info.category().isEmpty() ? "" : ", " + info.category()));
    line(info.displayName());
    paragraph(info.description(), "");
    paragraph(info.recommendation().isEmpty() ? "" : "fix: " + info.recommendation(), "  ");
    section("applies to", details.matchResources(), this::item);
    section("applies where", details.matchConditions(), this::condition);
    section("variables", details.variables(), this::condition);
    section("must hold", details.validations(), rule -> pair(rule.expression(), rule.message()));
    section("parameters", details.parameters(), this::parameter);
    section("bindings", details.bindings(), this::binding);
    if (details.bindings().isEmpty()) {
      heading("bindings");
      item("none: it applies everywhere, with its defaults");
    }
    section("exceptions", details.exceptions(), this::exception);
    section("explained by a FAIL of", info.causedBy(), this::item);
    section("standards", info.standards(), this::item);
    section("references", info.references(), this::item);
    line("");
    line(console.paint(Colour.DIM, "version " + info.version()));
  }

  private void paragraph(String text, String indent) {
    if (!text.isEmpty()) {
      line("");
      Paragraph.wrap(text, WIDTH, indent).forEach(this::line);
    }
  }

  private <T> void section(String title, List<T> items, Consumer<T> print) {
    if (!items.isEmpty()) {
      heading(title);
      items.forEach(print);
    }
  }

  private void heading(String title) {
    line("");
    line(console.paint(Colour.STRONG, title));
  }

  private void condition(Condition condition) {
    pair(condition.name(), condition.expression());
  }

  private void parameter(Parameter parameter) {
    pair(
        parameter.name() + ": " + parameter.type(),
        parameter.defaultValue() == null
            ? "no default; a binding must give it"
            : "default: " + parameter.defaultValue());
  }

  private void binding(Bound binding) {
    pair(
        "%s (%s) %s".formatted(binding.name(), binding.severity(), where(binding.matchResources())),
        "parameters: " + binding.parameters());
    if (!binding.excludeResources().isEmpty()) {
      line("    not " + String.join(", ", binding.excludeResources()));
    }
    binding.matchConditions().forEach(each -> line("    where " + each.expression()));
  }

  private void exception(Exempt exception) {
    boolean expired = exception.info().isExpired(now);
    String until = (expired ? "expired on " : "until ") + exception.info().expiresAt();
    pair(
        "%s %s, %s"
            .formatted(
                exception.name(),
                where(exception.matchResources()),
                expired ? console.paint(Colour.BAD, until) : until),
        "approved by %s: %s".formatted(exception.approvedBy(), exception.reason()));
    line("    " + exception.info().status(now));
    exception.matchConditions().forEach(each -> line("    where " + each.expression()));
  }

  private static String where(List<String> patterns) {
    return patterns.isEmpty() ? "everywhere" : String.join(", ", patterns);
  }

  private void item(String text) {
    line("  " + text);
  }

  private void pair(String what, String about) {
    line("  " + what);
    line("    " + about);
  }

  private void line(String text) {
    console.out().println(text);
  }
}
