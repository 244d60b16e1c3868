package dev.composeraudit.cli;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Judgements as a person reads them: what violates first, and what to do about it. */
final class JudgementTable {
  private static final int WIDTH = 88;
  private static final String INDENT = " ".repeat(10);

  /** What needs attention first. */
  private static final List<Outcome> ORDER =
      List.of(
          Outcome.FAIL, Outcome.ERROR, Outcome.PENDING, Outcome.EXEMPT, Outcome.PASS, Outcome.SKIP);

  private static final Comparator<Result> BY_CONCERN =
      Comparator.comparing((Result result) -> ORDER.indexOf(result.outcome()))
          .thenComparing(Result::severity, Comparator.reverseOrder())
          .thenComparing(result -> result.policy().name());

  private final Console console;

  JudgementTable(Console console) {
    this.console = console;
  }

  void print(List<Judgement> judgements) {
    for (Judgement judgement : judgements) {
      String name = console.paint(Colour.STRONG, judgement.environment().toString());
      line("%s (%s)".formatted(name, judgement.file()));
      judgement.results().stream().sorted(BY_CONCERN).forEach(this::print);
      line("");
    }
    line(summary(judgements));
  }

  private void print(Result result) {
    String word = console.paint(colour(result.outcome()), "%-7s".formatted(result.outcome()));
    line("  %s %s".formatted(word, title(result)));
    for (String line : details(result)) {
      line(line.isEmpty() ? "" : INDENT + line);
    }
  }

  /** How much it matters is told of what does not comply. */
  private static String title(Result result) {
    String name = result.policy().name();
    return switch (result.outcome()) {
      case FAIL, ERROR, EXEMPT -> "%s (%s)".formatted(name, result.severity());
      case PASS, SKIP, PENDING -> name;
    };
  }

  private static List<String> details(Result result) {
    return switch (result.outcome()) {
      case PASS -> List.of();
      case SKIP -> wrap(String.join(" ", result.messages()));
      case PENDING -> messages(result);
      // The root cause says what is unknown.
      case ERROR ->
          result.causedBy().isEmpty() ? concat(messages(result), reasons(result)) : reasons(result);
      case EXEMPT -> concat(messages(result), reasons(result));
      case FAIL -> concat(concat(messages(result), reasons(result)), fix(result));
    };
  }

  private static List<String> messages(Result result) {
    return result.messages().stream().flatMap(message -> wrap(message).stream()).toList();
  }

  /** What other results and exceptions have to do with this one. */
  private static List<String> reasons(Result result) {
    List<String> lines = new ArrayList<>();
    if (!result.causedBy().isEmpty()) {
      lines.add("because of " + String.join(", ", result.causedBy()));
    }
    Result.AppliedException exception = result.exception();
    if (exception != null) {
      lines.addAll(
          wrap(
              "exempt until %s by %s, approved by %s: %s"
                  .formatted(
                      exception.expiresAt(),
                      exception.name(),
                      exception.owner(),
                      exception.reason())));
    }
    result.notes().forEach(note -> lines.addAll(wrap("note: " + note)));
    return lines;
  }

  private static List<String> fix(Result result) {
    List<String> lines = new ArrayList<>();
    if (!result.policy().recommendation().isEmpty()) {
      lines.addAll(wrap("fix: " + result.policy().recommendation()));
    }
    for (Result.Remedy remedy : result.remedies()) {
      lines.addAll(wrap("- " + remedy.title()));
      remedy.text().lines().forEach(line -> lines.add(line.isBlank() ? "" : "    " + line));
    }
    return lines;
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static List<String> wrap(String text) {
    return Paragraph.wrap(text, WIDTH, "  ");
  }

  private String summary(List<Judgement> judgements) {
    Map<Outcome, Long> counts = Judgement.count(judgements);
    return "%d %s: %s"
        .formatted(
            judgements.size(),
            judgements.size() == 1 ? "environment" : "environments",
            ORDER.stream()
                .filter(outcome -> counts.getOrDefault(outcome, 0L) > 0)
                .map(
                    outcome ->
                        console.paint(colour(outcome), counts.get(outcome) + " " + outcome.name()))
                .collect(Collectors.joining(", ")));
  }

  private static Colour colour(Outcome outcome) {
    return switch (outcome) {
      case PASS -> Colour.GOOD;
      case FAIL -> Colour.BAD;
      case ERROR -> Colour.DOUBTFUL;
      case EXEMPT, PENDING -> Colour.NEUTRAL;
      case SKIP -> Colour.DIM;
    };
  }

  private void line(String text) {
    console.out().println(text);
  }
}
