package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What turns FAIL into EXEMPT, and what does not. */
class ExceptionsTest {
  private static final SourceFile FAILS =
      WrittenPolicy.policyThat("demo", "composer.generation == 3");

  private static SourceFile exception(String more) {
    return WrittenPolicy.exception(
        "sandbox",
        """
        policyRefs: [{kind: Policy, name: demo}]
        expiresAt: "2027-03-31T00:00:00Z"
        properties: {approved-by: netsec@example.com, reason: It goes in spring., ticket: NET-1}
        """
            + more);
  }

  private static Result judge(SourceFile policy, SourceFile exception, String patch, String now) {
    return WrittenPolicy.load(policy, exception)
        .judge(Subjects.composer2(patch), Instant.parse(now))
        .get(0);
  }

  private static Result judge(SourceFile exception, String patch) {
    return judge(FAILS, exception, patch, WrittenPolicy.NOW.toString());
  }

  @Test
  void aViolationThatIsCoveredIsExemptAndSaysByWhomAndWhy() {
    Result result = judge(exception(""), "{}");

    assertThat(result.outcome()).isEqualTo(Outcome.EXEMPT);
    assertThat(result.messages()).containsExactly("It is not so.");
    assertThat(result.exception())
        .isEqualTo(
            new Result.AppliedException(
                "sandbox",
                Instant.parse("2027-03-31T00:00:00Z"),
                "netsec@example.com",
                "It goes in spring.",
                false));
  }

  @Test
  void anExceptionThatExpiredCoversNothingAndIsAnnounced() {
    Result result = judge(FAILS, exception(""), "{}", "2027-03-31T00:00:00Z");

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.exception()).isNull();
    assertThat(result.notes()).containsExactly("exception sandbox expired on 2027-03-31T00:00:00Z");
  }

  @Test
  void theLastMomentBeforeExpiryIsCovered() {
    assertThat(judge(FAILS, exception(""), "{}", "2027-03-30T23:59:59.999Z").outcome())
        .isEqualTo(Outcome.EXEMPT);
  }

  @Test
  void oneInDateHoldsBesideOneThatExpired() {
    SourceFile old =
        WrittenPolicy.exception(
            "old",
            """
            policyRefs: [{kind: Policy, name: demo}]
            expiresAt: "2026-01-01T00:00:00Z"
            properties: {approved-by: netsec@example.com, reason: Long ago.}
            """);

    Result result =
        WrittenPolicy.load(FAILS, old, exception(""))
            .judge(Subjects.composer2(), WrittenPolicy.NOW)
            .get(0);

    assertThat(result.outcome()).isEqualTo(Outcome.EXEMPT);
    assertThat(Objects.requireNonNull(result.exception()).name()).isEqualTo("sandbox");
    assertThat(result.notes()).containsExactly("exception old expired on 2026-01-01T00:00:00Z");
  }

  @Test
  void anExceptionOfAnotherPlaceOrLabelDoesNotApply() {
    String labelled =
        """
        matchConditions:
          - name: ephemeral
            expression: '"lifetime" in resource.labels && resource.labels["lifetime"] == "short"'
        """;

    assertThat(judge(exception(labelled), "{environment: {labels: {lifetime: short}}}").outcome())
        .isEqualTo(Outcome.EXEMPT);
    assertThat(judge(exception(labelled), "{}").outcome()).isEqualTo(Outcome.FAIL);
    assertThat(
            judge(exception("matchResources: [projects/other/locations/*/environments/*]"), "{}")
                .outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void anExceptionWhoseOwnConditionIsUnknownOrBrokenDoesNotApply() {
    String unknown = "matchConditions: [{name: seen, expression: size(egressNatPolicies) > 0}]";
    String broken =
        "matchConditions: [{name: broken, expression: 1 / (composer.generation - 2) > 0}]";

    assertThat(judge(exception(unknown), "{egressNatPolicies: null}").outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(judge(exception(broken), "{}").outcome()).isEqualTo(Outcome.FAIL);
  }

  @Test
  void anExceptionTurnsNothingButAFailure() {
    SourceFile errs = WrittenPolicy.policyThat("demo", "size(egressNatPolicies) > 0");
    SourceFile passes = WrittenPolicy.policyThat("demo", "composer.generation == 2");
    String now = WrittenPolicy.NOW.toString();

    assertThat(judge(errs, exception(""), "{egressNatPolicies: null}", now).outcome())
        .isEqualTo(Outcome.ERROR);
    assertThat(judge(passes, exception(""), "{}", now).outcome()).isEqualTo(Outcome.PASS);
  }

  @Test
  void anExceptionOfOnePolicyLeavesTheOthersAlone() {
    SourceFile other = WrittenPolicy.policyThat("other", "composer.generation == 3");

    assertThat(
            WrittenPolicy.load(FAILS, other, exception(""))
                .judge(Subjects.composer2(), WrittenPolicy.NOW))
        .extracting(Result::outcome)
        .containsExactly(Outcome.EXEMPT, Outcome.FAIL);
  }

  @Test
  void anExceptionForMoreThanAYearIsAMistake() {
    PolicySet set = WrittenPolicy.load(FAILS, exception(""));

    assertThatThrownBy(() -> set.requireShortExceptions(Instant.parse("2026-03-29T23:59:59Z")))
        .isInstanceOf(InvalidDocumentsException.class)
        .hasMessageContaining("expiresAt: an exception lasts a year at most")
        .hasMessageContaining("[too-long]");
    assertThatCode(() -> set.requireShortExceptions(Instant.parse("2026-03-30T00:00:00Z")))
        .doesNotThrowAnyException();
  }
}
