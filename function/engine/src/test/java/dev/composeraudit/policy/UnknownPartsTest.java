package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.policy.ShelfCases.ShelfCase;
import dev.composeraudit.policy.judge.PolicyVerdict;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.subject.ComposerVersion;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every policy with each part of its subjects unknown in turn. What it says then must be true
 * whatever the part is: the part is given every value that it has in any case of any policy's
 * tests.
 */
class UnknownPartsTest {
  private static final List<ShelfCase> CASES = ShelfCases.all();
  private static final Set<Outcome> CERTAIN = Set.of(Outcome.PASS, Outcome.FAIL, Outcome.SKIP);

  /** What no case has, and the world may. */
  private static final List<Subject> FURTHER =
      List.of(
          Subjects.composer2("subnetworks: []"),
          Subjects.composer2(subnetwork("172.30.0.0/20")),
          Subjects.composer2(subnetwork("10.200.0.0/20")),
          Subjects.composer2(subnetwork("10.0.0.1/20")),
          Subjects.composer2("cluster: {clusterIpv4Cidr: 10.0.0.0/9, ipAllocationPolicy: null}"),
          Subjects.composer2("cluster: {subnetwork: other, networkConfig: {subnetwork: null}}"),
          Subjects.composer2("cluster: {servicesIpv4Cidr: 10.200.0.0/20}"),
          Subjects.composer1("ipMasqAgentDaemonSet: {}"),
          Subjects.composer1(
              "ipMasqAgentDaemonSet: {spec: {template: {spec: {containers: [{name:"
                  + " ip-masq-agent}]}}}}"),
          Subjects.composer1(
              """
              ipMasqAgentDaemonSet:
                spec: {template: {spec: {containers: [{name: ip-masq-agent, args: [--enable-ipv6]}]}}}
              """),
          Subjects.composer1("ipMasqAgentConfig: {}"),
          Subjects.composer1("ipMasqAgentConfig: {metadata: {namespace: default}}"),
          Subjects.composer1("ipMasqAgentConfig: {data: {config: null, masqLinkLocal: 'true'}}"),
          Subjects.composer1("ipMasqAgentDaemonSet: {metadata: {name: another-agent}}"),
          Subjects.composer1("ipMasqAgentDaemonSet: {status: {desiredNumberScheduled: 0}}"),
          Subjects.composer1(
              "ipMasqAgentDaemonSet: {status: {desiredNumberScheduled: 3, numberReady: 2}}"),
          Subjects.composer1(
              "ipMasqAgentDaemonSet: {status: {desiredNumberScheduled: 3, numberReady: 3,"
                  + " updatedNumberScheduled: 3}}"),
          Subjects.composer1(container("args: [--nomasq-all-reserved-ranges]")),
          Subjects.composer1(container("image: 'ip-masq-agent:v2.0.2', args: [--enable-ipv6]")),
          Subjects.composer1(container("image: 'ip-masq-agent:v2.12.6'")),
          Subjects.composer1(
              "ipMasqAgentDaemonSet: {spec: {template: {spec: {nodeSelector: {pool: a}}}}}"),
          Subjects.composer1(
              "cluster: {nodePools: [{config: {taints: [{key: a, effect: NO_SCHEDULE}]}}]}"),
          Subjects.composer1("cluster: {networkConfig: {defaultSnatStatus: {disabled: true}}}"),
          Subjects.composer1("cluster: {clusterIpv4Cidr: 10.200.0.0/16, ipAllocationPolicy: null}"),
          Subjects.composer2(
              "egressNatPolicies: [{metadata: {name: default}, spec: {action: NoSNAT, destinations:"
                  + " [{cidr: '2001:db8::/32'}]}}]"));

  private static String container(String fields) {
    return "ipMasqAgentDaemonSet: {spec: {template: {spec: {containers: [{name: ip-masq-agent, "
        + fields
        + "}]}}}}";
  }

  private static String subnetwork(String range) {
    return """
    subnetworks:
      - selfLink: https://www.googleapis.com/compute/v1/projects/example-project/regions/us-central1/subnetworks/default
        ipCidrRange: %s
    """
        .formatted(range);
  }

