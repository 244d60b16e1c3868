package dev.composeraudit.fetch;

import static dev.composeraudit.fetch.FakeCloud.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.container.v1.Cluster;
import com.google.gson.JsonParser;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.ResourceReader;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a cluster's own objects, by its mode: all of what decides, and nothing else. */
final class EgressReaderTest {
  private static final String AUTOPILOT = "\"autopilot\": {\"enabled\": true}";
  private static final String STANDARD = "\"nodePools\": []";
  private static final ClusterName CLUSTER = ClusterName.parse(FakeCloud.CLUSTER_NAME);
  private static final String NEXT = "eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ==&x";
  private static final String SECOND =
      FakeCloud.POLICIES + "&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ%3D%3D%26x";

  @Test
  void onAutopilotThePoliciesAreReadAndNothingElse() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, true)) {
      Subject subject = cloud.subject();

      assertThat(subject.egressNatPolicies()).isInstanceOf(Known.class);
      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.NOT_READ);
      assertThat(reason(subject.ipMasqAgentDaemonSet())).isEqualTo(Reason.NOT_READ);
      assertThat(cloud.kubernetes.targets()).containsExactly(FakeCloud.POLICIES);
    }
  }

  @Test
  void onAStandardClusterTheAgentsObjectsAreReadAndNothingElse() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      Subject subject = cloud.subject();

      assertThat(reason(subject.egressNatPolicies())).isEqualTo(Reason.NOT_READ);
      assertThat(subject.ipMasqAgentConfig().map(Optional::isPresent)).isEqualTo(new Known<>(true));
      assertThat(subject.ipMasqAgentDaemonSet()).isEqualTo(new Known<>(Optional.empty()));
      assertThat(cloud.kubernetes.targets())
          .containsExactly(FakeCloud.CONFIG_MAP, FakeCloud.DAEMON_SET);
    }
  }

  @Test
  void withDataplaneV2BothAreRead() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.google.on(FakeCloud.CLUSTER, Reply.json(cloud.clusterWithDataplaneV2(STANDARD)));
      cloud.subject();

      assertThat(cloud.kubernetes.targets())
          .containsExactly(FakeCloud.POLICIES, FakeCloud.CONFIG_MAP, FakeCloud.DAEMON_SET);
    }
  }

  @Test
  void withoutComposer1NothingOfAStandardClusterIsRead() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, false)) {
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.NOT_READ);
      Unknown<?> notRead = (Unknown<?>) subject.ipMasqAgentConfig();
      assertThat(notRead.help()).contains("WITH_COMPOSER_1");
      assertThat(notRead.remedy()).contains(new AccessRemedy.Redeploy("--with-composer-1"));
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  // Lists.

  @Test
  void aListIsReadToItsEnd() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(page("default", NEXT)));
      cloud.kubernetes.on(SECOND, Reply.json(page("more", "")));

      assertThat(
              cloud
                  .subject()
                  .egressNatPolicies()
                  .map(policies -> policies.stream().map(EgressNatPolicy::name).toList()))
          .isEqualTo(new Known<>(List.of("default", "more")));
    }
  }

  @Test
  void aListWhoseSecondPageIsRejectedIsUnknownAsAWhole() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(page("default", NEXT)));
      cloud.kubernetes.on(SECOND, RecordedResponses.reply("list-bad-continue"));

      assertThat(reason(cloud.subject().egressNatPolicies())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void twoPagesThatDifferAboutOnePolicyAreUnknown() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(page(1, 1, "10.0.0.0/8", NEXT)));
      cloud.kubernetes.on(SECOND, Reply.json(page(1, 1, "10.0.0.0/9", "")));

      assertThat(reason(cloud.subject().egressNatPolicies())).isEqualTo(Reason.INDETERMINATE);
    }
  }

  @Test
  void aListThatSaysThatItGoesOnButNotWhereIsUnknown() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      String page =
          page("default", "").replace("\"continue\"", "\"remainingItemCount\": 2, \"continue\"");
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(page));

      assertThat(reason(cloud.subject().egressNatPolicies())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void aListThatDoesNotEndIsGivenUp() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(page("default", NEXT)));
      cloud.kubernetes.on(SECOND, Reply.json(page("default", NEXT)));
      Subject subject = cloud.subject();

      assertThat(reason(subject.egressNatPolicies())).isEqualTo(Reason.TOO_LARGE);
      assertThat(((Unknown<?>) subject.egressNatPolicies()).help()).contains("after 20 pages");
      assertThat(cloud.kubernetes.targets()).hasSize(20);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "500, 10, 10.0.0.0/8", // 20 pages of 500 policies
    "10, 200, 10.0.0.0/8", // 20 pages of 2,000 ranges
    "400, 500, 10.0.0.0/8", // more values on a page than are read
    "400, 40, LONG" // long texts in place of ranges
  })
  void whatAllPagesCostIsBoundedInSum(int policies, int ranges, String range)
      throws TransientException {
    String text = range.equals("LONG") ? "1".repeat(200) : range;
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      Reply page = Reply.json(page(policies, ranges, text, NEXT));
      cloud.kubernetes.on(FakeCloud.POLICIES, page);
      cloud.kubernetes.on(SECOND, page);
      Unknown<?> unknown = (Unknown<?>) cloud.subject().egressNatPolicies();

      assertThat(unknown.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(cloud.kubernetes.targets()).hasSizeLessThan(20);
    }
  }

  @Test
  void fiveThousandPoliciesAreRead() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      Reply page = Reply.json(page(500, 4, "10.0.0.0/8", NEXT));
      cloud.kubernetes.on(FakeCloud.POLICIES, page);
      cloud.kubernetes.on(
          SECOND,
          page,
          page,
          page,
          page,
          page,
          page,
          page,
          page,
          Reply.json(page(500, 4, "10.0.0.0/8", "")));

      assertThat(cloud.subject().egressNatPolicies().map(List::size)).isEqualTo(new Known<>(5_000));
    }
  }

  @Test
  void oneControlPlaneGetsTenSecondsInSum() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(page("default", NEXT)));
      cloud.kubernetes.on(SECOND, Reply.json(page("default", NEXT)));
      // Each page takes three seconds, although nobody waits for it here.
      cloud.kubernetes.onEachRequest(() -> cloud.time.pass(Duration.ofSeconds(3)));
      Unknown<?> unknown = (Unknown<?>) cloud.subject().egressNatPolicies();

      assertThat(unknown.reason()).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(cloud.kubernetes.targets()).hasSize(4);
    }
  }

  @Test
  void anEmptyListIsKnownToBeEmpty() throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(
          FakeCloud.POLICIES,
          Reply.json("{\"kind\": \"EgressNATPolicyList\", \"metadata\": {}, \"items\": []}"));

      assertThat(cloud.subject().egressNatPolicies()).isEqualTo(new Known<>(List.of()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\": \"EgressNATPolicyList\"}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": null}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": {}}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": [7]}",
        "{\"kind\": \"EgressNATPolicyList\", \"items\": [], \"metadata\": {\"continue\": 7}}",
        "{\"kind\": \"ConfigMapList\", \"items\": []}",
        "{\"kind\": 7, \"items\": []}",
        "{\"items\": []}"
      })
  void whatIsNoListIsNotTakenForAnEmptyOne(String body) throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(body));

      assertThat(reason(cloud.subject().egressNatPolicies())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"group-absent", "get-missing"})
  void aKindThatTheClusterDoesNotServeIsNotAnEmptyList(String recorded) throws TransientException {
    try (FakeCloud cloud = cloud(AUTOPILOT, false)) {
      cloud.kubernetes.on(FakeCloud.POLICIES, RecordedResponses.reply(recorded));

      assertThat(reason(cloud.subject().egressNatPolicies())).isEqualTo(Reason.NOT_FOUND);
    }
  }

  // Objects.

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"kind\": \"Secret\"}", "{\"kind\": \"ConfigMap\", \"data\": 7}"})
  void anObjectOfAnotherKindIsNotTakenForTheAgents(String body) throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.kubernetes.on(FakeCloud.CONFIG_MAP, Reply.json(body));
      cloud.kubernetes.on(FakeCloud.DAEMON_SET, Reply.json(body));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.UNREADABLE);
      assertThat(reason(subject.ipMasqAgentDaemonSet())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void theAgentsDaemonSetIsReadWithItsArguments() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.kubernetes.on(
          FakeCloud.DAEMON_SET,
          Reply.json(
              """
              {"kind": "DaemonSet", "apiVersion": "apps/v1",
               "metadata": {"name": "ip-masq-agent", "namespace": "kube-system"},
               "spec": {"template": {"spec": {"containers":
                 [{"name": "ip-masq-agent", "args": ["--enable-ipv6"]}]}}},
               "status": {"desiredNumberScheduled": 0}}
              """));

      assertThat(
              cloud
                  .subject()
                  .ipMasqAgentDaemonSet()
                  .map(found -> found.map(AgentDaemonSet::commandLine)))
          .isEqualTo(new Known<>(Optional.of(List.of("ip-masq-agent", "--enable-ipv6"))));
    }
  }

  @Test
  void aDaemonSetWithoutAStatusIsNotRead() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.kubernetes.on(
          FakeCloud.DAEMON_SET,
          Reply.json("{\"kind\": \"DaemonSet\", \"metadata\": {\"name\": \"ip-masq-agent\"}}"));

      assertThat(reason(cloud.subject().ipMasqAgentDaemonSet())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void aDaemonSetThatIsBeingDeletedMayRunOrNot() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.kubernetes.on(
          FakeCloud.DAEMON_SET,
          Reply.json(
              """
              {"kind": "DaemonSet", "apiVersion": "apps/v1",
               "metadata": {"name": "ip-masq-agent", "namespace": "kube-system",
                 "deletionTimestamp": "2026-11-23T00:00:00Z"},
               "status": {"desiredNumberScheduled": 3}}
              """));

      assertThat(reason(cloud.subject().ipMasqAgentDaemonSet())).isEqualTo(Reason.INDETERMINATE);
    }
  }

  @Test
  void anObstacleOnTheWayIsMetOnce() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.kubernetes.on(FakeCloud.CONFIG_MAP, Reply.json(503, "{}"));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentDaemonSet()))
          .isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(cloud.kubernetes.targets())
          .containsExactly(FakeCloud.CONFIG_MAP, FakeCloud.CONFIG_MAP);
    }
  }

  @Test
  void anObstacleOnTheWayToThePoliciesIsMetOnce() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.google.on(FakeCloud.CLUSTER, Reply.json(cloud.clusterWithDataplaneV2(STANDARD)));
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(503, "{}"));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(cloud.kubernetes.targets())
          .containsExactly(FakeCloud.POLICIES, FakeCloud.POLICIES);
    }
  }

  @Test
  void aDenialOfOneObjectLeavesTheOthersKnown() throws TransientException {
    try (FakeCloud cloud = cloud(STANDARD, true)) {
      cloud.kubernetes.on(FakeCloud.CONFIG_MAP, RecordedResponses.reply("configmap-forbidden"));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.RBAC_DENIED);
      assertThat(subject.ipMasqAgentDaemonSet()).isInstanceOf(Known.class);
    }
  }

  // The way.

  @Test
  void theWayIsReportedWithoutACall() throws Exception {
    try (FakeCloud cloud = cloud(AUTOPILOT, false);
        EnvironmentReader environmentReader = cloud.open()) {
      assertThat(environmentReader.endpoint(CLUSTER, cluster(cloud.cluster(AUTOPILOT))))
          .isEqualTo(new Known<>("its public endpoint " + cloud.kubernetes.authority()));
      assertThat(cloud.targets()).isEmpty();
    }
  }

  @Test
  void whereThereIsNoWayTheReasonIsReported() throws Exception {
    try (FakeCloud cloud = cloud(AUTOPILOT, false);
        EnvironmentReader environmentReader = cloud.open()) {
      String closed = AUTOPILOT + ", \"privateClusterConfig\": {\"enablePrivateEndpoint\": true}";

      Observed<String> none = environmentReader.endpoint(CLUSTER, cluster(cloud.cluster(closed)));
      assertThat(reason(none)).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(((Unknown<?>) none).remedy()).containsInstanceOf(AccessRemedy.PlaceReader.class);
      String forged =
          cloud.cluster(AUTOPILOT).replace(cloud.kubernetes.authority(), "169.254.169.254");
      assertThat(reason(environmentReader.endpoint(CLUSTER, cluster(forged))))
          .isEqualTo(Reason.REFUSED);
    }
  }

  private static Cluster cluster(String document) throws MalformedDocumentException {
    return ResourceReader.cluster(JsonParser.parseString(document).getAsJsonObject());
  }

  private static FakeCloud cloud(String mode, boolean composer1) {
    FakeCloud cloud = new FakeCloud();
    cloud.location = new ReaderLocation(Set.of(), Set.of(), composer1);
    cloud.google.on(FakeCloud.CLUSTER, Reply.json(cloud.cluster(mode)));
    return cloud;
  }

  private static String page(String name, String next) {
    return """
    {"kind": "EgressNATPolicyList", "apiVersion": "networking.gke.io/v1",
     "metadata": {"resourceVersion": "1", "continue": "%s"},
     "items": [{"metadata": {"name": "%s"},
       "spec": {"action": "NoSNAT", "destinations": [{"cidr": "10.0.0.0/8"}]}}]}
    """
        .formatted(next, name);
  }

  private static String page(int policies, int ranges, String range, String next) {
    String destinations =
        String.join(",", Collections.nCopies(ranges, "{\"cidr\": \"%s\"}".formatted(range)));
    String item =
        "{\"metadata\": {\"name\": \"default\"}, \"spec\": {\"action\": \"NoSNAT\","
            + " \"destinations\": [%s]}}".formatted(destinations);
    return "{\"kind\": \"EgressNATPolicyList\", \"metadata\": {\"continue\": \"%s\"}, \"items\": [%s]}"
        .formatted(next, String.join(",", Collections.nCopies(policies, item)));
  }
}
