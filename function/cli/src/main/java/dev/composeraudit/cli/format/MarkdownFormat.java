package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A comment on a pull request: counts, a table of what does not comply, failures first, and how to
 * comply, folded. Never longer than {@link MarkdownText#LIMIT}: what does not fit is counted.
 */
public final class MarkdownFormat implements Format<CheckReport> {
  /** The table may take this much of it, so that there is room to say how to comply. */
  private static final int TABLE_LIMIT = 40_000;

  @Override
  public String name() {
    return "markdown";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("## Composer Audit: ").append(headline(report)).append("\n\n");
    String outcomes = report.outcomes((outcome, counted) -> counted);
    text.append("%s: %s\n".formatted(report.counted(), outcomes));
    addMissing(report, text);
    List<Row> rows =
        report.byConcern().stream().filter(row -> Recommendations.applies(row.result())).toList();
    if (!rows.isEmpty()) {
      text.append("\n| Result | Policy | Environment | Why |\n| --- | --- | --- | --- |\n");
      MarkdownText.addAsFits(
          text, rows.stream().map(MarkdownFormat::line).toList(), TABLE_LIMIT, "results");
    }
    List<String> remedies = rows.stream().flatMap(row -> remedies(row).stream()).toList();
    if (!remedies.isEmpty()) {
      text.append("\n### How to comply\n\n");
      MarkdownText.addAsFits(text, remedies, MarkdownText.LIMIT, "violations");
    }
    out.write(text.toString());
  }

  private static String headline(CheckReport report) {
    Map<Outcome, Long> counts = report.summary();
    long fails = counts.getOrDefault(Outcome.FAIL, 0L);
    long errors = counts.getOrDefault(Outcome.ERROR, 0L);
    if (fails > 0) {
      return fails == 1 ? "1 violation" : String.format(Locale.ENGLISH, "%,d violations", fails);
    }
    if (errors > 0 || report.partial()) {
      return "not everything could be judged";
    }
    if (report.rows().isEmpty()) {
      return "nothing was judged";
    }
    long pending = counts.getOrDefault(Outcome.PENDING, 0L);
    return pending == 0 ? "no violations" : "no violations, %d pending".formatted(pending);
  }

  private static void addMissing(CheckReport report, StringBuilder text) {
    if (report.partial()) {
      text.append("\n**Not everything could be read:**\n\n");
      List<String> items = new ArrayList<>();
      for (Missing missing : report.missing()) {
        items.add(
            "- %s: %s; %s\n"
                .formatted(
                    MarkdownText.code(missing.what()),
                    MarkdownText.of(missing.why()),
                    MarkdownText.of(missing.help())));
      }
      MarkdownText.addAsFits(text, items, TABLE_LIMIT / 4, "missing");
    }
  }

  private static String line(Row row) {
    Result result = row.result();
    String severity = result.outcome() == Outcome.PENDING ? "" : " (" + result.severity() + ")";
    return "| %s%s | %s | %s | %s |\n"
        .formatted(
            result.outcome(),
            severity,
            MarkdownText.code(result.policy().name()),
            subject(row),
            why(result));
  }

  private static String subject(Row row) {
    String subject = MarkdownText.code(row.subject());
    return row.place().isEmpty() || row.place().equals(row.subject())
        ? subject
        : subject + "<br>" + MarkdownText.code(row.place());
  }

  private static String why(Result result) {
    String messages =
        result.messages().stream().map(MarkdownText::of).collect(Collectors.joining("<br>"));
    if (result.exception() != null) {
      return messages + "<br>" + MarkdownText.of(ExceptionText.of(result.exception()));
    }
    if (!result.causedBy().isEmpty()) {
      return messages + "<br>because of " + MarkdownText.of(String.join(", ", result.causedBy()));
    }
    return messages;
  }

  /** How to comply with one result, folded; empty if nothing is known. */
  private static List<String> remedies(Row row) {
    Result result = row.result();
    String recommendation = result.policy().recommendation();
    if (result.outcome() != Outcome.FAIL
        || (recommendation.isEmpty() && result.remedies().isEmpty())) {
      return List.of();
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "<details><summary>%s: %s</summary>\n"
            .formatted(
                MarkdownText.html(result.policy().name()), MarkdownText.html(row.subject())));
    if (!recommendation.isEmpty()) {
      text.append('\n').append(MarkdownText.of(recommendation)).append('\n');
    }
    for (Result.Remedy remedy : result.remedies()) {
      text.append("\n**%s**\n\n".formatted(MarkdownText.of(remedy.title())));
      text.append(MarkdownText.block(remedy.text())).append('\n');
    }
    return List.of(text.append("\n</details>\n").toString());
  }
}
