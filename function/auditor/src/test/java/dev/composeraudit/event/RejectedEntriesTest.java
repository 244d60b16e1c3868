package dev.composeraudit.event;

import static dev.composeraudit.event.TestDecoder.CLOCK;
import static dev.composeraudit.event.TestDecoder.audited;
import static dev.composeraudit.event.TestDecoder.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.event.RejectedEvent.Code;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries that are not about an audited environment, or that contradict themselves. */
final class RejectedEntriesTest {
  private static final String CREATE =
      "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment";

  @ParameterizedTest
  @ValueSource(strings = {"1969-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "yesterday", "0"})
  void aTimeThatIsNoneOfALogIsRejected(String time) {
    assertThat(refused(TestEntry.first().with("timestamp", time)).code())
        .isEqualTo(Code.UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "protoPayload.serviceName, storage.googleapis.com, FOREIGN_ENTRY",
    "protoPayload.methodName, storage.buckets.create, FOREIGN_ENTRY",
    "protoPayload.methodName, x." + CREATE + ", FOREIGN_ENTRY",
    "resource.type, k8s_cluster, FOREIGN_ENTRY",
    "logName, projects/acme-data/logs/cloudaudit.googleapis.com%2Fdata_access, FOREIGN_ENTRY",
    "logName, projects/other/logs/cloudaudit.googleapis.com%2Factivity, INCONSISTENT",
    "resource.labels.project_id, other, INCONSISTENT",
    "resource.labels.location, us-central1, INCONSISTENT",
    "resource.labels.environment_name, other, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data/locations/l/environments/../x, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data/locations/l/environments/e?a=b, INCONSISTENT",
    "protoPayload.resourceName, projects/acme-data/locations/l/environments/e%2f, INCONSISTENT"
  })
  void anEntryThatIsNotOursOrContradictsItselfIsRejectedWithThePlace(
      String path, String value, Code expected) {
    RejectedEvent refusal = refused(TestEntry.first().with(path, value));

    assertThat(refusal.code()).isEqualTo(expected);
    assertThat(refusal.message())
        .startsWith(path + ": ")
        .contains(value.substring(value.lastIndexOf('/') + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logName", "protoPayload", "protoPayload.methodName", "protoPayload.resourceName"})
  void anEntryWithoutWhatMakesItOursIsRejected(String path) {
    assertThat(refused(TestEntry.first().without(path)).message()).isNotBlank();
  }

  @Test
  void aProjectThatIsNotAuditedIsRejected() {
    EventDecoder decoder =
        new EventDecoder(ProjectFilter.of(List.of("acme-web", "acme-*-prod")), CLOCK);

    assertThat(decoder.decode(TestEntry.first().event()))
        .isInstanceOfSatisfying(
            RejectedEvent.class,
            refusal -> assertThat(refusal.code()).isEqualTo(Code.OUT_OF_SCOPE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme-data", "acme-*", "*", "*-data", "a*e-d*a"})
  void aProjectThatMatchesTheScopeIsAudited(String pattern) {
    EventDecoder decoder = new EventDecoder(ProjectFilter.of(List.of("other", pattern)), CLOCK);

    assertThat(decoder.decode(TestEntry.first().event())).isInstanceOf(AuditRequest.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acme", "data", "acme-data-2", "acme.data", ""})
  void aProjectThatOnlyResemblesTheScopeIsNotAudited(String pattern) {
    EventDecoder decoder = new EventDecoder(ProjectFilter.of(List.of(pattern)), CLOCK);

    assertThat(decoder.decode(TestEntry.first().event())).isInstanceOf(RejectedEvent.class);
  }

  @Test
  void anExcludedProjectIsNotAuditedWhateverElseMatches() {
    assertThat(ProjectFilter.of(List.of("!*-sandbox", "acme-*")).contains("acme-sandbox"))
        .isFalse();
    assertThat(ProjectFilter.of(List.of("acme-*", "!*-sandbox")).contains("acme-data")).isTrue();
    assertThat(ProjectFilter.of(List.of("!*-sandbox")).contains("other-data")).isTrue();
    assertThat(ProjectFilter.of(List.of("!*-sandbox")).contains("other-sandbox")).isFalse();
    assertThat(ProjectFilter.of(List.of("!acme-data", "acme-data")).contains("acme-data"))
        .isFalse();
  }

  @Test
  void aPrincipalThatNobodyHasIsRejected() {
    TestEntry entry =
        TestEntry.first().with("protoPayload.authenticationInfo.principalEmail", "x".repeat(1025));

    assertThat(refused(entry).message()).endsWith("principalEmail: 1025 characters");
  }

  @Test
  void anInsertIdThatNoLogGivesIsRejected() {
    assertThat(refused(TestEntry.first().with("insertId", "x".repeat(129))).message())
        .isEqualTo("insertId: 129 characters");
    assertThat(audited(TestEntry.first().with("insertId", "x".repeat(128))).trigger().id())
        .hasSize(128);
  }

  @Test
  void foreignTextMakesNoLineOfADenial() {
    RejectedEvent refusal =
        refused(
            TestEntry.first()
                .with(
                    "protoPayload.serviceName",
                    "a\nseverity=EMERGENCY\u2028\u202e" + "x".repeat(5000)));

    assertThat(refusal.message()).doesNotContain("\n", "\u2028", "\u202e").hasSizeLessThan(300);
  }
}
