package dev.composeraudit.egress;

/** What decides about masquerading in an environment's cluster. */
public enum Mode {
  /** EgressNATPolicies: GKE Autopilot, and a Dataplane V2 cluster that has any. */
  EGRESS_NAT_POLICY,
  /** The agent's DaemonSet, on GKE Standard. */
  IP_MASQ_AGENT,
  /** The default list, on GKE Standard without the agent. */
  DEFAULT_SNAT,
  /** Composer 3: the cluster cannot be read, and its Pods are outside the VPC. */
  NOT_APPLICABLE,
  UNKNOWN
}
