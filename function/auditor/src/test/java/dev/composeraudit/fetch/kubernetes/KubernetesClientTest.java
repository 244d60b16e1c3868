package dev.composeraudit.fetch.kubernetes;

import static dev.composeraudit.fetch.FakeCloud.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.fetch.RecordedResponses;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.fetch.kubernetes.Route.Dial;
import dev.composeraudit.fetch.kubernetes.Route.Trust;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.FakeServer;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.FakeServer.Reply.Manner;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.StaticToken;
import dev.composeraudit.http.TestIdentity;
import dev.composeraudit.http.TlsContexts;
import dev.composeraudit.http.TokenSource;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is made of a control plane's answers: those a real apiserver gave, and those none should.
 */
final class KubernetesClientTest {
  private static final String PATH = "/apis/networking.gke.io/v1/egressnatpolicies?limit=500";
  private static final AccessRemedy CLOSER_READER =
      new AccessRemedy.PlaceReader("host-1", "shared", "europe-west1", "p-1");
  private static final ReadRequest READING =
      new ReadRequest(
          ResourceKind.EGRESS_NAT_POLICIES, "p-1", "projects/p-1/locations/l/clusters/c");

  private final ManualTime time = new ManualTime();

  /** All 23 answers of a real kube-apiserver (1.20). */
  @ParameterizedTest
  @CsvSource({
    "list-two-policies, EgressNATPolicyList",
    "list-page-1, EgressNATPolicyList",
    "list-page-2, EgressNATPolicyList",
    "get-default, EgressNATPolicy",
    "configmap, ConfigMap",
    "configmap-wrong-key-and-binary, ConfigMap",
    "nodes-empty, NodeList",
    "version, ''",
    "configmap-missing, ABSENT",
    "daemonset-missing, ABSENT",
    "get-missing, ABSENT",
    "bad-name, ABSENT",
    "name-with-slash, ABSENT",
    "path-traversal, ABSENT",
    "group-absent, NOT_FOUND",
    "group-version-absent, NOT_FOUND",
    "forbidden-list, RBAC_DENIED",
    "configmap-forbidden, RBAC_DENIED",
    "absent-group-forbidden, RBAC_DENIED",
    "anonymous, RBAC_DENIED",
    "unauthorized, UNAUTHENTICATED",
    "list-bad-continue, UNREADABLE",
    "configmap-too-large, UNREADABLE"
  })
  void aRealApiserversAnswerMeans(String recorded, String meaning) {
    assertThat(meaning(answered(RecordedResponses.reply(recorded)))).isEqualTo(meaning);
  }

