package dev.composeraudit.fetch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.fetch.api.ReadRequest;
import dev.composeraudit.fetch.api.ResourceKind;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.TransientStatusException;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.Subjects;
import dev.composeraudit.policy.TestPolicyFolder;
import dev.composeraudit.policy.WrittenPolicy;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a control plane, or a proxy before it, answers in place of an object. It only chooses one of
 * our sentences: whatever is in it, the same sentences come of the bodies that are listed here.
 */
class ControlPlaneErrorFuzzTest {
  private static final List<ResourceKind> KINDS =
      List.of(
          ResourceKind.EGRESS_NAT_POLICIES,
          ResourceKind.AGENT_CONFIG_MAP,
          ResourceKind.AGENT_DAEMON_SET);
  private static final List<Integer> STATUSES =
      List.of(403, 404, 401, 400, 409, 429, 500, 503, 302, 418, 204, 511);
  private static final List<String> TYPES =
      List.of("application/json", "text/plain; charset=utf-8", "text/html", "");
  private static final Set<String> STATUS_NAMES =
      Set.of("DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "INTERNAL", "UNAVAILABLE");

  /** The policies that nothing can be said about without the EgressNATPolicies. */
  private static final Set<String> OF_EGRESS =
      Set.of(
          "destinations-see-an-accepted-source",
          "egress-configuration-is-valid",
          "egress-is-observable",
          "no-blanket-exemption",
          "non-masquerade-destinations-cover-cluster",
          "pod-ranges-do-not-leave");

  private static final Optional<AccessRemedy> CLOSER_READER =
      Optional.of(new AccessRemedy.PlaceReader("host-1", "shared", "europe-west1", "p-1"));

  private static final PolicySet POLICIES = policies();

  /** There are only so many sentences: each is judged once. */
  private static final Set<Unknown<?>> JUDGED = ConcurrentHashMap.newKeySet();

  /** The first byte chooses status, kind and type, the rest is the body. */
  @FuzzTest
  void anyRefusalOnlyChoosesASentence(byte[] data) {
    if (data.length == 0) {
      return;
    }
    int choice = data[0] & 0xff;
    int status = STATUSES.get(choice % STATUSES.size());
    ReadRequest request = request(KINDS.get(choice % KINDS.size()));
    String type = TYPES.get(choice / STATUSES.size() % TYPES.size());
    // The first byte is one character, whatever it is, unless it begins a longer one.
    String text = FuzzBounds.text(data);
    String body = text.substring(Math.min(1, text.length()));
    Response response = new Response(status, type, body, false);
    AtomicReference<Observed<Optional<JsonObject>>> read = new AtomicReference<>();
    FuzzBounds.withinASecond(() -> read.set(parse(request, response)));
    hold(request, status, read.get());
    hold(request, status, parse(request, new Response(status, type, "", true)));
  }

  /** Null if the status is transient. */
  private static @Nullable Observed<Optional<JsonObject>> parse(
      ReadRequest request, Response response) {
    try {
      return KubernetesClient.parse(request, response, CLOSER_READER);
    } catch (TransientStatusException trouble) {
      assertThat(STATUS_NAMES).contains(String.valueOf(trouble.getMessage()));
      return null;
    }
  }

  private static void hold(
      ReadRequest request, int status, @Nullable Observed<Optional<JsonObject>> read) {
    if (read == null) {
      return;
    }
    if (read instanceof Unknown<Optional<JsonObject>> unknown) {
      FuzzBounds.isOneLine(unknown.help());
      assertThat(sentences(request, status)).contains(unknown);
      nothingPasses(unknown);
    } else {
      // There is no such object: what the form of a 404 of Kubernetes says, and nothing else.
      assertThat(status).isEqualTo(404);
      assertThat(read).isEqualTo(Observed.known(Optional.empty()));
    }
  }

  /** What can come of a status at all. */
  private static List<@Nullable Observed<Optional<JsonObject>>> sentences(
      ReadRequest request, int status) {
    String permission =
        switch (request.kind()) {
          case AGENT_CONFIG_MAP -> "container.configMaps.get";
          case AGENT_DAEMON_SET -> "container.daemonSets.get";
          default -> "container.thirdPartyObjects.list";
        };
    List<@Nullable Observed<Optional<JsonObject>>> sentences = new ArrayList<>();
    for (String body :
        List.of(
            "",
            "404 page not found\n",
            "{\"error\": {\"message\": \"Permission '" + permission + "' denied\"}}",
            "{\"error\": {\"message\": \"Permission 'container.clusters.connect' denied\"}}",
            "{\"kind\": \"Status\", \"message\": \"User \\\"\\\" cannot get resource \\\"\"}",
            "the DNS endpoint is disabled")) {
      sentences.add(parse(request, new Response(status, "text/plain", body, false)));
    }
    return sentences;
  }

  private static void nothingPasses(Unknown<?> unknown) {
    if (!JUDGED.add(unknown)) {
      return;
    }
    assertThat(
            POLICIES.judge(
                EgressObjects.unknown(unknown).addTo(Subjects.composer2()), WrittenPolicy.NOW))
        .filteredOn(result -> OF_EGRESS.contains(result.policy().name()))
        .hasSameSizeAs(OF_EGRESS)
        .noneMatch(result -> result.outcome() == Outcome.PASS)
        .anyMatch(result -> result.outcome() == Outcome.ERROR);
  }

  private static PolicySet policies() {
    PolicySet policies = WrittenPolicy.load(TestPolicyFolder.shipped().toArray(SourceFile[]::new));
    // The first of a process pays for the classes of CEL.
    policies.judge(Subjects.composer2(), WrittenPolicy.NOW);
    return policies;
  }

  private static ReadRequest request(ResourceKind kind) {
    return new ReadRequest(kind, "p-1", "projects/p-1/locations/l/clusters/c");
  }
}
