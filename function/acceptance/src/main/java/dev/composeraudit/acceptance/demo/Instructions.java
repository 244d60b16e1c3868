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
        TEXT.replace("DASHBOARD", dashboard.address().toString())
            .replace("SANDBOX", sandbox)
            .replace("PUBSUB_ADDRESS", pubsub)
            .replace("PROJECT_ID", Scenario.PROJECT)
            .replace("LOCATION", Scenario.LOCATION)
            .replace("CLUSTER_ID", cluster.substring(cluster.lastIndexOf('/') + 1))
            .replace("CLUSTER", cluster));
  }

  private static final String TEXT =
      """

      It keeps running; Ctrl-C ends it. The findings, as they are published: DASHBOARD
      In another terminal:

        export CLOUDSDK_CONFIG=$(mktemp -d) CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true CLOUDSDK_CORE_DISABLE_PROMPTS=1
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPOSER=SANDBOX/
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_CONTAINER=SANDBOX/
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE=SANDBOX/compute/v1/
        export CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB=PUBSUB_ADDRESS/
        export CLOUDSDK_CORE_PROJECT=PROJECT_ID

      Create an environment, and read what is found:

        gcloud pubsub subscriptions create mine --topic composer-audit-findings
        gcloud composer environments create example-environment --location LOCATION \\
            --image-version composer-2.14.1-airflow-2.10.5 --enable-ip-masq-agent
        gcloud pubsub subscriptions pull mine --auto-ack --limit 1 --format='value(message.data.decode(base64))'
        gcloud pubsub subscriptions pull mine --auto-ack --limit 20 \\
            --format='table(message.attributes.compliance_status:label=RESULT,message.attributes.policy:label=POLICY)'

      Look at it, and change it. Each change is judged at once:

        gcloud composer environments describe example-environment --location LOCATION
        gcloud composer environments list --locations LOCATION
        gcloud composer environments update example-environment --location LOCATION --update-labels=team=data
        gcloud container clusters describe CLUSTER_ID --location LOCATION

      Edit the egress policy of (b) agent-on, which violates then:

        curl -s SANDBOX/sandbox/kubeconfig/CLUSTER > kubeconfig.yaml
        kubectl --kubeconfig kubeconfig.yaml get egressnatpolicies -o yaml
        kubectl --kubeconfig kubeconfig.yaml patch egressnatpolicies default --type=merge \\
            -p '{"spec":{"destinations":[{"cidr":"192.168.0.0/16"},{"cidr":"10.0.0.0/8"}]}}'

      Have every environment judged anew, as a schedule does each night:

        gcloud pubsub topics publish composer-audit-events --message='{"kind":"sweep"}'
      """;
}
