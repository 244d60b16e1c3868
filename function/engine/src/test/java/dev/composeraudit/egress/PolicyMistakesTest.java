package dev.composeraudit.egress;

import static dev.composeraudit.egress.AutopilotFixture.MANAGED;
import static dev.composeraudit.egress.AutopilotFixture.OWN;
import static dev.composeraudit.egress.AutopilotFixture.autopilot;
import static dev.composeraudit.egress.AutopilotFixture.source;
import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.subject.Part;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mistakes in EgressNATPolicies leave unknown on Autopilot. */
final class PolicyMistakesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "action: 'SNAT', destinations: [{cidr: '10.1.0.0/16'}]"
            + " | spec.action: must be NoSNAT, is \"SNAT\"",
        "destinations: [{cidr: '10.1.0.0/16'}] | spec.action: must be NoSNAT, is \"\"",
        "action: 'NoSNAT' | spec.destinations: missing; write [] for an empty list",
        "action: 'NoSNAT', destinations: null | spec.destinations: missing; write [] for an empty"
            + " list",
        "action: 'NoSNAT', destinations: [{cidr: '10.1.0.0/16'}], podSelector: {}"
            + " | spec: has no key \"podSelector\"",
        "action: 'NoSNAT', destinations: ['10.1.0.0/16'] | spec.destinations[0]: must be an"
            + " object with one key, cidr, whose value is a string",
        "action: 'NoSNAT', destinations: [{cidr: '10.1.0.0/16', port: 80}] |"
            + " spec.destinations[0]: must be an object with one key, cidr, whose value is a"
            + " string"
      })
  void aPolicyOfUnknownShapeLeavesTheRestOpen(String spec, String why) {
    SubjectFixture subject =
        autopilot()
            .policy("default", "10.3.0.0/16")
            .policyObject("{metadata: {name: 'odd'}, spec: {" + spec + "}}");

    assertThat(source(subject, "10.3.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "10.0.0.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "10.1.0.1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.UNKNOWN);
    assertThat(subject.egress().problems())
        .contains(
            new Problem(Part.EGRESS_NAT_POLICIES, "unknown-shape", "EgressNATPolicy odd: " + why));
  }

  private static void assertEverythingIsOpen(SubjectFixture subject, String code, String why) {
    for (String destination :
        List.of("10.0.1.1", "10.1.0.1", "10.3.0.1", "8.8.8.8", "169.254.1.1", "2001:db8::1")) {
      assertThat(source(subject, destination)).as(destination).isEqualTo(Source.UNKNOWN);
    }
    assertThat(subject.egress().problems())
        .containsExactly(new Problem(Part.EGRESS_NAT_POLICIES, code, why));
    assertThat(subject.egress().network().nonMasqueradeCidrs().obstacles()).hasSize(1);
  }

  private static final String REFUSED =
      "; because of it, the agent refuses the destinations of all policies";

  @Test
  void oneMalformedRangeLeavesEverythingOpen() {
    assertEverythingIsOpen(
        autopilot().policy("default", "10.1.0.0/16", "10.0.0.0/33").policy("more", "10.3.0.0/16"),
        "malformed-range",
        "EgressNATPolicy default: \"10.0.0.0/33\" is not a range: its prefix length must be a"
            + " number from 0 to 32 without leading zeros"
            + REFUSED);
  }

  @Test
  void oneMisalignedRangeLeavesEverythingOpen() {
    assertEverythingIsOpen(
        autopilot().policy("default", "10.1.0.0/16").policy("more", "10.3.0.1/16"),
        "misaligned-range",
        "EgressNATPolicy more: 10.3.0.1/16 is not a range; write 10.3.0.0/16" + REFUSED);
  }

  @Test
  void oneIpv6RangeLeavesEverythingOpen() {
    assertEverythingIsOpen(
        autopilot().policy("default", "10.1.0.0/16").policy(MANAGED, "2001:db8::/32"),
        "ipv6-range",
        "EgressNATPolicy gke-0a1b2c3d-1: 2001:db8::/32 is IPv6, which is not masqueraded; leave it"
            + " out"
            + REFUSED);
  }

  private static String[] ranges(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "10.1.%d.0/24".formatted(i))
        .toArray(String[]::new);
  }

  @Test
  void moreThan64RangesInAllPoliciesLeaveEverythingOpen() {
    assertEverythingIsOpen(
        autopilot()
            .policy("default", ranges(61))
            .policy("more", "10.3.0.0/16")
            .policy(MANAGED, OWN),
        "too-many-ranges",
        "the EgressNATPolicies have 65 destinations (default: 61, more: 1, gke-0a1b2c3d-1: 3), and"
            + " the agent accepts 64 of all policies together; list fewer, wider ranges");
  }

  @Test
  void tooManyPoliciesAreAMistakeEvenIfTheyAreEmpty() {
    SubjectFixture subject = autopilot().policy("default", ranges(1)).policy(MANAGED, OWN);
    for (int i = 0; i < 5_000; i++) {
      subject.policy("filler-" + i);
    }

    assertThat(subject.egress().problems())
        .extracting(Problem::code)
        .containsExactly("too-many-policies");
  }

  @Test
  void howManyMistakesThereAreIsSaidAndNotAllAreListed() {
    SubjectFixture subject = autopilot().policy("default", ranges(1)).policy(MANAGED, OWN);
    for (int i = 0; i < 6_000; i++) {
      subject.policy("bad-" + i, "10.0.0.1/8");
    }

    assertThat(subject.egress().problems())
        .hasSize(53)
        .extracting(Problem::code)
        .contains("misaligned-range", "too-many-ranges", "too-many-policies", "more-mistakes");
    assertThat(subject.egress().problems())
        .extracting(Problem::message)
        .contains("5950 more mistakes in EgressNATPolicies")
        .allSatisfy(message -> assertThat(message).hasSizeLessThan(1000));
  }

  @Test
  void sixtyFourRangesInAllPoliciesAreAccepted() {
    SubjectFixture subject =
        autopilot()
            .policy("default", ranges(60))
            .policy("more", "10.3.0.0/16")
            .policy(MANAGED, OWN);

    assertThat(source(subject, "10.1.3.1")).isEqualTo(Source.POD);
    assertThat(source(subject, "8.8.8.8")).isEqualTo(Source.NODE);
    assertThat(subject.egress().problems()).isEmpty();
  }
}
