package dev.composeraudit.acceptance.page;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A finding as the function publishes them, of an environment that does not exist. */
final class SampleFinding {
  private static final Map<String, String> TITLES =
      Map.of(
          Scenario.AGENT, "The IP masquerade agent is enabled",
          Scenario.DESTINATIONS, "Destinations that filter by source see a source that they accept",
          Scenario.COVERAGE, "Traffic within the cluster is not masqueraded",
          Scenario.OBSERVABLE, "The auditor can see what decides the egress");

  private final JsonObject json;

  private SampleFinding(JsonObject json) {
    this.json = json;
  }

  static SampleFinding of(
      String project, String environment, String policy, Verdict verdict, Instant seen) {
    String name =
        "projects/%s/locations/europe-west1/environments/%s".formatted(project, environment);
    JsonObject json =
        JsonParser.parseString(TEMPLATE.formatted(environment, project)).getAsJsonObject();
    json.addProperty("time", seen.plusMillis(140).toEpochMilli());
    json.addProperty("status_id", status(verdict));
    json.addProperty("message", message(verdict, policy));
    json.getAsJsonObject("metadata").addProperty("uid", uid(name + policy + seen));
    json.getAsJsonObject("metadata").addProperty("correlation_uid", uid(name + seen));
    JsonObject info = json.getAsJsonObject("finding_info");
    info.addProperty("uid", uid(name + policy));
    info.addProperty("title", TITLES.getOrDefault(policy, policy));
    info.addProperty("last_seen_time", seen.toEpochMilli());
    JsonObject compliance = json.getAsJsonObject("compliance");
    compliance.addProperty("control", policy);
    compliance.addProperty("status_id", compliance(verdict));
    SampleFinding finding = new SampleFinding(json);
    finding.resource().addProperty("name", name);
    return finding.messages(message(verdict, policy));
  }

  JsonObject json() {
    return json;
  }

  SampleFinding trigger(String kind) {
    json.getAsJsonObject("unmapped").addProperty("trigger", kind);
    return this;
  }

  SampleFinding severity(int severity) {
    json.addProperty("severity_id", severity);
    return this;
  }

  SampleFinding messages(String... messages) {
    json.getAsJsonObject("compliance").add("status_details", texts(List.of(messages)));
    return this;
  }

  SampleFinding environment(String name) {
    resource().addProperty("name", name);
    return this;
  }

  SampleFinding title(String title) {
    json.getAsJsonObject("finding_info").addProperty("title", title);
    return this;
  }

  SampleFinding by(String principal) {
    resource().getAsJsonObject("owner").addProperty("name", principal);
    return this;
  }

  /** As the event of a sweep has it, which names nobody. */
  SampleFinding ofSweep() {
    resource().remove("owner");
    return trigger("sweep");
  }

  SampleFinding team(String name) {
    JsonObject group = new JsonObject();
    group.addProperty("name", name);
    resource().add("group", group);
    return this;
  }

  SampleFinding causedBy(String policy) {
    json.getAsJsonObject("unmapped").add("caused_by", texts(List.of(policy)));
    return this;
  }

  SampleFinding baseline() {
    json.getAsJsonObject("unmapped").addProperty("baseline", true);
    return this;
  }

  SampleFinding exception(String name, String until, String owner, String reason) {
    JsonObject exception = new JsonObject();
    exception.addProperty("name", name);
    exception.addProperty("expires_at", until);
    exception.addProperty("owner", owner);
    exception.addProperty("reason", reason);
    json.getAsJsonObject("unmapped").add("exception", exception);
    return this;
  }

  SampleFinding remediation(String text) {
    json.getAsJsonObject("remediation").addProperty("desc", text);
    return this;
  }

  SampleFinding link(String address) {
    json.getAsJsonObject("finding_info").addProperty("src_url", address);
    json.getAsJsonObject("remediation").add("references", texts(List.of(address)));
    return this;
  }

  SampleFinding unknown(String part, String reason, String help) {
    JsonObject unknown = new JsonObject();
    unknown.addProperty("part", part);
    unknown.addProperty("reason", reason);
    unknown.addProperty("help", help);
    JsonArray parts = new JsonArray();
    parts.add(unknown);
    JsonObject data = new JsonObject();
    data.add("unknown", parts);
    JsonObject evidence = new JsonObject();
    evidence.add("data", data);
    JsonArray evidences = new JsonArray();
    evidences.add(evidence);
    json.add("evidences", evidences);
    return this;
  }

