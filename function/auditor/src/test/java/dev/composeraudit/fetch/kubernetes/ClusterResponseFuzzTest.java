package dev.composeraudit.fetch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.EgressNatPolicy;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.ResourceReader;
import dev.composeraudit.subject.agent.AgentConfigMap;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a cluster's API answers: whoever runs the cluster decides that. */
class ClusterResponseFuzzTest {
  @FuzzTest
  void anyAnswerIsReadOrMalformed(byte[] data) {
    Response answer = new Response(200, "application/json", FuzzBounds.text(data), false);
    FuzzBounds.withinASecond(
        () -> {
          JsonObject object = read(answer::object);
          if (object != null) {
            read(() -> AgentConfigMap.of(object));
            read(() -> AgentDaemonSet.of(object));
            JsonArray items =
                read(
                    () ->
                        KubernetesObject.items(
                            KubernetesObject.ofKind("EgressNATPolicyList", object)));
            read(() -> KubernetesObject.next(object));
            if (items != null) {
              hold(items);
            }
          }
        });
  }

  private static void hold(JsonArray items) {
    Observed<List<EgressNatPolicy>> policies = read(() -> ResourceReader.egressNatPolicies(items));
    if (policies instanceof Observed.Known<List<EgressNatPolicy>> known) {
      assertThat(known.value()).hasSameSizeAs(items);
      known.value().forEach(ClusterResponseFuzzTest::hold);
    }
  }

  /** Whatever is not of the CRD's shape is told. */
  private static void hold(EgressNatPolicy policy) {
    assertThat(policy.name()).isNotEmpty();
    policy.problems().forEach(FuzzBounds::isOneLine);
    assertThat(policy.action().equals(EgressNatPolicy.NO_SNAT) || !policy.problems().isEmpty())
        .isTrue();
  }

  private interface Reader<T> {
    T read() throws MalformedDocumentException;
  }

  private static <T> @Nullable T read(Reader<T> reader) {
    try {
      return reader.read();
    } catch (MalformedDocumentException malformed) {
      FuzzBounds.isOneLine(String.valueOf(malformed.getMessage()));
      return null;
    }
  }
}
