package dev.composeraudit.cli.option;

import dev.composeraudit.cli.input.dump.DumpFiles;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that join dumps of gcloud and kubectl to the environments that name them. */
public final class DumpOptions {
  @Option(
      names = "--cluster",
      paramLabel = "FILE",
      description = "clusters, as gcloud container clusters describe or list prints them")
  private List<String> clusters = new ArrayList<>();

  @Option(
      names = "--subnetworks",
      paramLabel = "FILE",
      description =
          "subnetworks, also of a host project, as gcloud compute networks subnets describe or list"
              + " prints them")
  private List<String> subnetworks = new ArrayList<>();

  @Option(
      names = "--egress-policies",
      paramLabel = "[ENVIRONMENT=]FILE",
      description =
          "output of kubectl get egressnatpolicies -o json; with the environment's name if there"
              + " are several environments")
  private List<String> egressPolicies = new ArrayList<>();

  @Option(
      names = "--agent-config",
      paramLabel = "[ENVIRONMENT=]FILE",
      description =
          "the ConfigMap and the DaemonSet kube-system/ip-masq-agent of a Standard cluster, as"
              + " kubectl prints them")
  private List<String> agentConfigs = new ArrayList<>();

  public DumpFiles files() {
    return new DumpFiles(clusters, subnetworks, egressPolicies, agentConfigs);
  }
}
