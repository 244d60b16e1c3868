package dev.composeraudit.cli.snapshot;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.http.Response;
import dev.composeraudit.http.ResponseListener;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the Kubernetes objects of the environment that is being read, as the control plane answered
 * them: the readers keep only what they understand of an object.
 */
public final class KubernetesRecorder implements ResponseListener {
  private JsonArray policies = new JsonArray();
  private @Nullable JsonObject configMap;
  private @Nullable JsonObject daemonSet;

  /** Forgets what belongs to the environment before. */
  synchronized void begin() {
    policies = new JsonArray();
    configMap = null;
    daemonSet = null;
  }

  @Override
  public synchronized void received(URI uri, Response response) {
    if (!response.isOk()) {
      return;
    }
    String path = uri.getPath();
    try {
      if (path.endsWith("/egressnatpolicies")) {
        addPolicies(uri, response);
      } else if (path.endsWith("/configmaps/ip-masq-agent")) {
        configMap = response.object();
      } else if (path.endsWith("/daemonsets/ip-masq-agent")) {
        daemonSet = response.object();
      }
    } catch (MalformedDocumentException unreadable) {
      // The reader fails in the same way, and makes the part unknown.
      return;
    }
  }

  private void addPolicies(URI uri, Response response) throws MalformedDocumentException {
    if (!String.valueOf(uri.getQuery()).contains("continue=")) {
      // The first page, maybe of a second attempt.
      policies = new JsonArray();
    }
    Json.objects(response.object(), "items").forEach(policies::add);
  }

  synchronized JsonArray policies() {
    return policies;
  }

  synchronized Optional<JsonObject> configMap() {
    return Optional.ofNullable(configMap);
  }

  synchronized Optional<JsonObject> daemonSet() {
    return Optional.ofNullable(daemonSet);
  }
}
