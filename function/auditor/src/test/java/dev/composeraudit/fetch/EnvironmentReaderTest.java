package dev.composeraudit.fetch;

import static dev.composeraudit.fetch.FakeCloud.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.http.FakeServer;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.TestIdentity;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of whom about an environment, and what becomes of the answers. */
class EnvironmentReaderTest {
  private static final String NOT_FOUND =
      "{\"error\": {\"code\": 404, \"message\": \"No such environment\", \"status\":"
          + " \"NOT_FOUND\"}}";

  @Test
  void everythingThatDecidesIsSeen() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      Subject subject = cloud.subject();

      assertThat(subject.environment()).isInstanceOf(Known.class);
      assertThat(subject.cluster()).isInstanceOf(Known.class);
      assertThat(
              subject
                  .egressNatPolicies()
                  .map(policies -> policies.stream().map(EgressNatPolicy::name).toList()))
          .isEqualTo(new Known<>(List.of("default", "gke-bbfa6c0e-1")));
      assertThat(subject.observer()).isEqualTo("kubernetes-api");
      assertThat(subject.observedAt()).isEqualTo(ManualTime.START);
      assertThat(cloud.targets()).hasSize(4);
    }
  }

  /** Neither needs the other: an event takes three calls in a row, and not four. */
  @Test
  void theControlPlaneIsCalledBeforeComputeHasAnswered() throws TransientException {
    CountDownLatch controlPlaneCalled = new CountDownLatch(1);
    CountDownLatch computeCalled = new CountDownLatch(3);
    List<Boolean> together = new CopyOnWriteArrayList<>();
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.onEachRequest(
          () -> {
            computeCalled.countDown();
            if (computeCalled.getCount() == 0) {
              together.add(isReached(controlPlaneCalled));
            }
          });
      cloud.kubernetes.onEachRequest(
          () -> {
            controlPlaneCalled.countDown();
            together.add(isReached(computeCalled));
          });

      assertThat(cloud.subject().subnetworks()).isInstanceOf(Known.class);
    }
    assertThat(together).containsExactly(true, true);
  }

  private static boolean isReached(CountDownLatch latch) {
    return Uninterruptibles.awaitUninterruptibly(latch, Duration.ofSeconds(10));
  }

  @Test
  void everyCallCarriesTheToken() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.subject();

      assertThat(cloud.google.requests())
          .extracting(FakeServer.Request::authorization)
          .containsOnly("Bearer secret-0");
      assertThat(cloud.kubernetes.requests())
          .extracting(FakeServer.Request::authorization)
          .containsOnly("Bearer secret-0");
    }
  }

  // The environment.

  @Test
  void anEnvironmentIsGoneIfComposerItselfSaysSo() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, NOT_FOUND));

      assertThat(cloud.observe()).isEqualTo(new Gone(FakeCloud.NAME));
      assertThat(cloud.targets()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "<html>", "{\"error\": {\"status\": \"PERMISSION_DENIED\"}}"})
  void a404ThatIsNotComposersDoesNotMeanGone(String body) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(404, body));

      assertThat(reason(cloud.subject().environment())).isEqualTo(Reason.UNREADABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"projects/example-project/locations/us-central1/environments/other\"}",
        "{\"name\": 7}",
        "{\"name\": \"x\", \"config\": []}",
        "{\"name\": \"x\", \"name\": \"y\"}",
        "garbage",
        "[]",
        ""
      })
  void anAnswerAboutSomethingElseOrNothingIsNotBelieved(String body) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(body));
      Subject subject = cloud.subject();

      assertThat(reason(subject.environment())).isEqualTo(Reason.UNREADABLE);
      assertThat(reason(subject.cluster())).isEqualTo(Reason.UNREADABLE);
      assertThat(cloud.targets()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"400, UNREADABLE", "401, UNAUTHENTICATED", "403, FORBIDDEN", "409, UNREADABLE"})
  void aDenialOfComposersMakesEverythingUnknown(int status, Reason reason)
      throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(status, "{}"));
      Subject subject = cloud.subject();

      assertThat(
              List.of(
                  reason(subject.environment()),
                  reason(subject.cluster()),
                  reason(subject.subnetworks()),
                  reason(subject.egressNatPolicies())))
          .containsOnly(reason);
      assertThat(cloud.time.slept()).isEmpty();
    }
  }

  @Test
  void aRedirectOfComposersDoesNotGetTheToken() throws TransientException {
    try (FakeCloud cloud = new FakeCloud();
        FakeServer elsewhere = FakeServer.http()) {
      elsewhere.on("/", Reply.json(FakeCloud.environment("RUNNING", FakeCloud.CLUSTER_NAME)));
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(302, elsewhere.uri() + "/"));

      // Google's client follows it, without the token.
      cloud.subject();
      assertThat(elsewhere.requests())
          .extracting(FakeServer.Request::authorization)
          .containsOnly("");
    }
  }

  // Its cluster.

  @Test
  void anEnvironmentThatIsBeingCreatedHasNoClusterToReadYet() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(FakeCloud.environment("CREATING", FakeCloud.CLUSTER_NAME)));
      Subject subject = cloud.subject();

      assertThat(reason(subject.cluster())).isEqualTo(Reason.NOT_YET);
      assertThat(reason(subject.egressNatPolicies())).isEqualTo(Reason.NOT_YET);
      assertThat(subject.unknownFields())
          .containsOnlyKeys("config.dagGcsPrefix", "config.airflowByoidUri");
      assertThat(cloud.targets()).hasSize(1);
    }
  }

  @Test
  void composer3sClusterIsNotRead() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(
              FakeCloud.environment("RUNNING", FakeCloud.CLUSTER_NAME)
                  .replace("composer-2.14.1", "composer-3")));

      assertThat(reason(cloud.subject().cluster())).isEqualTo(Reason.NOT_READ);
      assertThat(cloud.targets()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', NOT_FOUND",
    "projects/another/locations/us-central1/clusters/gke, REFUSED",
    "projects/example-project/locations/us-central1/clusters/../../x, UNREADABLE",
    "https://evil.example.com/projects/example-project/locations/l/clusters/c, UNREADABLE",
    "projects/example-project/locations/l/clusters/c?x=1, UNREADABLE"
  })
  void aClusterThatIsNotTheEnvironmentsOwnIsNotRequested(String cluster, Reason reason)
      throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.ENVIRONMENT, Reply.json(FakeCloud.environment("RUNNING", cluster)));

      assertThat(reason(cloud.subject().cluster())).isEqualTo(reason);
      assertThat(cloud.targets()).hasSize(1);
    }
  }

  @Test
  void aZonalClusterOfComposer1IsRequestedByItsLocation() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.ENVIRONMENT,
          Reply.json(
              FakeCloud.environment(
                  "RUNNING", "projects/example-project/zones/us-central1/clusters/gke")));

      assertThat(cloud.subject().cluster()).isInstanceOf(Known.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"gke\", \"location\": \"europe-west1\"}",
        "{\"name\": \"other\", \"location\": \"us-central1\"}",
        "{\"name\": \"gke\", \"location\": \"us-central1\", \"autopilot\": true}",
        "garbage"
      })
  void aClusterDocumentAboutSomethingElseIsNotBelieved(String body) throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(FakeCloud.CLUSTER, Reply.json(body));
      Subject subject = cloud.subject();

      assertThat(subject.environment()).isInstanceOf(Known.class);
      assertThat(reason(subject.cluster())).isEqualTo(Reason.UNREADABLE);
      assertThat(reason(subject.egressNatPolicies())).isEqualTo(Reason.UNREADABLE);
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  // Its control plane.

  @Test
  void aControlPlaneWithoutARouteIsUnknownAndNotDialled() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      cloud.google.on(
          FakeCloud.CLUSTER,
          Reply.json(
              cloud.cluster(
                  "\"autopilot\": {\"enabled\": true},"
                      + " \"privateClusterConfig\": {\"enablePrivateEndpoint\": true}")));
      Subject subject = cloud.subject();

      assertThat(subject.subnetworks()).isInstanceOf(Known.class);
      assertThat(reason(subject.egressNatPolicies())).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(cloud.kubernetes.requests()).isEmpty();
      assertThat(cloud.time.slept()).isEmpty();
    }
  }

  @Test
  void anEndpointThatNoControlPlaneCanHaveIsNotDialled() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      String document = cloud.cluster(FakeCloud.AUTOPILOT);
      cloud.google.on(
          FakeCloud.CLUSTER,
          Reply.json(document.replace(cloud.kubernetes.authority(), "169.254.169.254")));

      assertThat(reason(cloud.subject().egressNatPolicies())).isEqualTo(Reason.REFUSED);
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  @Test
  void aControlPlaneWithAnothersCertificateGetsNoToken() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      String document = cloud.cluster(FakeCloud.AUTOPILOT);
      cloud.google.on(
          FakeCloud.CLUSTER,
          Reply.json(document.replace(TestIdentity.LOOPBACK.ca(), TestIdentity.ANOTHER.ca())));

      assertThat(reason(cloud.subject().egressNatPolicies()))
          .isEqualTo(Reason.UNTRUSTED_CERTIFICATE);
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  @Test
  void aClusterWithoutACaIsNotDialled() throws TransientException {
    try (FakeCloud cloud = new FakeCloud()) {
      String document = cloud.cluster(FakeCloud.AUTOPILOT);
      cloud.google.on(
          FakeCloud.CLUSTER, Reply.json(document.replace(TestIdentity.LOOPBACK.ca(), "")));

      assertThat(reason(cloud.subject().egressNatPolicies()))
          .isEqualTo(Reason.UNTRUSTED_CERTIFICATE);
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }
}
