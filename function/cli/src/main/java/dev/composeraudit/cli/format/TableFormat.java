package dev.composeraudit.cli.format;

import dev.composeraudit.cli.console.Paragraph;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line a result, failures first; below it, on request, where it is and how to comply. */
public final class TableFormat implements Format<CheckReport> {
  private static final int WIDTH = 96;
  private static final String GAP = "  ";
  private static final List<String> HEAD =
      List.of("RESULT", "SEVERITY", "POLICY", "ENVIRONMENT", "WHY");

  private final BiFunction<Outcome, String, String> paint;
  private final boolean fix;

  /**
   * @param paint colours a text by an outcome, where colours are shown
   * @param fix whether to show how to comply
   */
  public TableFormat(BiFunction<Outcome, String, String> paint, boolean fix) {
    this.paint = paint;
    this.fix = fix;
  }

  @Override
  public String name() {
    return "table";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    List<Row> rows = report.byConcern();
    Map<String, Set<String>> places = places(rows);
    List<List<String>> cells = rows.stream().map(row -> cells(row, places)).toList();
    int[] widths = widths(cells);
    if (!rows.isEmpty()) {
      out.write(line(HEAD, widths, null));
    }
    for (int i = 0; i < rows.size(); i++) {
      out.write(line(cells.get(i), widths, rows.get(i).result().outcome()));
      if (fix) {
        out.write(details(rows.get(i)));
      }
    }
    for (Missing missing : report.missing()) {
      out.write(
          TerminalText.of(
                  "not judged: %s: %s; %s".formatted(missing.what(), missing.why(), missing.help()))
              + "\n");
    }
    out.write((rows.isEmpty() ? "" : "\n") + summary(report) + "\n");
  }

  /** The places that each subject comes from. */
  private static Map<String, Set<String>> places(List<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                Row::subject, Collectors.mapping(Row::place, Collectors.toSet())));
  }

  private static List<String> cells(Row row, Map<String, Set<String>> places) {
    Result result = row.result();
    boolean several = places.getOrDefault(row.subject(), Set.of()).size() > 1;
    String subject = several ? "%s (%s)".formatted(row.subject(), row.place()) : row.subject();
    return List.of(
        result.outcome().name(),
        severity(result),
        result.policy().name(),
        TerminalText.of(subject),
        TerminalText.of(why(result)));
  }

  /** The severity is shown for what does not comply. */
  private static String severity(Result result) {
    return switch (result.outcome()) {
      case FAIL, ERROR, EXEMPT -> result.severity().name();
      case PASS, SKIP, PENDING -> "-";
    };
  }

  private static String why(Result result) {
    if (result.exception() != null) {
      return ExceptionText.of(result.exception());
    }
    if (!result.causedBy().isEmpty()) {
      String cause = "because of " + String.join(", ", result.causedBy());
      // The root cause says what is unknown.
      return result.outcome() == Outcome.ERROR ? cause : cause + ": " + result.messages().get(0);
    }
    int more = result.messages().size() - 1;
    return result.messages().get(0) + (more == 0 ? "" : " (and %d more)".formatted(more));
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = HEAD.stream().mapToInt(String::length).toArray();
    for (List<String> cells : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], cells.get(i).length());
      }
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths, @Nullable Outcome outcome) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length - 1; i++) {
      String cell = cells.get(i) + " ".repeat(widths[i] - cells.get(i).length());
      line.append(i == 0 && outcome != null ? paint.apply(outcome, cell) : cell).append(GAP);
    }
    return line.append(cells.get(widths.length - 1)).append('\n').toString();
  }

  private static String details(Row row) {
    Result result = row.result();
    List<String> lines = new ArrayList<>();
    if (result.outcome() != Outcome.PASS && result.outcome() != Outcome.SKIP) {
      String address = row.address() == null ? "" : " " + row.address();
      lines.addAll(wrap("at " + row.place() + address));
      result.messages().forEach(message -> lines.addAll(wrap(message)));
      result.notes().forEach(note -> lines.addAll(wrap("note: " + note)));
      lines.addAll(fix(result));
    }
    return lines.stream()
        .map(line -> line.isBlank() ? "\n" : "    " + TerminalText.of(line) + "\n")
        .collect(Collectors.joining());
  }

  private static List<String> fix(Result result) {
    List<String> lines = new ArrayList<>();
    if (Recommendations.applies(result) && !result.policy().recommendation().isEmpty()) {
      lines.addAll(wrap("fix: " + result.policy().recommendation()));
    }
    for (Result.Remedy remedy : result.remedies()) {
      lines.addAll(wrap("- " + remedy.title()));
      remedy.text().lines().forEach(line -> lines.add(line.isBlank() ? "" : "    " + line));
    }
    return lines;
  }

  private static List<String> wrap(String text) {
    return Paragraph.wrap(text, WIDTH, GAP);
  }

  private String summary(CheckReport report) {
    return "%s: %s%s"
        .formatted(
            report.counted(),
            report.outcomes(paint),
            report.partial() ? " (partial: not everything could be judged)" : "");
  }
}
