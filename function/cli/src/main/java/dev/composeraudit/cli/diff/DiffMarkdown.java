package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.diff.DiffReport.EnvironmentChange;
import dev.composeraudit.cli.diff.DiffReport.Presence;
import dev.composeraudit.cli.diff.DiffReport.RangeChange;
import dev.composeraudit.cli.diff.DiffReport.ResultChange;
import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.format.MarkdownText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A comment on a pull request: a table of results that differ, and one of destinations that see
 * another source, the gravest first. Never longer than {@link MarkdownText#LIMIT}: what does not
 * fit is counted.
 */
public final class DiffMarkdown implements Format<DiffReport> {
  /** How long the text may be after each part, so that there is room for the others. */
  private static final int AFTER_NOTES = 10_000;

  private static final int AFTER_PRESENCE = 20_000;
  private static final int AFTER_RESULTS = 40_000;

  /** A row of a table with how grave it is. */
  private record Row(Effect effect, String text) {}

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public void write(DiffReport report, Writer out) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("## Composer Audit: ").append(DiffWords.headline(report)).append("\n\n");
    text.append(DiffWords.counts(report)).append('\n');
    addNotes(report, text);
    addPresence(report, text);
    List<Row> results = new ArrayList<>();
    List<Row> ranges = new ArrayList<>();
    for (EnvironmentChange change : report.environments()) {
      String environment = MarkdownText.code(change.label());
      change.results().forEach(each -> results.add(row(environment, each)));
      change.ranges().forEach(each -> ranges.add(row(environment, each)));
    }
    if (!results.isEmpty()) {
      text.append("\n### Results\n\n| Change | Policy | Environment | Before | After |\n");
      text.append("| --- | --- | --- | --- | --- |\n");
      add(text, results, AFTER_RESULTS, "results");
    }
    if (!ranges.isEmpty()) {
      text.append("\n### Destinations that see another source\n\n");
      text.append("| Change | Environment | Destinations | Source | Example |\n");
      text.append("| --- | --- | --- | --- | --- |\n");
      add(text, ranges, MarkdownText.LIMIT, "ranges");
    }
    out.write(text.toString());
  }

  private static void add(StringBuilder text, List<Row> rows, int limit, String what) {
    List<String> lines =
        rows.stream().sorted(Comparator.comparing(Row::effect)).map(Row::text).toList();
    MarkdownText.addAsFits(text, lines, limit, what);
  }

  private static void addNotes(DiffReport report, StringBuilder text) {
    List<String> items = new ArrayList<>();
    report.missing().forEach(each -> items.add("- not read: %s\n".formatted(of(each))));
    report.notes().forEach(each -> items.add("- %s\n".formatted(of(each))));
    for (EnvironmentChange change : report.environments()) {
      for (String note : change.notes()) {
        items.add("- %s: %s\n".formatted(MarkdownText.code(change.label()), of(note)));
      }
    }
    if (!items.isEmpty()) {
      text.append('\n');
      MarkdownText.addAsFits(text, items, AFTER_NOTES, "notes");
    }
  }

  private static void addPresence(DiffReport report, StringBuilder text) {
    List<String> items =
        report.environments().stream()
            .filter(each -> each.presence() != Presence.BOTH)
            .map(
                each ->
                    "- %s: %s\n"
                        .formatted(
                            DiffWords.presence(each.presence()), MarkdownText.code(each.label())))
            .toList();
    if (!items.isEmpty()) {
      text.append('\n');
      MarkdownText.addAsFits(text, items, AFTER_PRESENCE, "environments");
    }
  }

  private static Row row(String environment, ResultChange change) {
    return new Row(
        change.effect(),
        "| %s | %s | %s | %s | %s |\n"
            .formatted(
                change.effect(),
                MarkdownText.code(DiffWords.about(change.key())),
                environment,
                cell(change.before()),
                cell(change.after())));
  }

  private static String cell(@Nullable JudgedResult result) {
    String outcome = DiffWords.outcome(result);
    return result == null ? outcome : outcome + "<br>" + of(DiffWords.why(result));
  }

  private static Row row(String environment, RangeChange change) {
    String firewalls =
        change.firewalls().stream()
            .map(each -> "<br>firewall of " + of(DiffWords.firewall(each)))
            .collect(Collectors.joining());
    return new Row(
        change.effect(),
        "| %s | %s | %s | %s → %s | %s%s |\n"
            .formatted(
                change.effect(),
                environment,
                MarkdownText.code(DiffWords.range(change.range())),
                change.before(),
                change.after(),
                of(DiffWords.example(change)),
                firewalls));
  }

  private static String of(String text) {
    return MarkdownText.of(text);
  }
}