  @Test
  void anAbsentKindIsNoAbsentObject() {
    // Without RBAC an absent kind says 403, so that only these two tell that it is not there.
    assertThat(reason(answered(RecordedResponses.reply("group-absent"))))
        .isEqualTo(Reason.NOT_FOUND);
    assertThat(reason(answered(Reply.json(404, "{\"kind\": \"Status\", \"reason\": \"Gone\"}"))))
        .isEqualTo(Reason.UNREADABLE);
    assertThat(reason(answered(Reply.text(404, "404 page not found here"))))
        .isEqualTo(Reason.UNREADABLE);
    assertThat(reason(answered(Reply.json(404, "404 page not found"))))
        .isEqualTo(Reason.UNREADABLE);
    assertThat(reason(answered(Reply.json(404, "{\"error\": {\"status\": \"NOT_FOUND\"}}"))))
        .isEqualTo(Reason.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "null",
        "{\"kind\": \"ConfigMap\"",
        "{\"a\": 1, \"a\": 2}",
        "{'a': 1}",
        "{\"a\": NaN}",
        "{\"a\": 1} {\"b\": 2}"
      })
  void whatIsNoStrictJsonObjectIsNotBelieved(String body) {
    assertThat(reason(answered(Reply.json(body)))).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void deepJsonIsNotRead() {
    assertThat(reason(answered(Reply.json("{\"a\":".repeat(100) + "1" + "}".repeat(100)))))
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void moreThanFourMebibytesAreNotRead() {
    String long1 =
        "{\"kind\": \"ConfigMap\", \"x\": \"" + "x".repeat(BoundedHttpClient.BODY_LIMIT) + "\"}";
    Observed<Optional<JsonObject>> observed = answered(Reply.json(long1));

    assertThat(reason(observed)).isEqualTo(Reason.TOO_LARGE);
    assertThat(((Unknown<Optional<JsonObject>>) observed).help()).contains("4,194,304 bytes");
  }

  @Test
  void aBodyOfJustFourMebibytesIsRead() {
    String start = "{\"kind\": \"ConfigMap\", \"x\": \"";
    String whole = start + "x".repeat(BoundedHttpClient.BODY_LIMIT - start.length() - 2) + "\"}";
    assertThat(whole).hasSize(BoundedHttpClient.BODY_LIMIT);

    assertThat(meaning(answered(Reply.json(whole)))).isEqualTo("ConfigMap");
  }

  // No answer.

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"CUT_OFF", "NO_ANSWER"})
  void aBrokenConnectionIsTriedOnceMoreWithinThreeSeconds(Manner manner) {
    Observed<Optional<JsonObject>> observed = answered(Reply.in(manner));

    assertThat(reason(observed)).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
    assertThat(((Unknown<Optional<JsonObject>>) observed).help())
        .contains("no answer from 127.0.0.1");
    assertThat(((Unknown<Optional<JsonObject>>) observed).remedy()).contains(CLOSER_READER);
    assertThat(time.slept()).hasSize(1);
    assertThat(time.slept().get(0)).isLessThanOrEqualTo(Duration.ofSeconds(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void whatMayPassIsTriedOnceMoreAndNoMore(int status) {
    try (FakeServer server = FakeServer.https(TestIdentity.LOOPBACK.server())) {
      server.on(PATH, Reply.json(status, "{}"));
      assertThat(reason(read(server, TestIdentity.LOOPBACK.ca(), time.deadline())))
          .isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(server.targets()).hasSize(2);
      assertThat(time.slept()).hasSize(1);
    }
  }

  @Test
  void whatHasPassedTheSecondTimeIsBelieved() {
    assertThat(meaning(answered(Reply.json(503, "{}"), RecordedResponses.reply("configmap"))))
        .isEqualTo("ConfigMap");
  }

  @ParameterizedTest
  @EnumSource(
      value = Manner.class,
      names = {"HANGS", "HANGS_IN_BODY"})
  void aServerThatHangsIsLeftInTime(Manner manner) {
    try (FakeServer server = FakeServer.https(TestIdentity.LOOPBACK.server())) {
      server.on(PATH, Reply.in(manner));
      // Too little for a second attempt, unless its delay is a short one.
      Deadline deadline = Deadline.in(Duration.ofMillis(300), time);

      Observed<Optional<JsonObject>> observed = read(server, TestIdentity.LOOPBACK.ca(), deadline);
      assertThat(reason(observed)).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(((Unknown<Optional<JsonObject>>) observed).help())
          .contains("no answer within 300 ms");
      assertThat(server.targets()).hasSizeBetween(1, 2);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndIsPassedOn() {
    try (FakeServer server = FakeServer.https(TestIdentity.LOOPBACK.server())) {
      server.on(PATH, RecordedResponses.reply("configmap"));
      Deadline deadline = Deadline.in(Duration.ofSeconds(30), time);
      Thread.currentThread().interrupt();
      Observed<Optional<JsonObject>> observed = read(server, TestIdentity.LOOPBACK.ca(), deadline);

      // Before the server is closed, which takes the interrupt for its own on newer JDKs.
      assertThat(Thread.interrupted()).isTrue();
      assertThat(reason(observed)).isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
    }
  }

  // A DNS endpoint that takes no traffic from here.

  @Test
  void aReaderInTheVpcHelpsAgainstAClosedDnsEndpointAndNotAgainstRbac() {
    Unknown<?> closed =
        (Unknown<?>)
            answered(
                Reply.json(
                    403,
                    """
                    {"error": {"code": 403, "status": "PERMISSION_DENIED", "message":
                      "External traffic to the DNS-based endpoint is not allowed."}}
                    """));
    assertThat(closed.reason()).isEqualTo(Reason.DNS_ENDPOINT_DISALLOWED);
    assertThat(closed.remedy()).contains(CLOSER_READER);

    Unknown<?> denied = (Unknown<?>) answered(RecordedResponses.reply("forbidden-list"));
    assertThat(denied.remedy())
        .contains(
            new AccessRemedy.GrantPermission(
                "container.thirdPartyObjects.list",
                Optional.of("roles/container.viewer"),
                "projects/p-1"));
  }

  // Whom it believes, and where the token goes.

  @Test
  void anotherAuthoritysCertificateIsNotBelievedAndGetsNoToken() {
    try (FakeServer server = FakeServer.https(TestIdentity.ANOTHER.server())) {
      server.on(PATH, RecordedResponses.reply("list-two-policies"));
      assertThat(reason(read(server, TestIdentity.LOOPBACK.ca(), time.deadline())))
          .isEqualTo(Reason.UNTRUSTED_CERTIFICATE);
      assertThat(server.requests()).isEmpty();
      assertThat(time.slept()).isEmpty();
    }
  }

  @Test
  void aCertificateForAnotherAddressIsNotBelievedAndGetsNoToken() {
    try (FakeServer server = FakeServer.https(TestIdentity.ELSEWHERE.server())) {
      server.on(PATH, RecordedResponses.reply("list-two-policies"));
      assertThat(reason(read(server, TestIdentity.ELSEWHERE.ca(), time.deadline())))
          .isEqualTo(Reason.UNTRUSTED_CERTIFICATE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aPlainTextServerGetsNoToken() {
    try (FakeServer server = FakeServer.http()) {
      server.on(PATH, RecordedResponses.reply("list-two-policies"));
      // It waits for a handshake that the server never begins.
      Deadline deadline = Deadline.in(Duration.ofMillis(300), time);
      assertThat(reason(read(server, TestIdentity.LOOPBACK.ca(), deadline)))
          .isEqualTo(Reason.CONTROL_PLANE_UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowedNorIsTheTokenSentThere(int status) {
    try (FakeServer elsewhere = FakeServer.https(TestIdentity.LOOPBACK.server());
        FakeServer server = FakeServer.https(TestIdentity.LOOPBACK.server())) {
      elsewhere.on(PATH, RecordedResponses.reply("list-two-policies"));
      server.on(PATH, Reply.json(status, "https://" + elsewhere.authority() + PATH));

      assertThat(reason(read(server, TestIdentity.LOOPBACK.ca(), time.deadline())))
          .isEqualTo(Reason.UNREADABLE);
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aRejectedTokenIsNotRenewed() {
    try (FakeServer server = FakeServer.https(TestIdentity.LOOPBACK.server())) {
      server.on(
          PATH,
          RecordedResponses.reply("unauthorized"),
          RecordedResponses.reply("list-two-policies"));
      assertThat(reason(read(server, TestIdentity.LOOPBACK.ca(), time.deadline())))
          .isEqualTo(Reason.UNAUTHENTICATED);
      assertThat(server.requests())
          .extracting(FakeServer.Request::authorization)
          .containsExactly("Bearer secret-0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!!!", "bm90IGEgY2VydGlmaWNhdGU="})
  void aClustersCaThatIsNoneOpensNoConnection(String ca) {
    try (ExecutorHolder executor = new ExecutorHolder()) {
      List<String> opened = new ArrayList<>();
      ControlPlaneClients clients =
          new ControlPlaneClients(
              trust -> {
                opened.add("opened");
                return BoundedHttpClient.open(
                    trust, executor.service, new TokenSource(new StaticToken()));
              },
              Runnable::run);
      assertThat(
              certificateTrouble(
                  clients, new Dial("127.0.0.1:1", new Trust.ClusterCa(ca), "its public endpoint")))
          .isTrue();
      assertThat(opened).isEmpty();
    }
  }

  private static boolean certificateTrouble(ControlPlaneClients clients, Dial dial) {
    try {
      clients.to(dial);
      return false;
    } catch (CertificateException expected) {
      return true;
    }
  }

  private Observed<Optional<JsonObject>> answered(Reply... replies) {
    try (FakeServer server = FakeServer.https(TestIdentity.LOOPBACK.server())) {
      server.on(PATH, replies);
      return read(server, TestIdentity.LOOPBACK.ca(), time.deadline());
    }
  }

  private Observed<Optional<JsonObject>> read(FakeServer server, String ca, Deadline deadline) {
    try (ExecutorHolder executor = new ExecutorHolder()) {
      BoundedHttpClient client =
          BoundedHttpClient.open(
              TlsContexts.clusterCa(ca),
              executor.service,
              TokenSource.notRenewedOnRejection(new StaticToken()));
      return new KubernetesClient(
              server.authority(), Optional.of(CLOSER_READER), client, time, deadline)
          .read(READING, PATH);
    } catch (CertificateException broken) {
      throw new IllegalArgumentException(broken);
    }
  }

  private static String meaning(Observed<Optional<JsonObject>> observed) {
    if (observed instanceof Known<Optional<JsonObject>> known) {
      return known
          .value()
          .map(object -> object.has("kind") ? object.get("kind").getAsString() : "")
          .orElse("ABSENT");
    }
    return reason(observed).name();
  }

  /** Threads for the length of a test. */
  private static final class ExecutorHolder implements AutoCloseable {
    private final ExecutorService service = Executors.newCachedThreadPool();

    @Override
    public void close() {
      service.shutdownNow();
    }
  }
}
