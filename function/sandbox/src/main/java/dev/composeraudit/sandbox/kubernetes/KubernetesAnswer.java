package dev.composeraudit.sandbox.kubernetes;

import com.google.gson.JsonObject;

/** A whole answer of a Kubernetes API. */
record KubernetesAnswer(int status, String contentType, String body) {
  static KubernetesAnswer json(int status, JsonObject body) {
    return new KubernetesAnswer(status, "application/json", body + "\n");
  }

  /** What an apiserver says of a path that it does not serve. */
  static KubernetesAnswer notServed() {
    return new KubernetesAnswer(404, "text/plain; charset=utf-8", "404 page not found\n");
  }
}
