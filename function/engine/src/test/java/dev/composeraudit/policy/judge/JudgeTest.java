package dev.composeraudit.policy.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.bundle.Cel;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.cel.Vocabulary;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How conditions, validations and messages become one result. */
class JudgeTest {
  private static final String UNSEEN = "{egressNatPolicies: null}";
  private static final String NOT_YET =
      """
      cluster: null
      egressNatPolicies: null
      unknown:
        cluster: {reason: NOT_YET, help: it is being created}
        egressNatPolicies: {reason: NOT_YET, help: it is being created}
      """;

  private static Result judge(String spec, Subject subject) {
    return WrittenPolicy.load(WrittenPolicy.policy("demo", spec))
        .judge(subject, WrittenPolicy.NOW)
        .get(0);
  }

  private static Result judge(String spec) {
    return judge(spec, Subjects.composer2());
  }

  @Test
  void whatHoldsPassesAndSaysSo() {
    Result result = judge("validations: [{expression: composer.generation == 2, message: No.}]");

    assertThat(result.outcome()).isEqualTo(Outcome.PASS);
    assertThat(result.messages()).containsExactly("Complies: All is well");
    assertThat(result.violations()).isEmpty();
  }

  @Test
  void eachValidationThatIsFalseIsAViolationOfOneResult() {
    Result result =
        judge(
            """
            validations:
              - {expression: composer.generation == 3, message: Not the third.}
              - {expression: composer.generation == 2, message: Not the second.}
              - {expression: composer.generation == 1, message: Not the first.}
            """);

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.messages()).containsExactly("Not the third.", "Not the first.");
    assertThat(result.violations())
        .containsExactly(
            new Result.Violation("composer.generation == 3", "Not the third."),
            new Result.Violation("composer.generation == 1", "Not the first."));
  }

  @Test
  void whatIsCertainlyFalseDecidesAndTheUnknownIsListedBesideIt() {
    Result result =
        judge(
            """
            validations:
              - {expression: size(egressNatPolicies) > 0, message: None.}
              - {expression: composer.generation == 3, message: Not the third.}
            """,
            Subjects.composer2(UNSEEN));

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.messages()).containsExactly("Not the third.");
    assertThat(result.unknown())
        .extracting(part -> part.part().key())
        .containsExactly("egressNatPolicies");
  }

  @Test
  void failureOutweighsAnExpressionThatBreaks() {
    Result result =
        judge(
            """
            validations:
              - {expression: 1 / (composer.generation - 2) == 1, message: Never said.}
              - {expression: composer.generation == 3, message: Not the third.}
            """);

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.messages()).containsExactly("Not the third.");
  }

  @Test
  void anUnknownIsNeverAPass() {
    Result result =
        judge(
            """
            validations:
              - {expression: composer.generation == 2, message: Not the second.}
              - {expression: 'egressNatPolicies.all(p, p.action == "NoSNAT")', message: Other.}
            """,
            Subjects.composer2(UNSEEN));

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.messages()).singleElement().asString().contains("egressNatPolicies");
  }

  @Test
  void anExpressionThatBreaksIsNeitherPassNorFail() {
    Result result =
        judge("validations: [{expression: 1 / (composer.generation - 2) == 1, message: No.}]");

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.messages())
        .singleElement()
        .asString()
        .startsWith("1 / (composer.generation - 2) == 1: ")
        .doesNotContain("\n");
  }

  @Test
  void aVariableThatBreaksBreaksOnlyItsUsers() {
    String variables =
        """
        variables:
          - {name: broken, expression: 1 / (composer.generation - 2)}
        """;

    assertThat(
            judge(variables + "validations: [{expression: variables.broken == 1, message: No.}]")
                .outcome())
        .isEqualTo(Outcome.ERROR);
    assertThat(
            judge(
                    variables
                        + "validations: [{expression: 'true || variables.broken == 1', message:"
                        + " No.}]")
                .outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void whatAnAddressFunctionRejectsIsReported() {
    Result result =
        judge(
            "validations: [{expression: 'cidr(trigger.method).prefixLength() > 0', message: No.}]");

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.messages()).singleElement().asString().contains("is not a range");
  }

  @Test
  void allThatIsMissingDoesNotExistYet() {
    Result result =
        judge(
            "validations: [{expression: size(network.podCidrs) > 0, message: No.}]",
            Subjects.composer2(NOT_YET));

    assertThat(result.outcome()).isEqualTo(Outcome.PENDING);
    assertThat(result.unknown())
        .extracting(UnknownPart::help)
        .containsExactly("it is being created");
  }

  @Test
  void aPartThatIsHiddenMakesAnErrorEvenBeforeTheClusterExists() {
    String patch =
        NOT_YET
            .replace(
                "NOT_YET, help: it is being created}\n  egress", "NOT_YET, help: soon}\n  egress")
            .replace(
                "egressNatPolicies: {reason: NOT_YET", "egressNatPolicies: {reason: RBAC_DENIED");

    Result result =
        judge(
            "validations: [{expression: size(network.nonMasqueradeCidrs) > 0, message: No.}]",
            Subjects.composer2(patch));

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
  }

  @Test
  void aConditionThatIsCertainlyFalseSkipsWhateverElseIsUnknown() {
    Result result =
        judge(
            """
            matchConditions:
              - {name: something is seen, expression: size(egressNatPolicies) > 0}
              - {name: it is of the third generation, expression: composer.generation == 3}
            validations: [{expression: 'false', message: No.}]
            """,
            Subjects.composer2(UNSEEN));

    assertThat(result.outcome()).isEqualTo(Outcome.SKIP);
    assertThat(result.messages())
        .containsExactly("Applies only where it is of the third generation");
  }

  @Test
  void aConditionThatIsUnknownKeepsTheRestFromBeingJudged() {
    Result result =
        judge(
            """
            matchConditions:
              - {name: something is seen, expression: size(egressNatPolicies) > 0}
            validations: [{expression: 'false', message: No.}]
            """,
            Subjects.composer2(UNSEEN));

    assertThat(result.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(result.violations()).isEmpty();
  }

  @Test
  void aMessageIsComputedFromWhatWasSeen() {
    Result result =
        judge(
            """
            validations:
              - expression: "false"
                message: Literal.
                messageExpression: '"Pods are in " + network.podCidrs.join(", ")'
            """);

    assertThat(result.messages()).containsExactly("Pods are in 192.168.0.0/16");
  }

  @Test
  void aMessageThatIsUnknownBrokenBlankOrLongFallsBackToTheLiteral() {
    for (String expression :
        new String[] {
          "egressNatPolicies[0].name",
          "string(1 / 0)",
          "\"  \"",
          "\"one\\nline\"",
          "\"one\\u2028line\"",
          "\"bell\\u0007\"",
        }) {
      Result result =
          judge(
              """
              validations:
                - expression: "false"
                  message: Literal.
                  messageExpression: >-
                    %s
              """
                  .formatted(expression),
              Subjects.composer2(UNSEEN));

      assertThat(result.messages()).as(expression).containsExactly("Literal.");
    }
  }

  /** The check for types keeps such a validation from loading; a checked tree may be a forgery. */
  @Test
  void aValidationThatIsNeitherTrueNorFalseNeverPasses() throws Exception {
    Cel runtime = Vocabulary.base(List.of()).build();
    Program one = CompiledPolicy.plan(runtime, runtime.compile("dyn(1)").getAst());
    CompiledPolicy honest =
        WrittenPolicy.load(WrittenPolicy.policyThat("named", "true")).bound().get(0).policy();
    CompiledPolicy odd =
        new CompiledPolicy(
            honest.source(),
            List.of(),
            Map.of(),
            List.of(
                new CompiledPolicy.Validation(
                    honest.validations().get(0).source(), one, null, null)),
            Map.of());

    PolicyVerdict verdict =
        Judge.judge(
            odd,
            honest.source().parameters().bindDefaults(),
            new SubjectView(Subjects.composer2(), WrittenPolicy.NOW));

    assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
    assertThat(verdict.messages()).containsExactly("true: must be true or false, is of type int");
  }
}
