package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig.EnvironmentSize;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig.ResilienceMode;
import com.google.cloud.orchestration.airflow.service.v1.IPAllocationPolicy;
import com.google.cloud.orchestration.airflow.service.v1.MaintenanceWindow;
import com.google.cloud.orchestration.airflow.service.v1.MasterAuthorizedNetworksConfig;
import com.google.cloud.orchestration.airflow.service.v1.NetworkingConfig.ConnectionType;
import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import com.google.cloud.orchestration.airflow.service.v1.PrivateEnvironmentConfig;
import com.google.cloud.orchestration.airflow.service.v1.ScheduledSnapshotsConfig;
import com.google.cloud.orchestration.airflow.service.v1.WebServerNetworkAccessControl.AllowedIpRange;
import com.google.cloud.orchestration.airflow.service.v1.WorkloadsConfig;
import com.google.protobuf.util.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The settings with which an environment of Composer 2 was created, as flags of {@code gcloud
 * composer environments create}. What may hold secrets is left out: environment variables, Airflow
 * configuration and PyPI packages come with a snapshot.
 */
final class CreateFlags {
  private final EnvironmentConfig config;
  private final FlagList flags = new FlagList();

  private CreateFlags(EnvironmentConfig config) {
    this.config = config;
  }

  /** The settings, in a fixed order. */
  static List<String> of(Environment environment) {
    CreateFlags made = new CreateFlags(environment.getConfig());
    made.addImage();
    made.addNode();
    made.addRanges();
    made.addPrivate();
    made.addAccess();
    made.addWorkloads();
    made.addUpkeep();
    return made.flags.all();
  }

  private void addImage() {
    flags.text("image-version", config.getSoftwareConfig().getImageVersion());
    EnvironmentSize size = config.getEnvironmentSize();
    if (size != EnvironmentSize.ENVIRONMENT_SIZE_UNSPECIFIED
        && size != EnvironmentSize.UNRECOGNIZED) {
      String word = size.name().substring("ENVIRONMENT_SIZE_".length()).toLowerCase(Locale.ROOT);
      flags.add("--environment-size=" + word);
    }
    if (config.getResilienceMode() == ResilienceMode.HIGH_RESILIENCE) {
      flags.add("--enable-high-resilience");
    }
  }

  private void addNode() {
    NodeConfig node = config.getNodeConfig();
    flags.text("network", node.getNetwork());
    flags.text("subnetwork", node.getSubnetwork());
    flags.text("service-account", node.getServiceAccount());
    if (node.getTagsCount() > 0) {
      List<String> tags = node.getTagsList();
      flags.add("--tags=" + Quoted.shell(Quoted.flagValues(tags)));
    }
    flags.text("kms-key", config.getEncryptionConfig().getKmsKeyName());
    flags.text("cloud-sql-preferred-zone", config.getDatabaseConfig().getZone());
  }

  private void addRanges() {
    IPAllocationPolicy policy = config.getNodeConfig().getIpAllocationPolicy();
    flags.text("cluster-secondary-range-name", policy.getClusterSecondaryRangeName());
    flags.text("services-secondary-range-name", policy.getServicesSecondaryRangeName());
    flags.text("cluster-ipv4-cidr", policy.getClusterIpv4CidrBlock());
    flags.text("services-ipv4-cidr", policy.getServicesIpv4CidrBlock());
  }

  private void addPrivate() {
    PrivateEnvironmentConfig its = config.getPrivateEnvironmentConfig();
    if (!its.getEnablePrivateEnvironment()) {
      return;
    }
    boolean endpoint = its.getPrivateClusterConfig().getEnablePrivateEndpoint();
    flags.add("--enable-private-environment");
    flags.add(endpoint ? "--enable-private-endpoint" : "");
    flags.text("master-ipv4-cidr", its.getPrivateClusterConfig().getMasterIpv4CidrBlock());
    flags.text("cloud-sql-ipv4-cidr", its.getCloudSqlIpv4CidrBlock());
    flags.text("composer-network-ipv4-cidr", its.getCloudComposerNetworkIpv4CidrBlock());
    flags.text("connection-subnetwork", its.getCloudComposerConnectionSubnetwork());
    flags.flag("enable-privately-used-public-ips", its.getEnablePrivatelyUsedPublicIps());
    ConnectionType type = its.getNetworkingConfig().getConnectionType();
    if (type != ConnectionType.CONNECTION_TYPE_UNSPECIFIED && type != ConnectionType.UNRECOGNIZED) {
      String word = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
      flags.add("--connection-type=" + word);
    }
  }

