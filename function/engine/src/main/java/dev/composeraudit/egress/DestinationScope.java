package dev.composeraudit.egress;

/** Where a destination is, as seen from the cluster. */
public enum DestinationScope {
  /** Outside the cluster: its packets leave the cluster, and a firewall may see them. */
  OUTSIDE,
  /** In the cluster's own node range: its packets do not leave the cluster. */
  OWN_NODES,
  /** In the cluster's own Pod range: its packets do not leave the cluster. */
  OWN_PODS,
  /** In the cluster's own Service range: the address of the Service's backend decides. */
  OWN_SERVICES;

  /** Whether packets certainly stay among the cluster's nodes and Pods. */
  public boolean stays() {
    return this == OWN_NODES || this == OWN_PODS;
  }
}
