package dev.composeraudit.subject;

import java.util.Arrays;
import java.util.Optional;

/** The parts of a subject that are observed each by itself. */
public enum Part {
  ENVIRONMENT("environment"),
  CLUSTER("cluster"),
  SUBNETWORKS("subnetworks"),
  EGRESS_NAT_POLICIES("egressNatPolicies"),
  IP_MASQ_AGENT_CONFIG("ipMasqAgentConfig"),
  IP_MASQ_AGENT_DAEMON_SET("ipMasqAgentDaemonSet");

  private final String key;

  Part(String key) {
    this.key = key;
  }

  /** Its key in a Subject document. */
  public String key() {
    return key;
  }

  /** The part with this key in a Subject document; empty if there is none. */
  public static Optional<Part> ofKey(String key) {
    return Arrays.stream(values()).filter(part -> part.key.equals(key)).findFirst();
  }
}