  /** What a destination sees, of which the page has a picture: one half Pods, the other nodes. */
  SampleFinding egress(String name) {
    JsonObject data = JsonParser.parseString(EGRESS).getAsJsonObject();
    data.getAsJsonObject("egress")
        .getAsJsonArray("destinations")
        .get(0)
        .getAsJsonObject()
        .addProperty("name", name);
    JsonObject evidence = new JsonObject();
    evidence.add("data", data);
    JsonArray evidences = new JsonArray();
    evidences.add(evidence);
    json.add("evidences", evidences);
    return this;
  }

  private JsonObject resource() {
    return json.getAsJsonArray("resources").get(0).getAsJsonObject();
  }

  private static JsonArray texts(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** 32 hex digits, as the function's are; the same for the same text. */
  private static String uid(String text) {
    return "%032x".formatted(text.hashCode() & 0xffffffffL);
  }

  private static int status(Verdict verdict) {
    return switch (verdict) {
      case PASS -> 4;
      case FAIL, ERROR -> 1;
      case SUPPRESSED -> 3;
      case ARCHIVED -> 5;
    };
  }

  private static int compliance(Verdict verdict) {
    return switch (verdict) {
      case PASS -> 1;
      case FAIL, SUPPRESSED -> 3;
      case ERROR -> 2;
      case ARCHIVED -> 0;
    };
  }

  private static String message(Verdict verdict, String policy) {
    return switch (verdict) {
      case PASS -> "Complies: " + TITLES.getOrDefault(policy, policy);
      case FAIL, SUPPRESSED ->
          "The IP masquerade agent is not enabled, and cannot be enabled later.";
      case ERROR -> "egressNatPolicies unknown (CONTROL_PLANE_UNREACHABLE)";
      case ARCHIVED -> "The environment no longer exists, so there is nothing to judge.";
    };
  }

  private static final String EGRESS =
      """
      {
        "violations": [{"expression": "size(variables.refusedPods) == 0", "message": "It sees Pod addresses."}],
        "unknown": [],
        "egress": {
          "decidedBy": "EGRESS_NAT_POLICY",
          "pods": ["192.168.0.0/16"],
          "nodes": ["10.10.0.0/20"],
          "destinations": [{
            "destination": "10.200.0.0/15", "source": "MIXED", "accepts": ["10.0.0.0/8"], "accepted": "IN_PART",
            "parts": [
              {"first": "10.200.0.0", "last": "10.200.255.255", "source": "POD", "scope": "OUTSIDE",
                "reason": "DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE", "range": "10.200.0.0/16", "accepted": "NO"},
              {"first": "10.201.0.0", "last": "10.201.255.255", "source": "NODE", "scope": "OUTSIDE",
                "reason": "MASQUERADED", "accepted": "YES"}
            ]
          }]
        }
      }
      """;

  private static final String TEMPLATE =
      """
      {
        "class_uid": 2003,
        "activity_id": 2,
        "severity_id": 4,
        "metadata": {"version": "1.8.0"},
        "finding_info": {
          "desc": "Without the IP masquerade agent, DAGs leave the cluster with Pod addresses towards every private range.",
          "src_url": "https://console.cloud.google.com/composer/environments/detail/europe-west1/%1$s?project=%2$s"
        },
        "compliance": {"standards": ["Composer network baseline"], "status_code": "?"},
        "remediation": {
          "desc": "Recreate the environment with --enable-ip-masq-agent. The agent cannot be enabled on an existing environment.",
          "references": ["https://cloud.google.com/composer/docs/composer-2/enable-ip-masquerade-agent"]
        },
        "resources": [{
          "type": "composer.googleapis.com/Environment",
          "data": {"state": "RUNNING", "imageVersion": "composer-2.14.1-airflow-2.10.5"},
          "owner": {"name": "alice@example.com"}
        }],
        "cloud": {"region": "europe-west1", "account": {"uid": "%2$s"}},
        "unmapped": {
          "trigger": "create-last",
          "method_name": "google.cloud.orchestration.airflow.service.v1.Environments.CreateEnvironment",
          "observer": "kubernetes-api"
        }
      }
      """;
}
