package dev.composeraudit.report.ocsf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.Golden;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.finding.SampleFindings;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.Trigger.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes a finding, by the life cycle, and how it is written. */
class OcsfWriterTest {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private final OcsfWriter writer = new OcsfWriter(SampleFindings.PRODUCER);

  @Test
  void aViolationByACreationIsOpened() throws IOException {
    Finding finding = finding(Kind.CREATE_LAST, SampleFindings.fail());

    assertStatus(finding, "1 Create, 1 New, 3 Fail, FAIL");
    Golden.assertEqual("opened.json", pretty(finding));
  }

  @Test
  void aViolationAtTheBeginningOfACreationIsOpenedToo() {
    assertStatus(
        finding(Kind.CREATE_FIRST, SampleFindings.fail()), "1 Create, 1 New, 3 Fail, FAIL");
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"UPDATE", "DELETE", "SWEEP", "SCAN"})
  void aViolationThatIsFoundAgainIsUpdated(Kind kind) throws IOException {
    Finding finding = finding(kind, SampleFindings.fail());

    assertStatus(finding, "2 Update, 1 New, 3 Fail, FAIL");
    if (kind == Kind.SWEEP) {
      Golden.assertEqual("still-open.json", pretty(finding));
    }
  }

  @Test
  void aViolationUnderAnExceptionIsSuppressed() throws IOException {
    Finding finding = finding(Kind.CREATE_LAST, SampleFindings.exempt());

    assertStatus(finding, "2 Update, 3 Suppressed, 3 Fail, SUPPRESSED");
    Golden.assertEqual("suppressed.json", pretty(finding));
  }

  @Test
  void whatCompliesIsResolvedSoThatDashboardsClear() throws IOException {
    Finding finding =
        finding(
            Kind.CREATE_LAST, SampleFindings.of(Outcome.PASS, "Complies: The agent is enabled"));

    assertStatus(finding, "3 Close, 4 Resolved, 1 Pass, PASS");
    Golden.assertEqual("resolved.json", pretty(finding));
  }

  @Test
  void whatCouldNotBeJudgedIsAWarningThatStaysOpen() throws IOException {
    Finding finding = finding(Kind.CREATE_LAST, SampleFindings.error());

    assertStatus(finding, "2 Update, 1 New, 2 Warning, ERROR");
    Golden.assertEqual("undecided.json", pretty(finding));
  }

  @Test
  void whatDoesNotApplyIsArchivedAtTheEndOfACreationAndNotPublishedAtItsBeginning()
      throws IOException {
    Result skip = SampleFindings.of(Outcome.SKIP, "Does not apply: Composer 3");
    Finding finding = finding(Kind.CREATE_LAST, skip);

    assertStatus(finding, "3 Close, 5 Archived, 0 Unknown, SKIP");
    Golden.assertEqual("not-applicable.json", pretty(finding));
    assertThat(finding(Kind.CREATE_FIRST, skip).status()).isEqualTo(FindingStatus.NOT_PUBLISHED);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsPendingIsNeverPublished(Kind kind) {
    Result pending = SampleFindings.of(Outcome.PENDING, "not yet");

    assertThat(finding(kind, pending).status()).isEqualTo(FindingStatus.NOT_PUBLISHED);
  }

  @Test
  void theFindingsOfAnEnvironmentThatIsGoneAreArchived() throws IOException {
    Result result = SampleFindings.of(Outcome.SKIP, "The environment is gone.");
    Report report =
        new Report(
            SampleFindings.event(Kind.DELETE),
            SampleFindings.gone(),
            List.of(result),
            "sha256:f",
            SampleFindings.JUDGED);
    Finding finding = Finding.archived(report, result, Baseline.NONE);

    assertStatus(finding, "3 Close, 5 Archived, 0 Unknown, GONE");
    Golden.assertEqual("gone.json", pretty(finding));
  }

  @Test
  void aFindingThatAnotherExplainsNamesItAndAlarmsNobody() throws IOException {
    Finding finding = finding(Kind.CREATE_LAST, SampleFindings.explained());
    Golden.assertEqual("explained.json", pretty(finding));

    assertThat(writer.write(finding).get("severity").getAsString()).isEqualTo("Informational");
    assertThat(writer.write(finding).get("severity_id").getAsInt()).isEqualTo(1);
    assertThat(finding.severity()).isEqualTo(Severity.INFORMATIONAL);
    assertThat(writer.write(finding).getAsJsonObject("unmapped").get("caused_by"))
        .isEqualTo(JsonFields.texts(List.of("another-policy")));
  }

  @ParameterizedTest
  @CsvSource({
    "INFORMATIONAL, 1, Informational",
    "LOW, 2, Low",
    "MEDIUM, 3, Medium",
    "HIGH, 4, High",
    "CRITICAL, 5, Critical"
  })
  void severitiesHaveOcsfsNumbersAndCaptions(Severity severity, int id, String caption) {
    Finding finding = finding(Kind.CREATE_LAST, SampleFindings.of(Outcome.FAIL, "m", severity));

    assertThat(writer.write(finding).get("severity_id").getAsInt()).isEqualTo(id);
    assertThat(writer.write(finding).get("severity").getAsString()).isEqualTo(caption);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T10:15:00Z, false",
    "2026-11-23T10:15:01Z, true",
    "2020-01-01T00:00:00Z, false"
  })
  void anEnvironmentFromBeforeTheEnforcementIsMarkedAsBaseline(Instant from, boolean expected) {
    Result fail = SampleFindings.fail();
    Finding finding =
        Finding.of(
            SampleFindings.report(Kind.CREATE_LAST, fail),
            fail,
            new Baseline(from),
            TeamLabels.DEFAULT);

    assertThat(writer.write(finding).getAsJsonObject("unmapped").has("baseline"))
        .isEqualTo(expected);
  }

  @Test
  void theIdsRepeatWithTheTriggerAndTheFindingsOwnAlsoBeyondIt() {
    Finding opened = finding(Kind.CREATE_LAST, SampleFindings.fail());
    Finding again = finding(Kind.CREATE_LAST, SampleFindings.fail());
    Report later =
        new Report(
            new AuditRequest(
                SampleFindings.NAME,
                new Trigger(Kind.UPDATE, "", "", SampleFindings.OCCURRED, "another-entry"),
                AuditRequest.Phase.LAST,
                AuditRequest.RequestedAgent.UNKNOWN,
                "",
                "",
                ""),
            SampleFindings.subject(),
            List.of(),
            "sha256:f",
            SampleFindings.JUDGED);
    Finding updated = Finding.of(later, SampleFindings.fail(), Baseline.NONE, TeamLabels.DEFAULT);

    assertThat(again).isEqualTo(opened);
    assertThat(updated.uid()).isEqualTo(opened.uid());
    assertThat(updated.messageUid()).isNotEqualTo(opened.messageUid());
    // printf 'POLICY\nFULL_NAME' | sha256sum | cut -c1-32; then of that, '\n' and the trigger's id.
    assertThat(opened.uid()).isEqualTo("38e85c02e8f5942ab5ca1bad5229cb67");
    assertThat(opened.messageUid()).isEqualTo("40890f830f11a3862ac0cae78bad22f3");
  }

  @Test
  void aFindingIsAsOldAsItsTriggerHoweverLateItIsJudged() {
    JsonObject info =
        writer
            .write(finding(Kind.CREATE_LAST, SampleFindings.fail()))
            .getAsJsonObject("finding_info");

    assertThat(info.get("last_seen_time").getAsLong())
        .isEqualTo(SampleFindings.OCCURRED.toEpochMilli());
    assertThat(info.get("modified_time").getAsLong())
        .isEqualTo(SampleFindings.JUDGED.toEpochMilli());
    assertThat(info.has("created_time") || info.has("first_seen_time")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE_FIRST, alice@example.com, true, true",
    "CREATE_LAST, principal://iam.googleapis.com/locations/global/alice, true, false",
    "UPDATE, alice@example.com, false, false",
    "DELETE, alice@example.com, false, false"
  })
  void theOwnerIsWhoeverCreatedIt(Kind kind, String principal, boolean owner, boolean email) {
    Result fail = SampleFindings.fail();
    Report report =
        new Report(
            SampleFindings.event(kind, principal),
            SampleFindings.subject(),
            List.of(fail),
            "sha256:f",
            SampleFindings.JUDGED);
    JsonObject resource =
        writer
            .write(Finding.of(report, fail, Baseline.NONE, TeamLabels.DEFAULT))
            .getAsJsonArray("resources")
            .get(0)
            .getAsJsonObject();

    assertThat(resource.has("owner")).isEqualTo(owner);
    assertThat(owner && resource.getAsJsonObject("owner").has("email_addr")).isEqualTo(email);
  }

  @Test
  void foreignTextIsCutAndStaysAValue() {
    String hostile = "a\",\"severity\":\"EMERGENCY\n\u2028" + "\ud83d\ude00".repeat(5000);
    Result fail = SampleFindings.fail();
    Report report =
        new Report(
            SampleFindings.event(Kind.CREATE_LAST, hostile),
            SampleFindings.subject(),
            List.of(fail),
            "sha256:f",
            SampleFindings.JUDGED);
    JsonObject ocsf = writer.write(Finding.of(report, fail, Baseline.NONE, TeamLabels.DEFAULT));
    String owner =
        ocsf.getAsJsonArray("resources")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("owner")
            .get("name")
            .getAsString();

    assertThat(owner).hasSizeLessThanOrEqualTo(1024).startsWith("a\",\"severity").endsWith("😀…");
    assertThat(ocsf.toString()).doesNotContain("\n", "\u2028");
  }

  @Test
  void whatDestinationsSeeIsEvidenceAndNeverTooMuch() {
    Result result = SampleFindings.ofDestination();
    JsonObject egress = egress(writer.write(finding(Kind.CREATE_LAST, result)));
    JsonObject destination = egress.getAsJsonArray("destinations").get(0).getAsJsonObject();
    assertThat(egress.get("decidedBy").getAsString()).isEqualTo("EGRESS_NAT_POLICY");
    assertThat(egress.getAsJsonArray("pods").toString()).isEqualTo("[\"192.168.0.0/16\"]");
    assertThat(destination.get("accepted").getAsString()).isEqualTo("IN_PART");
    assertThat(destination.getAsJsonArray("parts")).hasSize(2);

    List<DestinationEvidence> many = Collections.nCopies(1000, result.evidence().get(0));
    JsonObject bounded = writer.write(finding(Kind.CREATE_LAST, SampleFindings.withEvidence(many)));
    assertThat(egress(bounded).toString().length()).isBetween(8_000, 20_000);
  }

  private static JsonObject egress(JsonObject ocsf) {
    return ocsf.getAsJsonArray("evidences")
        .get(0)
        .getAsJsonObject()
        .getAsJsonObject("data")
        .getAsJsonObject("egress");
  }

  /** Dashboards, views and collectors name these fields; none may vanish or change its name. */
  @Test
  void theFieldNamesAreAContract() throws IOException {
    SortedSet<String> fields = new TreeSet<>();
    for (Result result :
        List.of(
            SampleFindings.fail(),
            SampleFindings.ofDestination(),
            SampleFindings.explained(),
            SampleFindings.exempt(),
            SampleFindings.error(),
            SampleFindings.of(Outcome.PASS, "Complies"))) {
      Finding finding =
          Finding.of(
              SampleFindings.report(Kind.CREATE_LAST, result),
              result,
              new Baseline(Instant.MAX),
              TeamLabels.DEFAULT);
      addFields("", writer.write(finding), fields);
    }
    Golden.assertEqual("fields.txt", String.join("\n", fields) + "\n");
  }

  private static void addFields(String path, JsonElement element, SortedSet<String> fields) {
    if (element instanceof JsonObject object) {
      object.entrySet().forEach(e -> addFields(path + "." + e.getKey(), e.getValue(), fields));
    } else if (element instanceof JsonArray array) {
      array.forEach(each -> addFields(path + "[]", each, fields));
    } else {
      fields.add(path.substring(1));
    }
  }

  private static Finding finding(Kind kind, Result result) {
    return Finding.of(
        SampleFindings.report(kind, result), result, Baseline.NONE, TeamLabels.DEFAULT);
  }

  private void assertStatus(Finding finding, String expected) {
    JsonObject ocsf = writer.write(finding);
    JsonObject compliance = ocsf.getAsJsonObject("compliance");
    assertThat(
            "%d %s, %d %s, %d %s, %s"
                .formatted(
                    ocsf.get("activity_id").getAsInt(),
                    ocsf.get("activity_name").getAsString(),
                    ocsf.get("status_id").getAsInt(),
                    ocsf.get("status").getAsString(),
                    compliance.get("status_id").getAsInt(),
                    compliance.get("status").getAsString(),
                    finding.status().code()))
        .isEqualTo(expected);
    assertThat(ocsf.get("type_uid").getAsInt())
        .isEqualTo(200300 + ocsf.get("activity_id").getAsInt());
  }

  private String pretty(Finding finding) {
    return PRETTY.toJson(writer.write(finding)) + "\n";
  }
}
