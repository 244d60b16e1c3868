package dev.composeraudit.sandbox.composer;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig;
import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import com.google.protobuf.util.Timestamps;
import dev.composeraudit.sandbox.api.ResourceName;
import io.grpc.Status;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The environments that exist, as their documents. Safe for use by many threads. */
public final class Environments {
  private final Clock clock;
  private final Map<String, Environment> documents = new TreeMap<>();

  public Environments(Clock clock) {
    this.clock = clock;
  }

  /** Enters a new environment, in state CREATING, with the defaults that Composer fills in. */
  public synchronized Environment begin(ResourceName name, Environment requested) {
    if (documents.containsKey(name.toString())) {
      throw Status.ALREADY_EXISTS
          .withDescription("Environment already exists: " + name)
          .asRuntimeException();
    }
    Environment begun = withDefaults(name, requested);
    documents.put(name.toString(), begun);
    return begun;
  }

  public synchronized Environment get(ResourceName name) {
    Environment environment = documents.get(name.toString());
    if (environment == null) {
      throw Status.NOT_FOUND
          .withDescription("No such environment found: " + name)
          .asRuntimeException();
    }
    return environment;
  }

  /** All below a parent, by name. */
  public synchronized List<Environment> list(String parent) {
    return documents.values().stream()
        .filter(environment -> environment.getName().startsWith(parent + "/"))
        .toList();
  }

  public synchronized Environment state(ResourceName name, Environment.State state) {
    return put(name, get(name).toBuilder().setState(state));
  }

  /**
   * Ends a creation well.
   *
   * @param cluster its name; blank where it is hidden
   */
  public synchronized Environment running(ResourceName name, String cluster) {
    Environment.Builder builder = get(name).toBuilder().setState(Environment.State.RUNNING);
    String bucket = name.location() + "-" + name.id() + "-bucket";
    builder
        .getConfigBuilder()
        .setGkeCluster(cluster)
        .setDagGcsPrefix("gs://" + bucket + "/dags")
        .setAirflowUri("https://" + name.id() + "-dot-" + name.location() + ".composer.example");
    return put(name, builder);
  }

  /**
   * Changes labels.
   *
   * @param paths {@code labels}, or {@code labels.NAME} of each that is set or, where there is no
   *     such label in {@code wanted}, removed
   */
  synchronized Environment label(
      ResourceName name, List<String> paths, Map<String, String> wanted) {
    Environment.Builder builder = get(name).toBuilder();
    for (String path : paths) {
      if (path.equals("labels")) {
        builder.clearLabels().putAllLabels(wanted);
      } else if (path.startsWith("labels.")) {
        String label = path.substring("labels.".length());
        builder.removeLabels(label);
        if (wanted.containsKey(label)) {
          builder.putLabels(label, wanted.get(label));
        }
      } else {
        throw Status.UNIMPLEMENTED
            .withDescription("The sandbox updates labels only, not " + path)
            .asRuntimeException();
      }
    }
    return put(name, builder);
  }

  public synchronized void remove(ResourceName name) {
    documents.remove(name.toString());
  }

  private Environment put(ResourceName name, Environment.Builder builder) {
    Environment updated = builder.setUpdateTime(Timestamps.fromMillis(clock.millis())).build();
    documents.put(name.toString(), updated);
    return updated;
  }

  private Environment withDefaults(ResourceName name, Environment requested) {
    EnvironmentConfig.Builder config = requested.getConfig().toBuilder();
    ImageVersion version =
        ImageVersion.resolve(requested.getConfig().getSoftwareConfig().getImageVersion());
    config.getSoftwareConfigBuilder().setImageVersion(version.text());
    if (version.hasCluster()) {
      config.setNodeConfig(nodeDefaults(name, config.getNodeConfig()));
    }
    if (config.getEnvironmentSize()
        == EnvironmentConfig.EnvironmentSize.ENVIRONMENT_SIZE_UNSPECIFIED) {
      config.setEnvironmentSize(EnvironmentConfig.EnvironmentSize.ENVIRONMENT_SIZE_SMALL);
    }
    long now = clock.millis();
    return requested.toBuilder()
        .setName(name.toString())
        .setConfig(config)
        .setUuid(UUID.randomUUID().toString())
        .setState(Environment.State.CREATING)
        .setCreateTime(Timestamps.fromMillis(now))
        .setUpdateTime(Timestamps.fromMillis(now))
        .build();
  }

  private static NodeConfig nodeDefaults(ResourceName name, NodeConfig nodes) {
    NodeConfig.Builder builder = nodes.toBuilder();
    if (nodes.getNetwork().isEmpty()) {
      builder.setNetwork("projects/" + name.project() + "/global/networks/default");
    }
    if (nodes.getSubnetwork().isEmpty()) {
      builder.setSubnetwork(
          "projects/%s/regions/%s/subnetworks/default".formatted(name.project(), name.location()));
    }
    if (nodes.getServiceAccount().isEmpty()) {
      builder.setServiceAccount("composer@" + name.project() + ".iam.gserviceaccount.com");
    }
    return builder.build();
  }
}
