package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Comma-separated values as RFC 4180 has them, failures first. A cell that a spreadsheet would take
 * for a formula begins with an apostrophe.
 */
public final class CsvFormat implements Format<CheckReport> {
  /** What spreadsheets take for the beginning of a formula, the full-width forms included. */
  private static final Pattern FORMULA = Pattern.compile("^[=+\\-@\\t\\r\\n＝＋－＠]");

  private static final List<String> HEAD =
      List.of(
          "result",
          "severity",
          "policy",
          "requires",
          "environment",
          "project",
          "location",
          "file",
          "line",
          "address",
          "message",
          "unknown",
          "caused_by",
          "exception",
          "exception_expires",
          "exception_owner",
          "exception_reason",
          "recommendation",
          "standards");

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    out.write(record(HEAD));
    for (Row row : report.byConcern()) {
      out.write(record(cells(row)));
    }
  }

  private static List<String> cells(Row row) {
    Result result = row.result();
    EnvironmentName environment = row.environment();
    Result.AppliedException exception = result.exception();
    return List.of(
        result.outcome().name(),
        result.severity().name(),
        result.policy().name(),
        result.policy().displayName(),
        environment == null ? "" : environment.toString(),
        environment == null ? "" : environment.project(),
        environment == null ? "" : environment.location(),
        row.file() == null ? "" : row.file(),
        row.line() == null ? "" : row.line().toString(),
        row.address() == null ? "" : row.address(),
        String.join("\n", result.messages()),
        result.unknown().stream()
            .map(part -> part.part().key() + " " + part.reason())
            .collect(Collectors.joining("; ")),
        String.join("; ", result.causedBy()),
        exception == null ? "" : exception.name(),
        exception == null ? "" : exception.expiresAt().toString(),
        exception == null ? "" : exception.owner(),
        exception == null ? "" : exception.reason(),
        Recommendations.applies(result) ? result.policy().recommendation() : "",
        String.join("; ", result.policy().standards()));
  }

  private static String record(List<String> cells) {
    return cells.stream().map(CsvFormat::cell).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String cell(String text) {
    String safe = FORMULA.matcher(text).find() ? "'" + text : text;
    return safe.matches("[\\w ./:-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
