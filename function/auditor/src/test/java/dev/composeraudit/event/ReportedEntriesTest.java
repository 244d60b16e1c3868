package dev.composeraudit.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.Trigger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that people reported, in public, with variations of each. */
final class ReportedEntriesTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-29T12:00:00Z"), ZoneOffset.UTC);
  private static final String WHO = "protoPayload.authenticationInfo";
  private static final String POOL =
      "principal://iam.googleapis.com/locations/global/workforcePools/corp/subject/";

  /** GoogleCloudPlatform/reg-reporting-blueprint#102. */
  @Test
  void theEndOfACreationThatFailedIsReadAsComposerWritesIt() {
    AuditRequest event = (AuditRequest) decode(direct("composer-entry/entry.json"));

    assertThat(event.environment())
        .hasToString("projects/demo-project/locations/us-central1/environments/agent-absent");
    assertThat(event.phase()).isEqualTo(Phase.FAILED);
    assertThat(event.trigger().kind()).isEqualTo(Trigger.Kind.CREATE_LAST);
    assertThat(event.trigger().principal()).isEqualTo("admin@example.com");
    assertThat(event.requestedAgent()).isEqualTo(RequestedAgent.UNKNOWN);
    assertThat(event.failure()).startsWith("The environment could not finish its creation");
  }

  /** google-cloudevents' schema of LogEntryData allows 0, 100 … 800. */
  @Test
  void aSeverityMayBeANumber() {
    assertThat(audited(published("severity-as-a-number/body.json")).phase()).isEqualTo(Phase.LAST);
    assertThat(audited(direct("severity-as-a-number/entry.json")).phase()).isEqualTo(Phase.LAST);
  }

  @ParameterizedTest
  @CsvSource({
    "0, LAST",
    "100, LAST",
    "400, LAST",
    "499, LAST",
    "500, FAILED",
    "600, FAILED",
    "800, FAILED",
    "5e2, FAILED",
    "1e999999999, FAILED",
    "'\"500\"', FAILED",
    "'\"ERROR\"', FAILED",
    "'\"CRITICAL\"', FAILED",
    "'\"EMERGENCY\"', FAILED",
    "'\"WARNING\"', LAST",
    "'\"DEFAULT\"', LAST",
    "'\"A_NEW_ONE\"', LAST",
    "'\"\"', LAST",
    "null, LAST"
  })
  void aSeverityFromErrorOnIsAFailureByNameOrNumber(String severity, Phase expected) {
    assertThat(audited(TestEntry.last().withJson("severity", severity).event()).phase())
        .isEqualTo(expected);
  }

  /** Other enums of an entry are not read, so that no spelling of theirs is refused. */
  @ParameterizedTest
  @CsvSource({
    "protoPayload.authorizationInfo, '[{\"permissionType\": 1, \"granted\": true}]'",
    "protoPayload.policyViolationInfo, '{\"orgPolicyViolationInfo\": {\"policyType\": 2}}'",
    "protoPayload.request.environment.state, 2",
    "httpRequest, '{\"status\": \"200\"}'"
  })
  void anEnumThatIsNotReadMayHaveAnyForm(String path, String value) {
    assertThat(audited(TestEntry.first().withJson(path, value).event()).phase())
        .isEqualTo(Phase.FIRST);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"code\": \"7\"}', FAILED",
    "'{\"code\": \"PERMISSION_DENIED\"}', FAILED",
    "'{\"code\": \"0\"}', LAST",
    "'{\"code\": \"OK\"}', LAST",
    "'{\"code\": \"\"}', LAST"
  })
  void aStatusCodeMayBeAString(String status, Phase expected) {
    assertThat(audited(TestEntry.last().withJson("protoPayload.status", status).event()).phase())
        .isEqualTo(expected);
  }

  /** GoogleCloudPlatform/khi: workforce identity. */
  @Test
  void aUserOfAWorkforcePoolIsNamedByItsSubject() {
    assertThat(audited(published("principal-subject-only/body.json")).trigger().principal())
        .isEqualTo(POOL + "jane@example.com");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"principalEmail": "a@x.com", "principalSubject": "user:a@x.com"} | a@x.com
          {"principalEmail": "", "principalSubject": "principal://b"}       | principal://b
          {"principal_subject": "principal://c"}                            | principal://c
          {"serviceAccountDelegationInfo": [{"principalSubject": "principal://d"}]} | principal://d
          {"serviceAccountDelegationInfo": [{}, {"firstPartyPrincipal": {"principalEmail": "e@x.com"}}]} | e@x.com
          {"serviceAccountDelegationInfo": [{"thirdPartyPrincipal": {"thirdPartyClaims": {"sub": "f"}}}]} | f
          {"thirdPartyPrincipal": {"thirdPartyClaims": {"iss": "i", "sub": "g"}}} | g
          {"thirdPartyPrincipal": {"sub": "h"}}                             | h
          {"thirdPartyPrincipal": {"claims": [1]}}                          | ''
          {}                                                                | ''
          """)
  void whoeverActedIsNamedAsFarAsTheEntryShows(String who, String expected) {
    assertThat(audited(TestEntry.first().withJson(WHO, who).event()).trigger().principal())
        .isEqualTo(expected);
  }

  @Test
  void aSubjectThatNobodyHasIsRejected() {
    TestEntry entry =
        TestEntry.first()
            .withJson(WHO, "{\"principalSubject\": \"%s\"}".formatted("x".repeat(1025)));

    assertThat(rejected(entry.event()).message()).endsWith("principalSubject: 1025 characters");
  }

  /** panther-labs/panther#838. */
  @Test
  void aProjectNumberIsTheProjectOfTheLog() {
    assertThat(audited(published("project-number/body.json")).environment())
        .hasToString("projects/demo-project/locations/us-central1/environments/numbered");
  }

  @Test
  void aProjectNumberDoesNotHideThatTheLabelsDisagree() {
    TestEntry entry = numbered().with("resource.labels.project_id", "other-data");

    assertThat(rejected(entry.event()))
        .isEqualTo(
            new RejectedEvent(
                Code.INCONSISTENT,
                "resource.labels.project_id: must be acme-data, is \"other-data\""));
    assertThat(
            rejected(numbered().with("resource.labels.environment_name", "other").event()).code())
        .isEqualTo(Code.INCONSISTENT);
    assertThat(rejected(numbered().with("logName", "projects/../logs/x").event()).code())
        .isNotNull();
  }

  @Test
  void aProjectNumberMayStandInTheNameOfTheLogWhereTheLabelsHaveTheId() {
    String log = "projects/951849100836/logs/cloudaudit.googleapis.com%2Factivity";

    for (TestEntry entry : List.of(TestEntry.last(), numbered())) {
      assertThat(audited(entry.with("logName", log).event()).environment().project())
          .isEqualTo("acme-data");
    }
    for (TestEntry entry :
        List.of(
            TestEntry.last().with("resource.labels.project_id", "other-data"),
            TestEntry.last().withJson("resource", "{}"))) {
      assertThat(rejected(entry.with("logName", log).event()).code()).isEqualTo(Code.INCONSISTENT);
    }
  }

  @Test
  void aProjectNumberMayStandInTheLabels() {
    for (TestEntry entry : List.of(TestEntry.last(), numbered())) {
      TestEntry labelled = entry.with("resource.labels.project_id", "951849100836");

      assertThat(audited(labelled.event()).environment().project()).isEqualTo("acme-data");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cloudaudit.googleapis.com/activity", "cloudaudit.googleapis.com%2factivity"})
  void theSlashInTheNameOfTheLogMayBeWrittenOtherwise(String log) {
    assertThat(
            audited(TestEntry.last().with("logName", "projects/acme-data/logs/" + log).event())
                .phase())
        .isEqualTo(Phase.LAST);
  }

  @Test
  void aProjectNumberIsReadInTheScopeOfItsProject() {
    EventDecoder decoder = new EventDecoder(ProjectFilter.of(List.of("acme-*")), CLOCK);

    assertThat(decoder.decode(numbered().event())).isInstanceOf(AuditRequest.class);
  }

  /** GoogleCloudPlatform/professional-services' examples of audit log entries. */
  @Test
  void aCreationThatAPolicyDeniedIsAnEntryOfAnotherLog() {
    assertThat(rejected(published("other-logs/policy-denied.json")))
        .isEqualTo(
            new RejectedEvent(
                Code.FOREIGN_ENTRY,
                "logName: not the Admin Activity log: "
                    + "\"projects/demo-project/logs/cloudaudit.googleapis.com%2Fpolicy\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects/acme-data/logs/cloudaudit.googleapis.com%2Fpolicy",
        "projects/acme-data/logs/cloudaudit.googleapis.com%2Fdata_access",
        "projects/acme-data/logs/cloudaudit.googleapis.com%2Fsystem_event",
        "projects/acme-data/logs/cloudaudit.googleapis.com%2Faccess_transparency",
        "organizations/123/logs/cloudaudit.googleapis.com%2Fdata_access",
        "projects/other/logs/airflow-scheduler"
      })
  void anEntryOfAnyOtherLogIsForeign(String log) {
    TestEntry entry =
        TestEntry.last().with("logName", log).with("protoPayload.resourceName", "projects/1234");

    assertThat(rejected(entry.event()).code()).isEqualTo(Code.FOREIGN_ENTRY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\": \"op-1\", \"producer\": \"composer.googleapis.com\"}",
        "{\"id\": \"op-1\", \"first\": false, \"last\": false}",
        "{\"producer\": \"composer.googleapis.com\"}"
      })
  void anEntryThatIsNeitherFirstNorLastIsNotTheEnd(String operation) {
    TestEntry entry = TestEntry.last().withJson("operation", operation);

    assertThat(audited(entry.event()).phase()).isEqualTo(Phase.FIRST);
    assertThat(audited(entry.event()).trigger().kind()).isEqualTo(Trigger.Kind.CREATE_FIRST);
    assertThat(audited(entry.with("severity", "ERROR").event()).phase()).isEqualTo(Phase.FIRST);
  }

  /** Protobuf's JSON format: a reader takes a field's own name too. */
  @Test
  void anEntryMayBeWrittenInSnakeCase() {
    for (TestEntry entry :
        List.of(
            TestEntry.first()
                .withJson(
                    "protoPayload.request.environment.config",
                    "{\"nodeConfig\": {\"enableIpMasqAgent\": true}}"),
            TestEntry.last().with("severity", "ERROR"))) {
      assertThat(decode(TestEvent.published(snakeCase(entry.toString()))))
          .isEqualTo(decode(entry.event()));
    }
  }

  @Test
  void aFieldThatBothSpellingsContradictIsRejected() {
    String log = "projects/acme-data/logs/cloudaudit.googleapis.com%2Factivity";

    assertThat(audited(TestEntry.last().with("log_name", log).event()).phase())
        .isEqualTo(Phase.LAST);
    assertThat(rejected(TestEntry.last().with("log_name", "projects/other/logs/x").event()))
        .isEqualTo(
            new RejectedEvent(
                Code.UNREADABLE,
                "message: logName: is also given as log_name, with another value"));
  }

  /** Protobuf's JSON format: bytes may come in the alphabet for URLs. */
  @Test
  void theMessageMayBeInTheAlphabetForUrls() {
    TestEntry entry = TestEntry.last().with("insertId", "??>>~~\u00ff");
    TestEvent plain = entry.event();
    String envelope =
        new String(Objects.requireNonNull(plain.data()).toBytes(), StandardCharsets.UTF_8);
    int data = envelope.indexOf("\"data\": \"");
    String urls =
        envelope.substring(0, data)
            + envelope.substring(data).replace('+', '-').replace('/', '_').replace("=", "");

    assertThat(urls).isNotEqualTo(envelope);
    assertThat(decode(TestEvent.of(EventDecoder.MESSAGE_PUBLISHED, urls))).isEqualTo(decode(plain));
  }

  private static TestEntry numbered() {
    return TestEntry.last()
        .with(
            "protoPayload.resourceName",
            "projects/951849100836/locations/europe-west1/environments/example");
  }

  /** The names of fields, but not the values, nor what Google's labels are called. */
  private static String snakeCase(String json) {
    return Pattern.compile("\"([a-zA-Z]+)\":")
        .matcher(json)
        .replaceAll(
            name ->
                "\"%s\":"
                    .formatted(
                        CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, name.group(1))));
  }

  private static AuditRequest audited(TestEvent event) {
    return (AuditRequest) decode(event);
  }

  private static RejectedEvent rejected(TestEvent event) {
    return (RejectedEvent) decode(event);
  }

  private static Request decode(TestEvent event) {
    return new EventDecoder(ProjectFilter.EVERYTHING, CLOCK).decode(event);
  }

  private static TestEvent published(String file) {
    return TestEvent.of(EventDecoder.MESSAGE_PUBLISHED, read(file));
  }

  private static TestEvent direct(String file) {
    return TestEvent.of(EventDecoder.AUDIT_LOG_WRITTEN, read(file));
  }

  private static String read(String file) {
    try (InputStream in =
        Objects.requireNonNull(
            ReportedEntriesTest.class.getResourceAsStream("/reports/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
