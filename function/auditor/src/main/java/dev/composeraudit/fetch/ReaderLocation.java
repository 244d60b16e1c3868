package dev.composeraudit.fetch;

import dev.composeraudit.fetch.kubernetes.ControlPlaneEndpoints;
import dev.composeraudit.fetch.kubernetes.ReaderVpc;
import java.util.Set;

/**
 * Where this reader runs, and which resources it may read.
 *
 * @param vpcs the VPCs, with region, in which it runs: it can reach private control planes there
 * @param hostProjects the Shared VPC host projects whose subnetworks may be read, beside the
 *     environment's own project; empty = those that GKE names, whichever they are
 * @param composer1 whether to read what only Composer 1 needs: the ConfigMap and the DaemonSet of
 *     ip-masq-agent on Standard clusters
 * @param controlPlanes by which endpoints the clusters' Kubernetes APIs are called, which get an
 *     access token
 */
public record ReaderLocation(
    Set<ReaderVpc> vpcs,
    Set<String> hostProjects,
    boolean composer1,
    ControlPlaneEndpoints controlPlanes) {
  /** Outside of any VPC, host projects not limited, Composer 1 left out. */
  public static final ReaderLocation OUTSIDE = new ReaderLocation(Set.of(), Set.of(), false);

  /** One that calls control planes by any endpoint. */
  public ReaderLocation(Set<ReaderVpc> vpcs, Set<String> hostProjects, boolean composer1) {
    this(vpcs, hostProjects, composer1, ControlPlaneEndpoints.ANY);
  }

  public ReaderLocation {
    vpcs = Set.copyOf(vpcs);
    hostProjects = Set.copyOf(hostProjects);
  }
}
