package dev.composeraudit.acceptance.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.acceptance.cloud.TokenServer;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile events, and hostile clouds, before the packaged function with a token of its own: none
 * makes a call that is not allowed, a pass, a line or a level of the log, nor gets the token.
 */
final class ForgeryIT {
  @TempDir static Path folder;
  private static ForgeryFixture cloud;

  @BeforeAll
  static void start() throws Exception {
    cloud = new ForgeryFixture(folder);
  }

  @AfterAll
  static void stop() {
    if (cloud != null) {
      cloud.close();
    }
  }

  static Stream<ForgedEvent> forgeries() {
    List<ForgedEvent> all = ForgedEvent.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(50);
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void aForgedEventIsAcknowledgedAndDoesNothingThatItMayNot(ForgedEvent forgery) throws Exception {
    int calls = cloud.calls().size();
    int lines = cloud.function().process().lines().size();
    int status = cloud.send(forgery.envelope());

    assertThat(status).isEqualTo(200);
    assertThat(cloud.calls().stream().skip(calls).distinct().toList())
        .isSubsetOf(concat(forgery.calls(), "pubsub.topics.publish"))
        .containsAll(forgery.calls());
    cloud.theLogIsOurs(lines);
    nothingPasses();
    cloud.takeDeadLetters();
  }

  // A cloud that lies.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "metadata.google.internal",
        "fd20:ce::254",
        "10.0.0.1@evil.example.com",
        "10.0.0.1:443",
        "evil.example.com",
        "0.0.0.0",
        "::ffff:169.254.169.254"
      })
  void anEndpointThatNoControlPlaneHasIsNotDialled(String endpoint) throws Exception {
    String environment = cloud.create();
    cloud.lie(environment, "endpoint", endpoint);

    ForgeryFixture.Audit audit = cloud.audit(environment);
    assertThat(audit.calls())
        .doesNotContain("container.thirdPartyObjects.list")
        .contains("container.clusters.get");
    audit.couldNotJudge("REFUSED");
  }

  @Test
  void aListenerOnThisMachineGetsNoToken() throws Exception {
    String environment = cloud.create();
    ForgeryFixture.Audit audit;
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    Thread listener;
    try (ServerSocket trap = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      listener = new Thread(() -> listen(trap, heard), "trap");
      listener.setDaemon(true);
      listener.start();
      cloud.lie(environment, "endpoint", "127.0.0.1:" + trap.getLocalPort());
      audit = cloud.audit(environment);
    }
    listener.join();
    assertThat(heard.toString(StandardCharsets.ISO_8859_1))
        .doesNotContain(TokenServer.TOKEN, "Authorization");
    audit.couldNotJudge("CONTROL_PLANE_UNREACHABLE");
  }

  @Test
  void aClusterInAnotherProjectIsNotRequested() throws Exception {
    String environment = cloud.create();
    cloud.lie(environment, "cluster", "projects/foreign/locations/us-central1/clusters/c");

    ForgeryFixture.Audit audit = cloud.audit(environment);
    assertThat(audit.calls()).containsOnly("composer.environments.get", "pubsub.topics.publish");
    audit.couldNotJudge("REFUSED");
  }

  @Test
  void aRedirectOfAControlPlaneIsNotFollowed() throws Exception {
    String environment = cloud.create();
    cloud.addFault("container.thirdPartyObjects.list", "302", environment);

    ForgeryFixture.Audit audit = cloud.audit(environment);
    assertThat(audit.calls())
        .contains("container.thirdPartyObjects.list")
        .doesNotContain("container.daemonSets.get");
    audit.couldNotJudge("UNREADABLE");
  }

  @Test
  void anotherAuthoritysControlPlaneIsNotBelieved() throws Exception {
    String environment = cloud.create();
    cloud.addFault("container.thirdPartyObjects.list", "wrong-ca", environment);

    ForgeryFixture.Audit audit = cloud.audit(environment);
    assertThat(audit.calls()).doesNotContain("container.thirdPartyObjects.list");
    audit.couldNotJudge("UNTRUSTED_CERTIFICATE");
  }

  /** By a function of its own, since what it prints here is not its log. */
  @Test
  void theTokenIsUsedAndStandsInNothingThatTheFunctionSays() throws Exception {
    String environment = cloud.create();
    try (LocalFunction own = cloud.startFunction()) {
      // That it is used: an environment is judged whole, at a control plane that asks for one.
      ForgeryFixture.Audit audit = cloud.audit(own, environment);
      assertThat(audit.calls()).contains("container.thirdPartyObjects.list");
      assertThat(audit.last(Scenario.OBSERVABLE).verdict()).isEqualTo(Verdict.PASS);
      assertThat(new EventSender(own.uri()).send("refused", "nothing that could be read")).isTrue();
      int lines = own.process().lines().size();
      // A dump of its threads, as somebody would take who looks for a defect.
      new ProcessBuilder("kill", "-3", Long.toString(own.process().pid())).start().waitFor();
      own.process().awaitLines(line -> line.contains("JNI global ref"), Duration.ofSeconds(60));

      assertThat(own.process().lines())
          .hasSizeGreaterThan(lines)
          .noneMatch(line -> line.contains(TokenServer.TOKEN));
    }
    assertThat(cloud.takeDeadLetters()).isNotZero();
    assertThat(cloud.callsAsText()).doesNotContain(TokenServer.TOKEN);
  }

  private static void nothingPasses() throws Exception {
    assertThat(cloud.takeFindings()).noneMatch(finding -> finding.verdict() == Verdict.PASS);
  }

  /** Keeps what comes up to the end, or until nothing has come for a second. */
  private static void listen(ServerSocket trap, ByteArrayOutputStream heard) {
    while (!trap.isClosed()) {
      try (Socket socket = trap.accept()) {
        socket.setSoTimeout(1000);
        socket.getInputStream().transferTo(heard);
      } catch (IOException ended) {
        // The next one.
      }
    }
  }

  private static List<String> concat(List<String> some, String more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
