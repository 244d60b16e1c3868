package dev.composeraudit.report.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.subject.Trigger.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings are what OCSF 1.8.0 says a Compliance Finding is. */
public class OcsfSchemaTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(
              OcsfSchemaTest.class.getResourceAsStream(
                  "/ocsf/compliance_finding-1.8.0.schema.json"));

  private final OcsfWriter writer = new OcsfWriter(SampleFindings.PRODUCER);

  @ParameterizedTest
  @EnumSource(value = FindingStatus.class, mode = Mode.EXCLUDE, names = "NOT_PUBLISHED")
  void everyStatusIsValid(FindingStatus row) {
    JsonObject finding = finding(row);

    assertThat(finding.getAsJsonObject("compliance").get("status_code").getAsString())
        .isEqualTo(row.code());
    assertThat(mistakes(finding)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("goldenFindings")
  void theFindingsThatAreHeldByFilesAreValid(Path golden) throws IOException {
    assertThat(mistakes(JsonParser.parseString(Files.readString(golden)).getAsJsonObject()))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void everySeverityIsValid(Severity severity) {
    assertThat(mistakes(write(Kind.SWEEP, SampleFindings.of(Outcome.FAIL, "m", severity))))
        .isEmpty();
  }

  @Test
  void whatIsRareIsValidToo() {
    Baseline late = new Baseline(Instant.parse("2100-01-01T00:00:00Z"));
    Report ofPool =
        new Report(
            SampleFindings.event(
                Kind.CREATE_LAST,
                "principal://iam.googleapis.com/locations/global/workforcePools/p/subject/s"),
            SampleFindings.subject(),
            List.of(),
            "sha256:f",
            SampleFindings.JUDGED);
    Report ofNobody =
        new Report(
            SampleFindings.event(Kind.CREATE_LAST, ""),
            SampleFindings.subject(),
            List.of(),
            "sha256:f",
            SampleFindings.JUDGED);

    assertThat(mistakes(write(Kind.UPDATE, SampleFindings.explained()))).isEmpty();
    assertThat(mistakes(write(Kind.UPDATE, SampleFindings.error("egress-is-observable"))))
        .isEmpty();
    assertThat(mistakes(write(SampleFindings.report(Kind.SCAN), SampleFindings.fail(), late)))
        .isEmpty();
    assertThat(mistakes(write(ofPool, SampleFindings.fail(), Baseline.NONE))).isEmpty();
    assertThat(mistakes(write(ofNobody, SampleFindings.fail(), Baseline.NONE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "activity_id, 4",
    "activity_id, 2",
    "activity_name, '\"Opened\"'",
    "category_uid, 3",
    "class_uid, 2004",
    "type_uid, 200302",
    "type_name, '\"Detection Finding: Create\"'",
    "time, 1795430405",
    "time, '\"2026-11-23T10:40:05Z\"'",
    "severity_id, 7",
    "severity_id, 3",
    "severity, '\"HIGH\"'",
    "status_id, 7",
    "status, '\"Open\"'",
    "status_id, 4",
    "message, '\"\"'",
    "metadata.version, '\"1.7.0\"'",
    "metadata.uid, '\"1\"'",
    "metadata.profiles, '[\"cloud\"]'",
    "finding_info.uid, '\"0123456789ABCDEF0123456789ABCDEF\"'",
    "finding_info.last_seen_time, 1795430400250000",
    "finding_info.analytic.type_id, 12",
    "finding_info.src_url, '\"javascript:alert(1)\"'",
    "compliance.status_id, 4",
    "compliance.status_id, 1",
    "compliance.status, '\"FAIL\"'",
    "compliance.status_code, '\"VIOLATION\"'",
    "compliance.standards, '[]'",
    "resources, '[]'",
    "resources.0.type, '\"Environment\"'",
    "resources.0.name, '\"etl\"'",
    "resources.0.labels, '{\"team\": \"data\"}'",
    "resources.0.owner.type_id, 5",
    "resources.0.owner.email_addr, '\"alice\"'",
    "cloud.provider, '\"Google\"'",
    "cloud.account.type_id, 10",
    "evidences.0.data, '\"text\"'",
    "unmapped, '\"text\"'"
  })
  void aWrongValueIsFound(String path, String value) {
    JsonObject finding = finding(FindingStatus.OPENED);
    set(finding, path, JsonParser.parseString(value));

    assertThat(mistakes(finding)).as("%s = %s", path, value).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "activity_id",
        "category_uid",
        "class_uid",
        "type_uid",
        "time",
        "severity_id",
        "status_id",
        "message",
        "metadata",
        "metadata.version",
        "metadata.product",
        "metadata.uid",
        "finding_info",
        "finding_info.uid",
        "finding_info.last_seen_time",
        "finding_info.analytic.type_id",
        "compliance",
        "compliance.control",
        "compliance.status_id",
        "remediation.desc",
        "resources",
        "resources.0.uid",
        "resources.0.owner.name",
        "cloud",
        "cloud.provider",
        "evidences.0.data"
      })
  void aMissingFieldIsFound(String path) {
    JsonObject finding = finding(FindingStatus.OPENED);
    set(finding, path, null);

    assertThat(mistakes(finding)).as(path).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resource",
        "status_detail",
        "metadata.product.vendor",
        "finding_info.first_seen",
        "compliance.state",
        "resources.0.title",
        "cloud.project_uid"
      })
  void aFieldThatTheClassHasNotOrThatIsDeprecatedIsFound(String path) {
    JsonObject finding = finding(FindingStatus.OPENED);
    set(finding, path, JsonParser.parseString("\"text\""));

    assertThat(mistakes(finding)).as(path).isNotEmpty();
  }

  private static Stream<Path> goldenFindings() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve("findings"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  private JsonObject finding(FindingStatus row) {
    return switch (row) {
      case OPENED -> write(Kind.CREATE_LAST, SampleFindings.fail());
      case STILL_OPEN -> write(Kind.UPDATE, SampleFindings.fail());
      case SUPPRESSED -> write(Kind.CREATE_LAST, SampleFindings.exempt());
      case RESOLVED ->
          write(Kind.CREATE_FIRST, SampleFindings.of(Outcome.PASS, "Complies: it does"));
      case UNDECIDED -> write(Kind.CREATE_LAST, SampleFindings.error());
      case NOT_APPLICABLE -> write(Kind.SWEEP, SampleFindings.of(Outcome.SKIP, "Does not apply"));
      case GONE -> gone();
      case NOT_PUBLISHED -> throw new IllegalArgumentException();
    };
  }

  private JsonObject gone() {
    Result result = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    Report report =
        new Report(
            SampleFindings.event(Kind.DELETE),
            SampleFindings.gone(),
            List.of(result),
            "sha256:f",
            SampleFindings.JUDGED);
    return writer.write(Finding.archived(report, result, Baseline.NONE));
  }

  private JsonObject write(Kind kind, Result result) {
    return write(SampleFindings.report(kind, result), result, Baseline.NONE);
  }

  private JsonObject write(Report report, Result result, Baseline baseline) {
    return writer.write(Finding.of(report, result, baseline, TeamLabels.DEFAULT));
  }

  /** What of a finding is not as the schema wants it. */
  public static Set<ValidationMessage> mistakes(JsonObject finding) {
    return SCHEMA.validate(finding.toString(), InputFormat.JSON);
  }

  /** Sets what a path such as {@code resources.0.name} leads to; null removes it. */
  private static void set(JsonObject root, String path, @Nullable JsonElement value) {
    String[] keys = path.split("\\.", -1);
    JsonElement at = root;
    for (int i = 0; i < keys.length - 1; i++) {
      at =
          at instanceof JsonArray array
              ? array.get(Integer.parseInt(keys[i]))
              : at.getAsJsonObject().get(keys[i]);
    }
    String last = keys[keys.length - 1];
    if (value == null) {
      assertThat(at.getAsJsonObject().remove(last)).as(path).isNotNull();
    } else {
      at.getAsJsonObject().add(last, value);
    }
  }
}
