package dev.composeraudit.report;

import static dev.composeraudit.report.ReportedCoverage.CHECK;
import static dev.composeraudit.report.ReportedCoverage.COVERED;
import static dev.composeraudit.report.ReportedCoverage.MISSED;
import static dev.composeraudit.report.ReportedCoverage.NOTHING;
import static dev.composeraudit.report.ReportedCoverage.SCOPE;
import static dev.composeraudit.report.ReportedCoverage.UNDECIDED;
import static dev.composeraudit.report.ReportedCoverage.name;
import static dev.composeraudit.report.ReportedCoverage.report;
import static dev.composeraudit.report.ReportedCoverage.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.CoverageCount;
import dev.composeraudit.report.finding.CoverageReport;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.ocsf.OcsfSchemaTest;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a scope in which environments were missed, or none were, or nobody knows. */
final class CoverageFindingTest {
  private final ReportedCoverage reported = new ReportedCoverage();

  @Test
  void environmentsThatWereMissedAreAViolationThatNamesThem() throws Exception {
    JsonObject finding = reported.published(SCOPE, MISSED);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("FAIL");
    assertThat(finding.get("activity_name").getAsString()).isEqualTo("Update");
    assertThat(finding.get("message").getAsString())
        .isEqualTo(
            "2 of 3 environments below organizations/123 were not judged in the last 26 hours.");
    assertThat(names(finding))
        .containsExactly(SCOPE, name("one").toString(), name("two").toString());
    assertThat(texts(finding.getAsJsonObject("compliance").getAsJsonArray("status_details")))
        .contains(name("one").toString(), name("two").toString());
  }

  @Test
  void fullCoverageClosesTheFinding() throws Exception {
    JsonObject finding = reported.published(SCOPE, COVERED);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("PASS");
    assertThat(finding.get("activity_name").getAsString()).isEqualTo("Close");
    assertThat(finding.get("status").getAsString()).isEqualTo("Resolved");
    assertThat(finding.get("message").getAsString()).startsWith("Complies: each of the 3 ");
  }

  @Test
  void whatCannotBeComparedIsAnErrorAndStaysOpen() throws Exception {
    JsonObject finding = reported.published(SCOPE, UNDECIDED);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("ERROR");
    assertThat(finding.get("status").getAsString()).isEqualTo("New");
    assertThat(texts(finding.getAsJsonObject("compliance").getAsJsonArray("status_details")))
        .containsExactly(
            "It can't be told which environments below organizations/123 were judged.",
            "grant roles/cloudasset.viewer");
  }

  @Test
  void aScopeWithoutEnvironmentsIsNotSaidToComply() throws Exception {
    JsonObject finding = reported.published(SCOPE, NOTHING);

    assertThat(text(finding, "compliance", "status_code")).isEqualTo("SKIP");
    assertThat(finding.get("status").getAsString()).isEqualTo("Archived");
  }

  @Test
  void oneScopeHasOneFindingAndEachCheckOneMessageOfIt() throws Exception {
    JsonObject missed = reported.published(SCOPE, MISSED);
    JsonObject again = reported.published(SCOPE, COVERED);
    JsonObject other = reported.published("folders/7", COVERED);

    assertThat(text(missed, "finding_info", "uid"))
        .isEqualTo(text(again, "finding_info", "uid"))
        .isNotEqualTo(text(other, "finding_info", "uid"));
    assertThat(text(missed, "metadata", "uid")).isEqualTo(text(again, "metadata", "uid"));
    assertThat(missed.getAsJsonObject("finding_info").get("last_seen_time").getAsLong())
        .isEqualTo(CHECK.time().toEpochMilli());
  }

  @Test
  void hundredsOfThemAreCountedAndAHundredNamed() throws Exception {
    List<EnvironmentName> many = IntStream.range(0, 105).mapToObj(i -> name("e-" + i)).toList();
    JsonObject finding =
        reported.published(SCOPE, new Compared(CoverageCount.NONE.plus(200, many)));

    assertThat(names(finding)).hasSize(101);
    assertThat(texts(finding.getAsJsonObject("compliance").getAsJsonArray("status_details")))
        .hasSize(102)
        .endsWith("and 5 more");
    assertThat(
            texts(
                reported
                    .published(
                        SCOPE, new Compared(CoverageCount.NONE.plus(200, many.subList(0, 100))))
                    .getAsJsonObject("compliance")
                    .getAsJsonArray("status_details")))
        .hasSize(101)
        .endsWith(name("e-99").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"organizations/123", "folders/7", "projects/acme-data"})
  void everyCoverageFindingIsValid(String scope) throws Exception {
    for (CoverageReport report : List.of(MISSED, COVERED, UNDECIDED, NOTHING)) {
      assertThat(OcsfSchemaTest.mistakes(reported.published(scope, report))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "organizations/123, Organization",
    "folders/7, Folder",
    "projects/acme-data, Project"
  })
  void theFirstResourceIsTheScope(String scope, String kind) throws Exception {
    JsonObject resource =
        reported.published(scope, MISSED).getAsJsonArray("resources").get(0).getAsJsonObject();

    assertThat(resource.get("uid").getAsString())
        .isEqualTo("//cloudresourcemanager.googleapis.com/" + scope);
    assertThat(resource.get("type").getAsString())
        .isEqualTo("cloudresourcemanager.googleapis.com/" + kind);
  }

  @Test
  void theAttributesAreThoseOfAnyFinding() throws Exception {
    reported.published("projects/acme-data", MISSED);
    PubsubMessage message = reported.message();

    assertThat(message.getOrderingKey()).hasSize(32);
    assertThat(message.getAttributesMap())
        .containsEntry("compliance_status", "FAIL")
        .containsEntry("severity", "HIGH")
        .containsEntry("policy", "environments-are-judged")
        .containsEntry("project", "acme-data")
        .containsEntry("ce-type", "dev.composeraudit.finding.v1")
        .containsEntry("ce-subject", "projects/acme-data")
        .containsEntry("ce-time", "2026-11-23T10:00:00Z")
        .containsEntry("ce-source", SampleFindings.PRODUCER.source())
        .hasSize(12);
  }

  @Test
  void aCoverageFindingIsOneLikeAnyOther() throws Exception {
    JsonObject finding = reported.published("projects/acme-data", MISSED);

    Golden.assertEqual(
        "coverage-missed.json",
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(finding)
            + "\n");
  }

  @ParameterizedTest
  @CsvSource({"FAIL, HIGH", "PASS, INFORMATIONAL", "ERROR, HIGH", "SKIP, INFORMATIONAL"})
  void whatIsClosedIsInformational(String result, String severity) throws Exception {
    reported.published(SCOPE, report(result));

    assertThat(reported.message().getAttributesMap()).containsEntry("severity", severity);
  }

  private static List<String> names(JsonObject finding) {
    List<String> names = new ArrayList<>();
    for (JsonElement resource : finding.getAsJsonArray("resources")) {
      names.add(resource.getAsJsonObject().get("name").getAsString());
    }
    return names;
  }

  private static List<String> texts(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsString).toList();
  }
}
