package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports made up for tests, and what formats write of them. */
final class Reports {
  /** Texts that do harm in one form or another if they are not escaped. */
  static final List<String> HOSTILE =
      List.of(
          "</script><script>alert(1)</script>",
          "\"'><img src=x onerror=alert(1)>",
          "<!--",
          "-->",
          "]]>",
          "{{version}} {{{script}}}",
          "a\u2028b\u2029c",
          "\u202ereversed",
          "a | b ||",
          "``` ` ```` **b** [x](javascript:alert(1)) ![x](http://192.0.2.1/a.png)",
          "@team/all please",
          "=cmd|' /C calc'!A0",
          "+1",
          "-1",
          "@SUM(1)",
          "\tx",
          "\rx",
          "＝1",
          "two\nlines, \"quoted\"",
          "\u001b[31mred\u0007",
          "half a pair \ud800 end",
          "\u0000",
          "𝒰𝓃𝒾 é 漢字",
          "&amp; &#60; %3C %n %s \\u003c $1");

  private Reports() {}

  static String write(Format<CheckReport> format, CheckReport report) {
    StringWriter out = new StringWriter();
    try {
      format.write(report, out);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  static CheckReport report(List<Row> rows) {
    return report(rows, List.of());
  }

  static CheckReport report(List<Row> rows, List<Missing> missing) {
    return new CheckReport(
        "1.2.3",
        "sha256:0123",
        Instant.parse("2026-11-23T12:00:00Z"),
        rows.size(),
        missing,
        rows,
        List.of());
  }

  /** A row for each hostile text, which stands wherever text can stand. */
  static CheckReport hostile() {
    List<Row> rows = new ArrayList<>();
    for (String text : HOSTILE) {
      for (Outcome outcome : Outcome.values()) {
        rows.add(row(null, text, text, outcome, text));
      }
    }
    return report(rows, HOSTILE.stream().map(text -> new Missing(text, text, text)).toList());
  }

  static Row row(
      @Nullable EnvironmentName environment,
      String file,
      @Nullable String address,
      Outcome outcome,
      String text) {
    return new Row(environment, file, address, 7, result(outcome, text));
  }

  static Result result(Outcome outcome, String text) {
    return result(outcome, text, List.of());
  }

  /** A result about these destinations. */
  static Result result(Outcome outcome, String text, List<DestinationEvidence> evidence) {
    PolicyInfo policy =
        new PolicyInfo(
            "some-policy",
            text,
            text,
            Severity.HIGH,
            text,
            text,
            List.of("https://example.com/" + text),
            List.of(text),
            "sha256:00",
            List.of());
    boolean violated = outcome == Outcome.FAIL || outcome == Outcome.EXEMPT;
    return new Result(
        policy,
        outcome,
        Severity.HIGH,
        List.of(text),
        List.of(),
        List.of(),
        List.of(),
        outcome == Outcome.EXEMPT
            ? new Result.AppliedException(
                text, Instant.parse("2027-01-01T00:00:00Z"), text, text, false)
            : null,
        List.of(text),
        violated ? List.of(new Result.Remedy(text, text)) : List.of(),
        evidence);
  }
}
