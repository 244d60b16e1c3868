package dev.composeraudit.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.ocsf.OcsfWriter;
import dev.composeraudit.subject.Trigger.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How findings name who acted. */
class PrincipalsTest {
  private static final String ALICE = "alice@example.com";
  private static final Result NAMES_ALICE =
      new Result(
          SampleFindings.POLICY,
          Outcome.FAIL,
          Severity.HIGH,
          List.of("Created by alice@example.com, who may not."),
          List.of(new Violation("trigger.principal != ''", "By alice@example.com.")),
          List.of(),
          List.of(),
          null,
          List.of("seen before by alice@example.com"),
          List.of(),
          List.of());

  @Test
  void inFullAreAsTheEntryNamesThemAndTheFindingSaysWhoSaysSo() {
    assertThat(finding(Principals.FULL))
        .contains("\"owner\":{\"name\":\"alice@example.com\"", "\"email_addr\":\"" + ALICE)
        .contains("\"owner_according_to\":\"log entry\"");
  }

  @Test
  void asAHashAreTheSameForTheSamePersonAndNobodyIsNamed() {
    String finding = finding(Principals.HASH);

    assertThat(finding)
        .doesNotContain(ALICE, "alice")
        .contains("\"name\":\"sha256:" + FindingIds.hash(ALICE));
    assertThat(finding(Principals.HASH)).isEqualTo(finding);
  }

  @Test
  void leftOutNobodyIsNamedAnywhere() {
    assertThat(finding(Principals.NONE))
        .doesNotContain("alice", "sha256:" + FindingIds.hash(ALICE), "owner")
        .contains("Created by (left out), who may not.");
  }

  @Test
  void ofTheRequestNothingElseChanges() {
    assertThat(Principals.FULL.apply(SampleFindings.event(Kind.UPDATE)))
        .isEqualTo(SampleFindings.event(Kind.UPDATE));
    assertThat(Principals.NONE.apply(SampleFindings.event(Kind.UPDATE)))
        .isEqualTo(SampleFindings.event(Kind.UPDATE, ""));
    assertThat(Principals.HASH.apply(SampleFindings.event(Kind.UPDATE, "")))
        .isEqualTo(SampleFindings.event(Kind.UPDATE, ""));
  }

  private static String finding(Principals principals) {
    Report report = principals.apply(SampleFindings.report(Kind.CREATE_LAST, NAMES_ALICE));
    return new OcsfWriter(SampleFindings.PRODUCER)
        .write(Finding.of(report, report.results().get(0), Baseline.NONE, TeamLabels.DEFAULT))
        .toString();
  }
}
