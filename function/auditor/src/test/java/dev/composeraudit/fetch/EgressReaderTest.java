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
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.ResourceReader;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of a cluster's own objects, by its mode: all of what decides, and nothing else. */
final class EgressReaderTest {
  private static final ClusterName CLUSTER = ClusterName.parse(FakeCloud.CLUSTER_NAME);

  @Test
  void onAutopilotThePoliciesAreReadAndNothingElse() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      Subject subject = cloud.subject();

      assertThat(subject.egressNatPolicies()).isInstanceOf(Known.class);
      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.NOT_READ);
      assertThat(reason(subject.ipMasqAgentDaemonSet())).isEqualTo(Reason.NOT_READ);
      assertThat(cloud.kubernetes.targets()).containsExactly(FakeCloud.POLICIES);
    }
  }

  @Test
  void onAStandardClusterTheAgentsObjectsAreReadAndNothingElse() throws TransientException {
    try (FakeCloud cloud = FakeCloud.standard()) {
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
    try (FakeCloud cloud = FakeCloud.standardWithDataplaneV2()) {
      cloud.subject();

      assertThat(cloud.kubernetes.targets())
          .containsExactly(FakeCloud.POLICIES, FakeCloud.CONFIG_MAP, FakeCloud.DAEMON_SET);
    }
  }

  @Test
  void withoutComposer1NothingOfAStandardClusterIsRead() throws TransientException {
    try (FakeCloud cloud = FakeCloud.standard()) {
      cloud.location = ReaderLocation.OUTSIDE;
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.NOT_READ);
      Unknown<?> notRead = (Unknown<?>) subject.ipMasqAgentConfig();
      assertThat(notRead.help()).contains("WITH_COMPOSER_1");
      assertThat(notRead.remedy()).contains(new AccessRemedy.Redeploy("--with-composer-1"));
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"kind\": \"Secret\"}", "{\"kind\": \"ConfigMap\", \"data\": 7}"})
  void anObjectOfAnotherKindIsNotTakenForTheAgents(String body) throws TransientException {
    try (FakeCloud cloud = FakeCloud.standard()) {
      cloud.kubernetes.on(FakeCloud.CONFIG_MAP, Reply.json(body));
      cloud.kubernetes.on(FakeCloud.DAEMON_SET, Reply.json(body));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.UNREADABLE);
      assertThat(reason(subject.ipMasqAgentDaemonSet())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void theAgentsDaemonSetIsReadWithItsArguments() throws TransientException {
    try (FakeCloud cloud = FakeCloud.standard()) {
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
    try (FakeCloud cloud = FakeCloud.standard()) {
      cloud.kubernetes.on(
          FakeCloud.DAEMON_SET,
          Reply.json("{\"kind\": \"DaemonSet\", \"metadata\": {\"name\": \"ip-masq-agent\"}}"));

      assertThat(reason(cloud.subject().ipMasqAgentDaemonSet())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @Test
  void aDaemonSetThatIsBeingDeletedMayRunOrNot() throws TransientException {
    try (FakeCloud cloud = FakeCloud.standard()) {
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
    try (FakeCloud cloud = FakeCloud.standard()) {
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
    try (FakeCloud cloud = FakeCloud.standardWithDataplaneV2()) {
      cloud.kubernetes.on(FakeCloud.POLICIES, Reply.json(503, "{}"));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(cloud.kubernetes.targets())
          .containsExactly(FakeCloud.POLICIES, FakeCloud.POLICIES);
    }
  }

  @Test
  void aDenialOfOneObjectLeavesTheOthersKnown() throws TransientException {
    try (FakeCloud cloud = FakeCloud.standard()) {
      cloud.kubernetes.on(FakeCloud.CONFIG_MAP, RecordedResponses.reply("configmap-forbidden"));
      Subject subject = cloud.subject();

      assertThat(reason(subject.ipMasqAgentConfig())).isEqualTo(Reason.RBAC_DENIED);
      assertThat(subject.ipMasqAgentDaemonSet()).isInstanceOf(Known.class);
    }
  }

  @Test
  void theWayIsReportedWithoutACall() throws Exception {
    try (FakeCloud cloud = new FakeCloud();
        EnvironmentReader environmentReader = cloud.open()) {
      assertThat(environmentReader.endpoint(CLUSTER, cluster(cloud.cluster(FakeCloud.AUTOPILOT))))
          .isEqualTo(new Known<>("its public endpoint " + cloud.kubernetes.authority()));
      assertThat(cloud.targets()).isEmpty();
    }
  }

  @Test
  void whereThereIsNoWayTheReasonIsReported() throws Exception {
    try (FakeCloud cloud = new FakeCloud();
        EnvironmentReader environmentReader = cloud.open()) {
      String closed =
          FakeCloud.AUTOPILOT + ", \"privateClusterConfig\": {\"enablePrivateEndpoint\": true}";

      Observed<String> none = environmentReader.endpoint(CLUSTER, cluster(cloud.cluster(closed)));
      assertThat(reason(none)).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(((Unknown<?>) none).remedy()).containsInstanceOf(AccessRemedy.PlaceReader.class);
      String forged =
          cloud
              .cluster(FakeCloud.AUTOPILOT)
              .replace(cloud.kubernetes.authority(), "169.254.169.254");
      assertThat(reason(environmentReader.endpoint(CLUSTER, cluster(forged))))
          .isEqualTo(Reason.REFUSED);
    }
  }

  private static Cluster cluster(String document) throws MalformedDocumentException {
    return ResourceReader.cluster(JsonParser.parseString(document).getAsJsonObject());
  }
}
