package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Situations about egress that people reported in public, each with what is right. */
final class EgressReportsTest {
  private static final Path REPORTS = Path.of("src/test/resources/reports");
  private static final String ACCEPTED = "destinations-see-an-accepted-source";
  private static final String PROTECTED = "pod-ranges-do-not-leave";
  private static final String VALID = "egress-configuration-is-valid";

  private static Subject subject(String folder, String name) {
    try {
      return new SubjectReader(Clock.fixed(WrittenPolicy.NOW, ZoneOffset.UTC))
          .read(TestPolicyFolder.file(REPORTS.resolve(folder), name))
          .get(0);
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(malformed.getMessage(), malformed);
    }
  }

  private static Source source(Subject subject, String destination) {
    return Egress.of(subject).trace(Destination.parse(destination)).source();
  }

  /** By the bindings beside the subject, if there are any. */
  private static Result result(String folder, Subject subject, String policy) {
    List<SourceFile> files = new ArrayList<>(TestPolicyFolder.shipped());
    Path bindings = REPORTS.resolve(folder).resolve("bindings");
    if (Files.isDirectory(bindings)) {
      files.removeIf(file -> file.path().equals("bindings.yaml"));
      files.addAll(TestPolicyFolder.read(bindings));
    }
    return WrittenPolicy.load(files.toArray(SourceFile[]::new))
        .judge(subject, WrittenPolicy.NOW)
        .stream()
        .filter(result -> result.policy().name().equals(policy))
        .findFirst()
        .orElseThrow();
  }

  private static Outcome outcome(String folder, String name, String policy) {
    return result(folder, subject(folder, name), policy).outcome();
  }

  /** kubernetes#53680, kubernetes#47764, ip-masq-agent#23. */
  @Test
  void daemonsetThatDoesNotRun() {
    String folder = "daemonset-that-does-not-run";

    assertThat(source(subject(folder, "zero.yaml"), "10.200.1.1")).isEqualTo(Source.UNKNOWN);
    assertThat(outcome(folder, "zero.yaml", ACCEPTED)).isEqualTo(Outcome.ERROR);
    assertThat(outcome(folder, "zero.yaml", VALID)).isEqualTo(Outcome.FAIL);
    assertThat(source(subject(folder, "good.yaml"), "10.200.1.1")).isEqualTo(Source.NODE);
    assertThat(outcome(folder, "good.yaml", ACCEPTED)).isEqualTo(Outcome.PASS);
    assertThat(outcome(folder, "good.yaml", VALID)).isEqualTo(Outcome.PASS);
  }

  /** kubernetes#64212, kubernetes#67916. */
  @Test
  void twoChains() {
    String folder = "two-chains";

    assertThat(source(subject(folder, "public-in-list.yaml"), "35.100.1.1"))
        .isEqualTo(Source.UNKNOWN);
    assertThat(outcome(folder, "public-in-list.yaml", ACCEPTED)).isEqualTo(Outcome.ERROR);
    assertThat(source(subject(folder, "public-gke-chain.yaml"), "35.100.1.1"))
        .isEqualTo(Source.POD);
    assertThat(outcome(folder, "public-gke-chain.yaml", ACCEPTED)).isEqualTo(Outcome.PASS);
  }

  /** A public manifest of a DaemonSet of another name that mounts the ConfigMap. */
  @Test
  void agentUnderAnotherName() {
    String folder = "agent-under-another-name";

    assertThat(source(subject(folder, "null.yaml"), "10.200.1.1")).isEqualTo(Source.UNKNOWN);
    assertThat(outcome(folder, "null.yaml", ACCEPTED)).isEqualTo(Outcome.ERROR);
    assertThat(outcome(folder, "null.yaml", VALID)).isEqualTo(Outcome.FAIL);
  }

  /** kubernetes#6545. */
  @Test
  void podsInsideTheDestination() {
    String folder = "pods-inside-the-destination";

    assertThat(outcome(folder, "subject.yaml", ACCEPTED)).isEqualTo(Outcome.PASS);
    assertThat(outcome(folder, "subject.yaml", PROTECTED)).isEqualTo(Outcome.PASS);
    SourceTrace trace =
        Egress.of(subject(folder, "subject.yaml")).trace(Destination.parse("10.0.0.0/8"));
    assertThat(trace.source()).isEqualTo(Source.NODE);
    assertThat(trace.staying())
        .extracting(SourceTrace.Part::scope)
        .containsExactly(DestinationScope.OWN_PODS, DestinationScope.OWN_NODES);
  }

