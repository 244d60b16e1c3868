package dev.composeraudit.report.finding;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.Remedy;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Limits what a finding holds of a result. Whoever owns a cluster decides how many ranges it
 * exempts, and so how long messages and remedies become; no finding may become too large to be
 * published. All sizes are bytes of JSON.
 */
final class BoundedResult {
  private static final int MESSAGES = 32 * 1024;
  private static final int VIOLATIONS = 48 * 1024;
  private static final int UNKNOWN = 32 * 1024;
  private static final int NOTES = 16 * 1024;
  private static final int EVIDENCE = 16 * 1024;

  /** Remedies and the policy's recommendation together. */
  private static final int ADVICE = 64 * 1024;

  /** The most characters of a policy's recommendation. */
  static final int RECOMMENDATION = 4000;

  /** The line that says what is left out, and the white space between paragraphs. */
  private static final int BETWEEN = 200;

  /** The most characters of one message. */
  private static final int MESSAGE = 2000;

  private BoundedResult() {}

  /** The result, with no more than fits; what is left out is counted in its place. */
  static Result of(Result result) {
    List<UnknownPart> unknown =
        fitting(result.unknown(), UNKNOWN, part -> JsonFields.utf8Length(part.help()));
    List<String> notes = new ArrayList<>(result.notes());
    if (unknown.size() < result.unknown().size()) {
      notes.add(0, "unknown parts: " + more(result.unknown().size() - unknown.size()));
    }
    return new Result(
        result.policy(),
        result.outcome(),
        result.severity(),
        lines(result.messages(), MESSAGES),
        violations(uncovered(result)),
        unknown,
        result.causedBy(),
        result.exception(),
        lines(notes, NOTES),
        remedies(result),
        // The text of a record has the names of its components, so it is about as long as its JSON.
        fitting(result.evidence(), EVIDENCE, each -> JsonFields.utf8Length(each.toString())));
  }

  private static List<String> lines(List<String> texts, int bytes) {
    List<String> cut = texts.stream().map(BoundedResult::line).toList();
    return counted(cut, fitting(cut, bytes, JsonFields::utf8Length), BoundedResult::more);
  }

  /** Of a violation that is open, what exceptions cover is left out. */
  private static List<Violation> uncovered(Result result) {
    return result.outcome() == Outcome.FAIL
        ? result.violations().stream().filter(each -> each.exception().isEmpty()).toList()
        : result.violations();
  }

  private static List<Violation> violations(List<Violation> all) {
    List<Violation> cut =
        all.stream()
            .map(each -> new Violation(line(each.expression()), line(each.message())))
            .distinct()
            .toList();
    return counted(
        cut,
        fitting(
            cut,
            VIOLATIONS,
            each ->
                JsonFields.utf8Length(each.expression()) + JsonFields.utf8Length(each.message())),
        count -> new Violation("…", more(count)));
  }

  /** A remedy for which no room is left at all is left out; that happens to the last ones. */
  private static List<Remedy> remedies(Result result) {
    List<Remedy> bounded = new ArrayList<>();
    String recommendation = JsonFields.truncate(result.policy().recommendation(), RECOMMENDATION);
    int left = ADVICE - JsonFields.utf8Length(recommendation) - BETWEEN;
    for (Remedy remedy : result.remedies()) {
      int room = left - JsonFields.utf8Length(remedy.title()) - BETWEEN;
      if (room > 0) {
        String text = wholeLines(remedy.text(), room);
        bounded.add(new Remedy(remedy.title(), text));
        left = room - JsonFields.utf8Length(text);
      }
    }
    return bounded;
  }

  /** As many lines as fit, and a last line that no shell and no YAML parser accepts. */
  private static String wholeLines(String text, int bytes) {
    if (JsonFields.utf8Length(text) <= bytes) {
      return text;
    }
    List<String> lines = text.lines().toList();
    List<String> fitting = fitting(lines, bytes, line -> JsonFields.utf8Length(line + "\n"));
    List<String> kept = new ArrayList<>(fitting);
    kept.add(
        "… %d more lines: this text is not complete, do not apply it"
            .formatted(lines.size() - fitting.size()));
    return String.join("\n", kept);
  }

  private static String line(String text) {
    return JsonFields.truncate(text, MESSAGE);
  }

  private static String more(int count) {
    return "… %d more".formatted(count);
  }

  private static <T> List<T> fitting(List<T> all, int bytes, ToIntFunction<T> size) {
    int left = bytes;
    for (int i = 0; i < all.size(); i++) {
      left -= size.applyAsInt(all.get(i));
      if (left < 0) {
        return all.subList(0, i);
      }
    }
    return all;
  }

  private static <T> List<T> counted(List<T> all, List<T> fitting, Function<Integer, T> count) {
    if (fitting.size() == all.size()) {
      return all;
    }
    List<T> counted = new ArrayList<>(fitting);
    counted.add(count.apply(all.size() - fitting.size()));
    return counted;
  }
}
