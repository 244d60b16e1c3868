package dev.composeraudit.acceptance.demo;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;

/** What {@code scripts/demo --keep} prints: lines to paste into another terminal. */
final class Instructions {
  private Instructions() {}

  static void print(Screen screen, Deployment deployment, LiveDashboard dashboard)
      throws IOException, InterruptedException {
    String sandbox = deployment.sandboxUri().toString();
    String pubsub = deployment.pubsubUri().toString();
    Scenario scenario = Scenario.ALL.get(1);
    JsonObject environment = new Http(deployment.sandboxUri()).get("/v1/" + scenario.resource());
    String cluster = environment.getAsJsonObject("config").get("gkeCluster").getAsString();
    screen.plain(
        TEXT.formatted(
            dashboard.address(),
            sandbox,
            sandbox,
            sandbox,
            pubsub,
            Scenario.PROJECT,
            Scenario.LOCATION,
            Scenario.LOCATION,
            Scenario.LOCATION,
            cluster.substring(cluster.lastIndexOf('/') + 1),
            Scenario.LOCATION,
            sandbox,
            cluster));
  }

  private static final String TEXT =
      """

      It keeps running; Ctrl-C ends it. The findings, as they are published: %s
      In another terminal:

        export CLOUDSDK_CONFIG=$(mktemp -d) CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true CLOUDSDK_CORE_DISABLE_PROMPTS=1
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPOSER=%s/
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER=%s/
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE=%s/compute/v1/
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB=%s/
        export CLOUDSDK_CORE_PROJECT=%s

        gcloud pubsub subscriptions create mine --topic composer-audit-findings
        gcloud composer environments create example-environment --location %s \\
            --image-version composer-2.14.1-airflow-2.10.5 --enable-ip-masq-agent
        gcloud composer environments describe example-environment --location %s
        gcloud composer environments list --locations %s
        gcloud container clusters describe %s --location %s
        gcloud pubsub subscriptions pull mine --auto-ack --limit 20

        curl -s %s/sandbox/kubeconfig/%s > kubeconfig.yaml
        kubectl --kubeconfig kubeconfig.yaml get egressnatpolicies -o yaml
      """;
}