  /** A Google page on Pod ranges that are used again on premises. */
  @Test
  void podRangeReused() {
    String folder = "pod-range-reused";

    assertThat(result(folder, subject(folder, "subject.yaml"), ACCEPTED))
        .satisfies(
            result -> {
              assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
              assertThat(result.messages().get(0)).endsWith("never leave the cluster.");
            });
    SourceTrace trace =
        Egress.of(subject(folder, "subject.yaml")).trace(Destination.parse("10.5.0.9"));
    assertThat(trace.stays()).isTrue();
    assertThat(trace.notes().get(0)).contains("never leave the cluster");
  }

  /** terraform-provider-kubernetes#169. */
  @Test
  void keysAsData() {
    String folder = "keys-as-data";

    assertThat(source(subject(folder, "flat.yaml"), "10.200.1.1")).isEqualTo(Source.POD);
    assertThat(outcome(folder, "flat.yaml", VALID)).isEqualTo(Outcome.FAIL);
    assertThat(source(subject(folder, "right.yaml"), "10.200.1.1")).isEqualTo(Source.NODE);
    assertThat(outcome(folder, "right.yaml", VALID)).isEqualTo(Outcome.PASS);
  }

  /** terraform-google-kubernetes-engine#1578, where Google's page of 2023 is quoted. */
  @Test
  void over64Destinations() {
    String folder = "over-64-destinations";
    Subject subject = subject(folder, "subject.yaml");

    assertThat(source(subject, "10.200.1.1")).isEqualTo(Source.UNKNOWN);
    assertThat(source(subject, "172.16.0.1")).isEqualTo(Source.UNKNOWN);
    Result valid = result(folder, subject, VALID);
    assertThat(valid.outcome()).isEqualTo(Outcome.FAIL);
    assertThat(valid.messages().get(0))
        .contains("104 destinations (default: 101, gke-1a2b3c4d-1: 3)");
    assertThat(valid.remedies()).hasSize(1);
    assertThat(valid.remedies().get(0).text())
        .contains("172.16.0.0/18", "172.16.64.0/19", "172.16.96.0/22", "192.168.0.0/16");
  }

  /** What a destination accepts can make it needless to see what decides. */
  @Test
  void acceptedSources() {
    String both = "10.10.0.0/20, 192.168.0.0/16";

    for (String unseen : List.of("egressNatPolicies: null", refused("10.0.0.1/8"))) {
      assertThat(accepted("10.200.0.0/16", both, unseen)).isEqualTo(Outcome.PASS);
      assertThat(accepted("0.0.0.0/0", "0.0.0.0/0", unseen)).isEqualTo(Outcome.PASS);
      assertThat(accepted("10.200.0.0/16", "192.168.0.0/16", unseen)).isEqualTo(Outcome.ERROR);
      assertThat(accepted("10.200.0.0/16", "10.10.0.0/20", unseen)).isEqualTo(Outcome.ERROR);
      assertThat(accepted("34.118.224.1/32", "0.0.0.0/0", unseen)).isEqualTo(Outcome.ERROR);
      assertThat(accepted("192.168.3.0/24", "0.0.0.0/0", unseen)).isEqualTo(Outcome.FAIL);
    }
    assertThat(accepted("10.200.0.0/16", "0.0.0.0/0", "subnetworks: null"))
        .isEqualTo(Outcome.ERROR);
    assertThat(accepted("192.168.3.0/24", "0.0.0.0/0", "subnetworks: null"))
        .isEqualTo(Outcome.FAIL);
  }

  private static String refused(String range) {
    return "egressNatPolicies: [{metadata: {name: default}, spec: {action: NoSNAT, destinations: [{cidr: %s}]}}]"
        .formatted(range);
  }

  /** The result for Google's example, patched, with one destination bound. */
  private static Outcome accepted(String destination, String sources, String patch) {
    String binding =
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: one}
        spec:
          policyName: destinations-see-an-accepted-source
          parameters: {destinations: [{name: d, cidr: %s, acceptedSources: [%s]}]}
        """
            .formatted(destination, sources);
    List<SourceFile> files = new ArrayList<>(TestPolicyFolder.shipped());
    files.removeIf(file -> file.path().equals("bindings.yaml"));
    files.add(new SourceFile("bindings.yaml", binding));
    return WrittenPolicy.load(files.toArray(SourceFile[]::new))
        .judge(Subjects.composer2(patch), WrittenPolicy.NOW)
        .stream()
        .filter(result -> result.policy().name().equals(ACCEPTED))
        .findFirst()
        .orElseThrow()
        .outcome();
  }
}
