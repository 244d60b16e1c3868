package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Mode;

/** Describes what decides about masquerading. */
public final class ModeText {
  private ModeText() {}

  /** A sentence without a full stop. */
  public static String of(Mode mode) {
    return switch (mode) {
      case EGRESS_NAT_POLICY -> "decided by the cluster's EgressNATPolicies";
      case IP_MASQ_AGENT -> "decided by the cluster's ip-masq-agent";
      case DEFAULT_SNAT -> "decided by the nodes' own rules; no agent runs";
      case NOT_APPLICABLE -> "not applicable: Composer 3 hides its cluster";
      case UNKNOWN -> "what decides is unknown";
    };
  }
}
