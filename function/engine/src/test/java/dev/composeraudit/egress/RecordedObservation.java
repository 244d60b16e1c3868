package dev.composeraudit.egress;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One packet that was sent from a Pod of a cluster, and what came of it.
 *
 * @param situation the whole recording: how the cluster was set up
 * @param packet where it went, and what was seen there
 */
record RecordedObservation(JsonObject situation, JsonObject packet) {
  /** All packets of a recording. */
  static List<RecordedObservation> of(String recording) {
    JsonObject situation = Recordings.read("observations/" + recording).getAsJsonObject();
    List<RecordedObservation> all = new ArrayList<>();
    for (JsonElement each : situation.getAsJsonObject("observed").getAsJsonArray("observations")) {
      all.add(new RecordedObservation(situation, each.getAsJsonObject()));
    }
    return all;
  }

  private JsonObject setUp() {
    return situation.getAsJsonObject("case");
  }

  private JsonObject agent() {
    return setUp().getAsJsonObject("agent");
  }

  /** The cluster as a Standard one with or without the agent. */
  SubjectFixture onStandard() {
    SubjectFixture subject =
        SubjectFixture.standard(
            setUp().get("nodeRange").getAsString(), setUp().get("podRange").getAsString(), "");
    if (!agent().get("enabled").getAsBoolean()) {
      String defaultSnat = setUp().has("nodeRules") ? "{}" : "{disabled: true}";
      subject.inCluster(
          "networkConfig",
          "{subnetwork: '%s', defaultSnatStatus: %s}"
              .formatted(SubjectFixture.SUBNETWORK, defaultSnat));
      return subject.noAgent().noConfig();
    }
    // The recorded nodes had no chain but the agent's.
    subject.agent();
    return agent().has("configMissing") ? subject.noConfig() : subject.config(configText());
  }

  private String configText() {
    return agent().has("configText")
        ? agent().get("configText").getAsString()
        : agent().getAsJsonObject("config").toString();
  }

  /** Whether the agent refused its configuration. */
  boolean isRefused() {
    return agent().get("enabled").getAsBoolean()
        && !observed().getAsJsonObject("agent").get("programmed").getAsBoolean();
  }

  private JsonObject observed() {
    return situation.getAsJsonObject("observed");
  }

  Destination destination() {
    return Destination.parse(packet.get("ip").getAsString());
  }

  /** Whether it went to the node that the sending Pod is on. */
  boolean isToOwnNode() {
    return packet.get("kind").getAsString().equals("node-self");
  }

  /** The source that the destination saw; empty if the packet did not arrive. */
  Optional<String> source() {
    JsonElement source = packet.get("observedSource");
    return source.isJsonNull() ? Optional.empty() : Optional.of(source.getAsString());
  }

  boolean isFromPodAddress() {
    return packet.get("sourceIs").getAsString().equals("pod");
  }

  /** The only sources that the destination's firewall accepts; empty if it accepts all. */
  Optional<CidrSet> firewall() {
    if (packet.get("firewall").isJsonNull()) {
      return Optional.empty();
    }
    List<Cidr> accepted = new ArrayList<>();
    packet.getAsJsonArray("firewall").forEach(range -> accepted.add(Cidr.parse(text(range))));
    return Optional.of(CidrSet.of(accepted));
  }

  private static String text(JsonElement element) {
    return element.getAsString();
  }

  boolean isAccepted() {
    return packet.get("outcome").getAsString().equals("accepted");
  }

  @Override
  public String toString() {
    return setUp().get("name").getAsString() + ": " + packet.get("name").getAsString();
  }
}
