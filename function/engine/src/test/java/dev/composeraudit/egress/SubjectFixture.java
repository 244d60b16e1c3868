package dev.composeraudit.egress;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A Subject document in the making; a part that is never named is unknown. */
public final class SubjectFixture {
  public static final String SUBNETWORK =
      "projects/example-project/regions/us-central1/subnetworks/s";

  private final JsonObject root = new JsonObject();

  private SubjectFixture(String imageVersion) {
    root.addProperty("apiVersion", "composer-audit/v1");
    root.addProperty("kind", "Subject");
    root.add(
        "environment",
        object(
            "{name: 'projects/example-project/locations/us-central1/environments/e',"
                + " config: {softwareConfig: {imageVersion: '"
                + imageVersion
                + "'}}}"));
  }

  /** An environment of which nothing but its image version is known. */
  public static SubjectFixture of(String imageVersion) {
    return new SubjectFixture(imageVersion);
  }

  /** Composer 1 on Standard: Pods and Services in the cluster, nodes in its subnetwork. */
  public static SubjectFixture standard(String nodes, String pods, String services) {
    return of("composer-1.20.12-airflow-2.4.3").cluster(nodes, pods, services);
  }

  /** Composer 2 on Autopilot with Dataplane V2. */
  static SubjectFixture autopilot(String nodes, String pods, String services) {
    return of("composer-2.9.7-airflow-2.9.3")
        .cluster(nodes, pods, services)
        .inCluster("autopilot", "{enabled: true}")
        .inCluster(
            "networkConfig",
            "{subnetwork: '" + SUBNETWORK + "', datapathProvider: 'ADVANCED_DATAPATH'}");
  }

  private SubjectFixture cluster(String nodes, String pods, String services) {
    cluster("{name: 'c'}");
    inCluster("networkConfig", "{subnetwork: '" + SUBNETWORK + "'}");
    inCluster("clusterIpv4Cidr", "'" + pods + "'");
    inCluster("servicesIpv4Cidr", "'" + services + "'");
    return subnetwork(SUBNETWORK, nodes, "[]");
  }

  /** A cluster that consists of this. */
  public SubjectFixture cluster(String lenientJson) {
    root.add("cluster", json(lenientJson));
    return this;
  }

  public SubjectFixture inCluster(String key, String lenientJson) {
    root.getAsJsonObject("cluster").add(key, json(lenientJson));
    return this;
  }

  /** One more subnetwork. */
  public SubjectFixture subnetwork(String name, String range, String secondaryRanges) {
    JsonObject subnetwork = new JsonObject();
    subnetwork.addProperty("selfLink", "https://www.googleapis.com/compute/v1/" + name);
    subnetwork.addProperty("ipCidrRange", range);
    subnetwork.add("secondaryIpRanges", json(secondaryRanges));
    list("subnetworks").add(subnetwork);
    return this;
  }

  /** Further fields of the last subnetwork. */
  public SubjectFixture inLastSubnetwork(String lenientFields) {
    JsonArray subnetworks = list("subnetworks");
    JsonObject last = subnetworks.get(subnetworks.size() - 1).getAsJsonObject();
    object("{" + lenientFields + "}").asMap().forEach(last::add);
    return this;
  }

  public SubjectFixture noSubnetworks() {
    list("subnetworks");
    return this;
  }

  /** One more EgressNATPolicy, as the CRD wants it. */
  SubjectFixture policy(String name, String... cidrs) {
    JsonArray destinations = new JsonArray();
    for (String cidr : cidrs) {
      destinations.add(object("{cidr: '" + cidr + "'}"));
    }
    JsonObject policy = object("{metadata: {name: '" + name + "'}, spec: {action: 'NoSNAT'}}");
    policy.getAsJsonObject("spec").add("destinations", destinations);
    list("egressNatPolicies").add(policy);
    return this;
  }

  /** One more EgressNATPolicy, as it is. */
  SubjectFixture policyObject(String lenientJson) {
    list("egressNatPolicies").add(json(lenientJson));
    return this;
  }

  SubjectFixture noPolicies() {
    list("egressNatPolicies");
    return this;
  }

  private JsonArray list(String key) {
    if (!root.has(key)) {
      root.add(key, new JsonArray());
    }
    return root.getAsJsonArray(key);
  }

  /** The agent runs in GKE's chain, started with these arguments. */
  public SubjectFixture agent(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--masq-chain=IP-MASQ"));
    all.addAll(List.of(arguments));
    return agentDaemonSet(
        "{spec: {template: {spec: {containers: [{image: 'gke.gcr.io/ip-masq-agent:v2.12.6'}]}}},"
            + " status: {desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3}}",
        all);
  }

  /** The agent's DaemonSet is this, its container started with these arguments. */
  public SubjectFixture agentDaemonSet(String lenientJson, List<String> arguments) {
    JsonArray args = new JsonArray();
    arguments.forEach(args::add);
    JsonObject daemonSet = object(lenientJson);
    daemonSet
        .getAsJsonObject("spec")
        .getAsJsonObject("template")
        .getAsJsonObject("spec")
        .getAsJsonArray("containers")
        .get(0)
        .getAsJsonObject()
        .add("args", args);
    return part("ipMasqAgentDaemonSet", daemonSet);
  }

  SubjectFixture noAgent() {
    return part("ipMasqAgentDaemonSet", JsonNull.INSTANCE);
  }

  /** The agent's ConfigMap has this text. */
  public SubjectFixture config(String text) {
    JsonObject data = new JsonObject();
    data.addProperty("config", text);
    JsonObject configMap = new JsonObject();
    configMap.add("data", data);
    return part("ipMasqAgentConfig", configMap);
  }

  /** A ConfigMap with this text under a key that the agent does not look at. */
  SubjectFixture otherConfig(String text) {
    JsonObject data = new JsonObject();
    data.addProperty("ip-masq-agent", text);
    JsonObject configMap = new JsonObject();
    configMap.add("data", data);
    return part("ipMasqAgentConfig", configMap);
  }

  public SubjectFixture noConfig() {
    return part("ipMasqAgentConfig", JsonNull.INSTANCE);
  }

  /** A part as it is. */
  public SubjectFixture part(String key, String lenientJson) {
    return part(key, json(lenientJson));
  }

  private SubjectFixture part(String key, JsonElement value) {
    root.add(key, value);
    return this;
  }

  /** Leaves a part unknown, for a reason of its own. */
  public SubjectFixture unknown(String part, String reason, String help) {
    if (!root.has("unknown")) {
      root.add("unknown", new JsonObject());
    }
    root.getAsJsonObject("unknown")
        .add(part, object("{reason: '" + reason + "', help: '" + help + "'}"));
    root.remove(part);
    return this;
  }

  public Subject subject() {
    Clock clock = Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);
    try {
      return new SubjectReader(clock).read(new SourceFile("subject.json", root.toString())).get(0);
    } catch (InvalidDocumentsException mistakes) {
      throw new AssertionError(root.toString(), mistakes);
    }
  }

  public Egress egress() {
    return Egress.of(subject());
  }

  private static JsonObject object(String lenientJson) {
    return json(lenientJson).getAsJsonObject();
  }

  private static JsonElement json(String lenientJson) {
    return JsonParser.parseString(lenientJson);
  }
}