  /** Subjects that between them have each part in each of its known values. */
  private static List<Subject> others(Part<?> part) {
    List<Subject> others = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Subject subject :
        Stream.concat(CASES.stream().map(ShelfCase::subject), FURTHER.stream()).toList()) {
      if (subject.get(part) instanceof Observed.Known<?> known
          && seen.add(String.valueOf(known.value()))) {
        others.add(subject);
      }
    }
    return others;
  }

  @Test
  void whatIsCertainHoldsWhateverTheUnknownPartIs() {
    List<String> guesses = new ArrayList<>();
    for (Part<?> part : Part.all()) {
      List<Subject> others = others(part);
      assertThat(others).as(part.key()).hasSizeGreaterThan(3);
      for (ShelfCase each : CASES) {
        Outcome outcome =
            each.judge(AlternativeSubjects.without(each.subject(), part, Reason.NOT_PROVIDED))
                .outcome();
        if (CERTAIN.contains(outcome)) {
          for (Subject other : others) {
            if (!isPossible(each.subject(), part, other)) {
              continue;
            }
            Outcome really =
                each.judge(AlternativeSubjects.with(each.subject(), part, other)).outcome();
            if (really != outcome) {
              guesses.add("%s without %s: %s, but %s".formatted(each, part.key(), outcome, really));
            }
          }
        }
      }
    }
    assertThat(guesses.stream().distinct()).isEmpty();
  }

  @Test
  void whatIsNotCertainNamesThePartThatIsMissing() {
    for (Part<?> part : Part.all()) {
      for (ShelfCase each : CASES) {
        PolicyVerdict verdict =
            each.judge(AlternativeSubjects.without(each.subject(), part, Reason.NOT_PROVIDED));
        Outcome before = each.judge(each.subject()).outcome();
        if (!CERTAIN.contains(verdict.outcome()) && CERTAIN.contains(before)) {
          assertThat(verdict.outcome()).isEqualTo(Outcome.ERROR);
          assertThat(parts(verdict)).as(each + " without " + part.key()).contains(part);
        }
      }
    }
  }

  @Test
  void whatDoesNotExistYetIsPending() {
    for (Part<?> part : Part.all()) {
      for (ShelfCase each : CASES) {
        PolicyVerdict verdict =
            each.judge(AlternativeSubjects.without(each.subject(), part, Reason.NOT_YET));
        if (CERTAIN.contains(each.judge(each.subject()).outcome())) {
          assertThat(verdict.outcome())
              .as(each + " before there is " + part.key())
              .isIn(Outcome.PASS, Outcome.FAIL, Outcome.SKIP, Outcome.PENDING);
        }
      }
    }
  }

  private static boolean isPossible(Subject subject, Part<?> part, Subject other) {
    if (part == Part.CLUSTER) {
      return isItsCluster(subject, other);
    }
    // GKE's own agent on Autopilot is not told to masquerade IPv6.
    return part != Part.IP_MASQ_AGENT_DAEMON_SET || !isAutopilot(subject);
  }

  private static boolean isAutopilot(Subject subject) {
    return subject.cluster() instanceof Observed.Known<Cluster> cluster
        && cluster.value().getAutopilot().getEnabled();
  }

  /** Composer 2 runs on Autopilot, Composer 1 on Standard. */
  private static boolean isItsCluster(Subject subject, Subject other) {
    return !(subject.environment() instanceof Observed.Known<Environment> environment)
        || !(other.cluster() instanceof Observed.Known<Cluster> cluster)
        || ComposerVersion.of(environment.value())
            .map(
                version ->
                    (version.generation() == 2) == cluster.value().getAutopilot().getEnabled())
            .orElse(true);
  }

  private static Set<Part<?>> parts(PolicyVerdict verdict) {
    return verdict.unknown().stream().map(UnknownPart::part).collect(Collectors.toSet());
  }

  /** Read by people: for what an ERROR there is no proof that it had to be one. */
  @Test
  void theTableOfAllCasesAndPartsIsAsReviewed() {
    StringBuilder table = new StringBuilder();
    table.append(row("", "known", Part.all().stream().map(Part::key).toList()));
    for (ShelfCase each : CASES) {
      table.append(
          row(
              each.toString(),
              each.judge(each.subject()).outcome().toString(),
              Part.all().stream()
                  .map(
                      part ->
                          each.judge(
                                  AlternativeSubjects.without(
                                      each.subject(), part, Reason.NOT_PROVIDED))
                              .outcome()
                              .toString())
                  .toList()));
    }
    Golden.check("unknown-parts.txt", table.toString());
  }

  private static String row(String name, String known, List<String> unknown) {
    StringBuilder row = new StringBuilder("%-100s  %-7s ".formatted(name, known));
    unknown.forEach(cell -> row.append(" %-20s".formatted(cell)));
    return row.toString().stripTrailing() + "\n";
  }
}
