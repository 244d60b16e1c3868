package dev.composeraudit.cli.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others read our forms with takes them. */
final class ReadersOfOthersTest {
  private static final EnvironmentName NAME =
      EnvironmentName.parse("projects/some-project/locations/europe-west1/environments/etl");

  @Test
  void sarifIsValidByItsSchema() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
            .getSchema(
                Files.readString(Path.of("src/test/resources/sarif/sarif-2.1.0-rtm.5.json")));
    List<CheckReport> reports =
        List.of(
            all(),
            Reports.hostile(),
            Reports.report(List.of()),
            Reports.report(
                List.of(
                    new Row(NAME, null, null, null, Reports.result(Outcome.FAIL, "from a scan")),
                    Reports.row(NAME, "-", null, Outcome.FAIL, "from standard input"))));

    for (CheckReport report : reports) {
      String sarif = Reports.write(new SarifFormat(), report);
      assertThat(schema.validate(sarif, InputFormat.JSON)).isEmpty();
    }
  }

  @Test
  void fingerprintsSurviveAnotherLineFileAndMessageAndDiffer() {
    JsonArray first =
        results(Reports.report(List.of(fail("a.json", 1, "x"), plan("b.json", "m.e"))));
    JsonArray second =
        results(Reports.report(List.of(fail("other.json", 99, "y"), plan("b.json", "m.e"))));

    assertThat(fingerprint(first, 0)).isEqualTo(fingerprint(second, 0));
    assertThat(fingerprint(first, 1)).isEqualTo(fingerprint(second, 1));
    Set<String> all = new HashSet<>();
    JsonArray results = results(all());
    for (int i = 0; i < results.size(); i++) {
      assertThat(all.add(fingerprint(results, i))).isTrue();
    }
  }

  @Test
  void exemptionsAreSuppressedAndWhatIsOpenIsNoViolation() {
    JsonArray results = results(all());

    for (int i = 0; i < results.size(); i++) {
      JsonObject result = results.get(i).getAsJsonObject();
      String outcome = result.getAsJsonObject("properties").get("result").getAsString();
      assertThat(result.getAsJsonArray("suppressions").size())
          .isEqualTo(outcome.equals("EXEMPT") ? 1 : 0);
      assertThat(result.get("kind").getAsString())
          .isEqualTo(outcome.equals("ERROR") ? "open" : "fail");
    }
    assertThat(results).hasSize(3);
  }

  @Test
  void surefireReadsTheJunitXml(@TempDir Path folder) throws Exception {
    for (CheckReport report : List.of(all(), Reports.hostile())) {
      Path file = folder.resolve("TEST-check.xml");
      Files.writeString(file, Reports.write(new JunitFormat(), report));

      List<ReportTestSuite> suites =
          new TestSuiteXmlParser(new NullConsoleLogger()).parse(file.toString());

      int tests = suites.stream().mapToInt(ReportTestSuite::getNumberOfTests).sum();
      int failures = suites.stream().mapToInt(ReportTestSuite::getNumberOfFailures).sum();
      int errors = suites.stream().mapToInt(ReportTestSuite::getNumberOfErrors).sum();
      int skipped = suites.stream().mapToInt(ReportTestSuite::getNumberOfSkipped).sum();
      long rows = report.rows().size() / Outcome.values().length;
      int missing = report.missing().size();
      assertThat(tests).isEqualTo(report.rows().size() + missing);
      assertThat(failures).isEqualTo((int) rows);
      assertThat(errors).isEqualTo((int) rows + missing);
      assertThat(skipped).isEqualTo((int) rows * 3);
    }
  }

  @Test
  void aCommentOnAPullRequestIsNeverTooLongAndSaysWhatIsLeftOut() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      rows.add(fail("plan.json", i + 1, "A message of some length, as they are. ".repeat(3)));
    }

    String markdown = Reports.write(new MarkdownFormat(), Reports.report(rows));

    assertThat(markdown.length()).isLessThan(60_000);
    assertThat(markdown).containsPattern("… [\\d,]+ more results").contains("more violations");
    assertThat(markdown).startsWith("## Composer Audit: 3,000 violations");
  }

  private static CheckReport all() {
    List<Row> rows = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      rows.add(Reports.row(NAME, "dir/a file.json", "module.x.e[0]", outcome, "Some text."));
    }
    return Reports.report(rows);
  }

  private static Row fail(String file, int line, String message) {
    return new Row(NAME, file, null, line, Reports.result(Outcome.FAIL, message));
  }

  private static Row plan(String file, String address) {
    return new Row(null, file, address, 1, Reports.result(Outcome.FAIL, "x"));
  }

  private static JsonArray results(CheckReport report) {
    return JsonParser.parseString(Reports.write(new SarifFormat(), report))
        .getAsJsonObject()
        .getAsJsonArray("runs")
        .get(0)
        .getAsJsonObject()
        .getAsJsonArray("results");
  }

  private static String fingerprint(JsonArray results, int index) {
    return results
        .get(index)
        .getAsJsonObject()
        .getAsJsonObject("partialFingerprints")
        .get("composerAudit/v1")
        .getAsString();
  }
}
