package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Exceptions that name bindings and destinations cover these alone. */
class ExactExceptionsTest {
  private static final SourceFile DESTINATIONS =
      WrittenPolicy.policy(
          "demo",
          """
          parameters:
            open: {default: [], schema: {type: array, items: {type: string}}}
          validations:
            - expression: size(params.open) == 0
              message: Something is open.
              destinations: params.open
            - expression: composer.generation == 2
              message: Another generation.
          """);

  private static SourceFile binding(String name, String open) {
    return WrittenPolicy.binding(
        name, "policyName: demo\nparameters: {open: %s}\n".formatted(open));
  }

  private static SourceFile exception(String name, String until, String spec) {
    return WrittenPolicy.exception(
        name,
        """
        policyRefs: [{kind: Policy, name: demo}]
        expiresAt: "%s"
        properties: {approved-by: a@example.com, reason: Known.}
        %s
        """
            .formatted(until, spec));
  }

  private static SourceFile exception(String spec) {
    return exception("known", "2027-03-31T00:00:00Z", spec);
  }

  private static Result judge(SourceFile... files) {
    return WrittenPolicy.load(files).judge(Subjects.composer2(), WrittenPolicy.NOW).get(0);
  }

  @Test
  void aDestinationThatIsNotNamedStaysAViolation() {
    SourceFile known = exception("bindings: [one]\ndestinations: [db 10.0.0.0/16]");

    assertThat(judge(DESTINATIONS, known, binding("one", "[db 10.0.0.0/16]")).outcome())
        .isEqualTo(Outcome.EXEMPT);
    assertThat(judge(DESTINATIONS, known, binding("one", "[db 10.0.1.0/24]")).outcome())
        .as("a part of it")
        .isEqualTo(Outcome.EXEMPT);
    assertThat(judge(DESTINATIONS, known, binding("one", "[db 10.0.0.0/15]")).outcome())
        .as("more than it")
        .isEqualTo(Outcome.FAIL);
    assertThat(judge(DESTINATIONS, known, binding("one", "[api 10.0.0.0/16]")).outcome())
        .as("another name")
        .isEqualTo(Outcome.FAIL);
    assertThat(judge(DESTINATIONS, known, binding("two", "[db 10.0.0.0/16]")).outcome())
        .as("another binding")
        .isEqualTo(Outcome.FAIL);
    Result more = judge(DESTINATIONS, known, binding("one", "[db 10.0.0.0/16, api 10.1.0.0/16]"));
    assertThat(more.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(more.notes()).containsExactly("exception known covers only db 10.0.0.0/16");
  }

  @Test
  void exceptionsCoverTogetherUntilTheFirstExpires() {
    SourceFile one = exception("one", "2027-03-31T00:00:00Z", "destinations: [10.0.0.0/9]");
    SourceFile two = exception("two", "2027-01-31T00:00:00Z", "destinations: [10.128.0.0/9]");

    Result result = judge(DESTINATIONS, one, two, binding("b", "[10.0.0.0/8]"));

    assertThat(result.outcome()).isEqualTo(Outcome.EXEMPT);
    assertThat(Objects.requireNonNull(result.exception()).name()).isEqualTo("two");
    assertThat(judge(DESTINATIONS, one, binding("b", "[10.0.0.0/8]")).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void emptyListsNameWhatHasNoBindingAndNoDestination() {
    SourceFile none = exception("bindings: []\ndestinations: []");
    SourceFile policy = WrittenPolicy.policyThat("demo", "composer.generation == 3");

    assertThat(judge(policy, none).outcome()).isEqualTo(Outcome.EXEMPT);
    assertThat(judge(policy, none, WrittenPolicy.binding("b", "policyName: demo\n")).outcome())
        .isEqualTo(Outcome.FAIL);
    assertThat(judge(DESTINATIONS, none, binding("b", "[10.0.0.0/8]")).outcome())
        .isEqualTo(Outcome.FAIL);
  }

  @Test
  void oneBindingMayBeExemptWhileAnotherFails() {
    Result result =
        judge(
            DESTINATIONS,
            exception("bindings: [one]\ndestinations: [10.0.0.0/8]"),
            binding("one", "[10.0.0.0/8]"),
            binding("two", "[10.0.0.0/8]"));

    assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(result.messages()).containsExactly("two: Something is open.");
    assertThat(result.violations())
        .extracting(Violation::binding, Violation::exception)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("one", "known"),
            org.assertj.core.groups.Tuple.tuple("two", ""));
  }

  @Test
  void whatAnExactExceptionExplainsIsNotCovered() {
    SourceFile cause = WrittenPolicy.policyThat("cause", "composer.generation == 3");
    SourceFile effect =
        WrittenPolicy.policy(
            "effect",
            """
            causedBy: [cause]
            validations: [{expression: composer.generation == 3, message: It is not so.}]
            """);
    SourceFile exact =
        WrittenPolicy.exception(
            "exact",
            """
            policyRefs: [{kind: Policy, name: cause}]
            expiresAt: "2027-03-31T00:00:00Z"
            bindings: []
            properties: {approved-by: a@example.com, reason: Known.}
            """);

    assertThat(
            WrittenPolicy.load(cause, effect, exact).judge(Subjects.composer2(), WrittenPolicy.NOW))
        .extracting(Result::outcome)
        .containsExactly(Outcome.EXEMPT, Outcome.FAIL);
  }

  @Test
  void noExceptionEverCoversWhatItDoesNotName() {
    Random random = new Random(20261129);
    for (int i = 0; i < 120; i++) {
      List<String> named = destinations(random);
      List<String> open = destinations(random);
      boolean sameBinding = random.nextBoolean();
      if (open.isEmpty()) {
        continue;
      }
      Result result =
          judge(
              DESTINATIONS,
              exception("bindings: [one]\ndestinations: %s".formatted(named)),
              binding(sameBinding ? "one" : "two", open.toString()));
      boolean covered = sameBinding && addresses(named).containsAll(addresses(open));
      assertThat(result.outcome())
          .as("%s names %s, open are %s", sameBinding, named, open)
          .isEqualTo(covered ? Outcome.EXEMPT : Outcome.FAIL);
    }
  }

  private static List<String> destinations(Random random) {
    List<String> all = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      int prefix = 28 + random.nextInt(5);
      int address = random.nextInt(16) & -(1 << (32 - prefix));
      all.add((random.nextBoolean() ? "db " : "") + "10.0.0." + address + "/" + prefix);
    }
    return all;
  }

  /** Every address one by one, beside its destination's name. */
  private static Set<String> addresses(List<String> destinations) {
    Set<String> addresses = new TreeSet<>();
    for (String destination : destinations) {
      String name = destination.startsWith("db ") ? "db" : "";
      String range = destination.substring(destination.lastIndexOf('.') + 1);
      int first = Integer.parseInt(range.substring(0, range.indexOf('/')));
      int count = 1 << (32 - Integer.parseInt(range.substring(range.indexOf('/') + 1)));
      for (int i = first; i < first + count; i++) {
        addresses.add(name + i);
      }
    }
    return addresses;
  }
}
