package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.common.base.Suppliers;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Commands that replace an environment by a new one with its settings, but for what has to be
 * different. The new one has a name of its own, since the present one works until the last step.
 * Only the creation is a command to run; the steps after it are comments.
 */
final class RecreateCommands {
  /** What Composer 3 has too, and where more would be allowed if it were left out. */
  private static final Pattern TAKEN_ALONG =
      Pattern.compile(
          "--(network|subnetwork|service-account|environment-size|kms-key|maintenance-window-[a-z]+"
              + "|web-server-(allow|deny)-[a-z]+)\\b");

  private static final int NAME_LENGTH = 63;

  private final EnvironmentName name;
  private final Environment environment;
  private final Supplier<List<String>> flags;
  private final Supplier<String> gcloud = Suppliers.memoize(this::writeGcloud);
  private final Supplier<String> rest = Suppliers.memoize(this::writeRest);

  RecreateCommands(EnvironmentName name, Environment environment) {
    this.name = name;
    this.environment = environment;
    this.flags = Suppliers.memoize(() -> CreateFlags.of(environment));
  }

  /** The commands that create the environment with the agent and move to it. */
  String gcloud() {
    return gcloud.get();
  }

  private String writeGcloud() {
    List<String> all = new ArrayList<>(base());
    all.addAll(flags.get());
    all.add("--enable-ip-masq-agent");
    return command(successor("-masq"), all);
  }

  /** The commands that create an environment of Composer 3 in the same network and move to it. */
  String composer3(String airflowVersion) {
    List<String> all = new ArrayList<>(base());
    // Airflow 1 ended with Composer 1.
    String airflow =
        airflowVersion.startsWith("1.") ? "2" : airflowVersion.replaceFirst("\\..*", "");
    all.add("--image-version=composer-3-airflow-" + airflow);
    flags.get().stream().filter(flag -> TAKEN_ALONG.matcher(flag).lookingAt()).forEach(all::add);
    return command(successor("-composer-3"), all);
  }

  private List<String> base() {
    List<String> flags = new ArrayList<>();
    flags.add("--project=" + Quoted.shell(name.project()));
    flags.add("--location=" + Quoted.shell(name.location()));
    Map<String, String> labels = new TreeMap<>(environment.getLabelsMap());
    if (!labels.isEmpty()) {
      List<String> pairs =
          labels.entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList();
      flags.add("--labels=" + Quoted.shell(Quoted.flagValues(pairs)));
    }
    return flags;
  }

  /** The new environment's name: the present one's with a suffix, no longer than a name may be. */
  private String successor(String suffix) {
    String old = name.environment();
    int kept = Math.min(old.length(), NAME_LENGTH - suffix.length());
    return old.substring(0, kept).replaceFirst("-+$", "") + suffix;
  }

  private String command(String successor, List<String> all) {
    String place =
        "--project=%s --location=%s"
            .formatted(Quoted.shell(name.project()), Quoted.shell(name.location()));
    String old = Quoted.shell(name.environment());
    return "gcloud composer environments create "
        + Quoted.shell(successor)
        + " \\\n    "
        + String.join(" \\\n    ", all)
        + """

        # Then move over, and delete the present environment last:
        # gcloud composer environments snapshots save %1$s %3$s
        # gcloud composer environments snapshots load %2$s %3$s --snapshot-path=PATH_THAT_SAVE_PRINTED
        # Pause the DAGs of %1$s, compare and unpause them in %2$s.
        # gcloud composer environments delete %1$s %3$s
        """
            .formatted(old, Quoted.shell(successor), place)
            .stripTrailing();
  }

  /** The request that creates it with the agent. */
  String rest() {
    return rest.get();
  }

  private String writeRest() {
    Environment.Builder body = environment.toBuilder();
    body.setName(
        new EnvironmentName(name.project(), name.location(), successor("-masq")).toString());
    body.clearUuid().clearState().clearCreateTime().clearUpdateTime();
    body.clearSatisfiesPzs().clearSatisfiesPzi().clearStorageConfig();
    body.getConfigBuilder()
        .clearGkeCluster()
        .clearDagGcsPrefix()
        .clearAirflowUri()
        .clearAirflowByoidUri();
    // They may hold secrets, and come with a snapshot.
    body.getConfigBuilder()
        .getSoftwareConfigBuilder()
        .clearEnvVariables()
        .clearAirflowConfigOverrides()
        .clearPypiPackages();
    if (environment.getConfig().hasPrivateEnvironmentConfig()) {
      body.getConfigBuilder()
          .getPrivateEnvironmentConfigBuilder()
          .clearWebServerIpv4ReservedRange()
          .clearCloudComposerNetworkIpv4ReservedRange()
          .getPrivateClusterConfigBuilder()
          .clearMasterIpv4ReservedRange();
    }
    body.getConfigBuilder().getNodeConfigBuilder().setEnableIpMasqAgent(true);
    try {
      return "POST https://composer.googleapis.com/v1/projects/%s/locations/%s/environments\n\n%s"
          .formatted(
              name.project(), name.location(), Quoted.json(JsonFormat.printer().print(body)));
    } catch (InvalidProtocolBufferException unexpected) {
      throw new IllegalStateException("an environment that was read as JSON", unexpected);
    }
  }

  /** The argument that enables the agent, in the block of the environment's resource. */
  static String terraform() {
    return """
    config {
      node_config {
        enable_ip_masq_agent = true
      }
    }
    """;
  }
}