  private void addAccess() {
    List<AllowedIpRange> allowed =
        config.getWebServerNetworkAccessControl().getAllowedIpRangesList();
    boolean all = allowed.stream().anyMatch(range -> range.getValue().equals("0.0.0.0/0"));
    for (AllowedIpRange range : allowed) {
      List<String> pairs = new ArrayList<>(List.of("ip_range=" + range.getValue()));
      if (!range.getDescription().isEmpty()) {
        pairs.add("description=" + range.getDescription());
      }
      String flag = "--web-server-allow-ip=" + Quoted.shell(Quoted.flagValues(pairs));
      flags.add(all ? "" : flag);
    }
    boolean open = !config.hasWebServerNetworkAccessControl();
    boolean isPrivate = config.getPrivateEnvironmentConfig().getEnablePrivateEnvironment();
    // gcloud requires this flag for a private environment.
    if (all || (open && isPrivate)) {
      flags.add("--web-server-allow-all");
    } else if (allowed.isEmpty() && !open) {
      flags.add("--web-server-deny-all");
    }
    MasterAuthorizedNetworksConfig networks = config.getMasterAuthorizedNetworksConfig();
    if (networks.getEnabled()) {
      flags.add("--enable-master-authorized-networks");
      List<String> ranges =
          networks.getCidrBlocksList().stream()
              .map(MasterAuthorizedNetworksConfig.CidrBlock::getCidrBlock)
              .toList();
      String flag = "--master-authorized-networks=" + Quoted.shell(Quoted.flagValues(ranges));
      if (!ranges.isEmpty()) {
        flags.add(flag);
      }
    }
  }

  private void addWorkloads() {
    WorkloadsConfig its = config.getWorkloadsConfig();
    workload(
        "scheduler",
        its.getScheduler().getCpu(),
        its.getScheduler().getMemoryGb(),
        its.getScheduler().getStorageGb());
    flags.count("scheduler-count", its.getScheduler().getCount());
    if (its.getTriggerer().getCount() > 0) {
      flags.count("triggerer-count", its.getTriggerer().getCount());
      workload("triggerer", its.getTriggerer().getCpu(), its.getTriggerer().getMemoryGb(), 0);
    }
    workload(
        "web-server",
        its.getWebServer().getCpu(),
        its.getWebServer().getMemoryGb(),
        its.getWebServer().getStorageGb());
    workload(
        "worker",
        its.getWorker().getCpu(),
        its.getWorker().getMemoryGb(),
        its.getWorker().getStorageGb());
    flags.count("min-workers", its.getWorker().getMinCount());
    flags.count("max-workers", its.getWorker().getMaxCount());
  }

  private void workload(String name, float cpu, float memory, float storage) {
    if (cpu > 0) {
      flags.add("--" + name + "-cpu=" + FlagList.number(cpu));
    }
    if (memory > 0) {
      flags.add("--" + name + "-memory=" + FlagList.size(memory));
    }
    if (storage > 0) {
      flags.add("--" + name + "-storage=" + FlagList.size(storage));
    }
  }

  private void addUpkeep() {
    MaintenanceWindow window = config.getMaintenanceWindow();
    if (config.hasMaintenanceWindow()) {
      flags.text("maintenance-window-start", Timestamps.toString(window.getStartTime()));
      flags.text("maintenance-window-end", Timestamps.toString(window.getEndTime()));
      flags.text("maintenance-window-recurrence", window.getRecurrence());
    }
    ScheduledSnapshotsConfig snapshots = config.getRecoveryConfig().getScheduledSnapshotsConfig();
    if (snapshots.getEnabled()) {
      flags.add("--enable-scheduled-snapshot-creation");
      flags.text("snapshot-creation-schedule", snapshots.getSnapshotCreationSchedule());
      flags.text("snapshot-location", snapshots.getSnapshotLocation());
      flags.text("snapshot-schedule-timezone", snapshots.getTimeZone());
    }
  }
}
