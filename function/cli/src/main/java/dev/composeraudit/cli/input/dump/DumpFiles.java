package dev.composeraudit.cli.input.dump;

import java.util.List;

/**
 * Files that hold resources around environments, as the options name them.
 *
 * @param egressPolicies each may be preceded by {@code ENVIRONMENT=}, as may agentConfigs: what
 *     kubectl prints does not say from which cluster it is
 */
public record DumpFiles(
    List<String> clusters,
    List<String> subnetworks,
    List<String> egressPolicies,
    List<String> agentConfigs) {
  public static final DumpFiles NONE = new DumpFiles(List.of(), List.of(), List.of(), List.of());

  public DumpFiles {
    clusters = List.copyOf(clusters);
    subnetworks = List.copyOf(subnetworks);
    egressPolicies = List.copyOf(egressPolicies);
    agentConfigs = List.copyOf(agentConfigs);
  }
}
