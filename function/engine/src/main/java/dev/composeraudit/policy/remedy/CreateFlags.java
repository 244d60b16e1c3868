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
 * The settings with which an environment of Composer 2 was created, as gcloud's flags and as
 * Terraform's arguments. What may hold secrets is left out: environment variables, Airflow
 * configuration and PyPI packages come with a snapshot.
 */
final class CreateFlags {
  private final EnvironmentConfig config;
  private final FlagList settings = new FlagList();

  private CreateFlags(EnvironmentConfig config) {
    this.config = config;
  }

  /** The settings, in a fixed order. */
  static List<FlagList.Setting> of(Environment environment) {
    CreateFlags made = new CreateFlags(environment.getConfig());
    made.addImage();
    made.addNode();
    made.addRanges();
    made.addPrivate();
    made.addAccess();
    made.addWorkloads();
    made.addUpkeep();
    return made.settings.all();
  }

  private void addImage() {
    settings.text(
        "image-version",
        "config.software_config.image_version",
        config.getSoftwareConfig().getImageVersion());
    EnvironmentSize size = config.getEnvironmentSize();
    if (size != EnvironmentSize.ENVIRONMENT_SIZE_UNSPECIFIED
        && size != EnvironmentSize.UNRECOGNIZED) {
      String word = size.name().substring("ENVIRONMENT_SIZE_".length()).toLowerCase(Locale.ROOT);
      settings.add(
          "--environment-size=" + word, "config.environment_size", Quoted.hcl(size.name()));
    }
    if (config.getResilienceMode() == ResilienceMode.HIGH_RESILIENCE) {
      settings.add("--enable-high-resilience", "config.resilience_mode", "\"HIGH_RESILIENCE\"");
    }
  }

  private void addNode() {
    NodeConfig node = config.getNodeConfig();
    settings.text("network", "config.node_config.network", node.getNetwork());
    settings.text("subnetwork", "config.node_config.subnetwork", node.getSubnetwork());
    settings.text(
        "service-account", "config.node_config.service_account", node.getServiceAccount());
    if (node.getTagsCount() > 0) {
      List<String> tags = node.getTagsList();
      settings.add(
          "--tags=" + Quoted.shell(Quoted.flagValues(tags)),
          "config.node_config.tags",
          tags.stream().map(Quoted::hcl).toList().toString());
    }
    settings.text(
        "kms-key",
        "config.encryption_config.kms_key_name",
        config.getEncryptionConfig().getKmsKeyName());
    settings.text(
        "cloud-sql-preferred-zone",
        "config.database_config.zone",
        config.getDatabaseConfig().getZone());
  }

  private void addRanges() {
    String block = "config.node_config.ip_allocation_policy.";
    IPAllocationPolicy policy = config.getNodeConfig().getIpAllocationPolicy();
    settings.text(
        "cluster-secondary-range-name",
        block + "cluster_secondary_range_name",
        policy.getClusterSecondaryRangeName());
    settings.text(
        "services-secondary-range-name",
        block + "services_secondary_range_name",
        policy.getServicesSecondaryRangeName());
    settings.text(
        "cluster-ipv4-cidr", block + "cluster_ipv4_cidr_block", policy.getClusterIpv4CidrBlock());
    settings.text(
        "services-ipv4-cidr",
        block + "services_ipv4_cidr_block",
        policy.getServicesIpv4CidrBlock());
  }

  private void addPrivate() {
    String block = "config.private_environment_config.";
    PrivateEnvironmentConfig its = config.getPrivateEnvironmentConfig();
    if (!its.getEnablePrivateEnvironment()) {
      return;
    }
    boolean endpoint = its.getPrivateClusterConfig().getEnablePrivateEndpoint();
    settings.add("--enable-private-environment", "", "");
    settings.add(
        endpoint ? "--enable-private-endpoint" : "",
        block + "enable_private_endpoint",
        String.valueOf(endpoint));
    settings.text(
        "master-ipv4-cidr",
        block + "master_ipv4_cidr_block",
        its.getPrivateClusterConfig().getMasterIpv4CidrBlock());
    settings.text(
        "cloud-sql-ipv4-cidr", block + "cloud_sql_ipv4_cidr_block", its.getCloudSqlIpv4CidrBlock());
    settings.text(
        "composer-network-ipv4-cidr",
        block + "cloud_composer_network_ipv4_cidr_block",
        its.getCloudComposerNetworkIpv4CidrBlock());
    settings.text(
        "connection-subnetwork",
        block + "cloud_composer_connection_subnetwork",
        its.getCloudComposerConnectionSubnetwork());
    settings.flag(
        "enable-privately-used-public-ips",
        block + "enable_privately_used_public_ips",
        its.getEnablePrivatelyUsedPublicIps());
    ConnectionType type = its.getNetworkingConfig().getConnectionType();
    if (type != ConnectionType.CONNECTION_TYPE_UNSPECIFIED && type != ConnectionType.UNRECOGNIZED) {
      String word = type.name().toLowerCase(Locale.ROOT).replace('_', '-');
      settings.add("--connection-type=" + word, block + "connection_type", Quoted.hcl(type.name()));
    }
  }

  private void addAccess() {
    List<AllowedIpRange> allowed =
        config.getWebServerNetworkAccessControl().getAllowedIpRangesList();
    boolean all = allowed.stream().anyMatch(range -> range.getValue().equals("0.0.0.0/0"));
    for (int i = 0; i < allowed.size(); i++) {
      String block = "config.web_server_network_access_control.allowed_ip_range[" + i + "].";
      AllowedIpRange range = allowed.get(i);
      List<String> pairs = new ArrayList<>(List.of("ip_range=" + range.getValue()));
      if (!range.getDescription().isEmpty()) {
        pairs.add("description=" + range.getDescription());
      }
      String flag = "--web-server-allow-ip=" + Quoted.shell(Quoted.flagValues(pairs));
      settings.add(all ? "" : flag, block + "value", Quoted.hcl(range.getValue()));
      settings.hcl(block + "description", range.getDescription());
    }
    boolean open = !config.hasWebServerNetworkAccessControl();
    boolean isPrivate = config.getPrivateEnvironmentConfig().getEnablePrivateEnvironment();
    // gcloud wants to be told so of a private environment.
    if (all || (open && isPrivate)) {
      settings.add("--web-server-allow-all", "", "");
    } else if (allowed.isEmpty() && !open) {
      settings.add("--web-server-deny-all", "", "");
    }
    MasterAuthorizedNetworksConfig networks = config.getMasterAuthorizedNetworksConfig();
    if (networks.getEnabled()) {
      String block = "config.master_authorized_networks_config.";
      settings.add("--enable-master-authorized-networks", block + "enabled", "true");
      List<String> ranges =
          networks.getCidrBlocksList().stream()
              .map(MasterAuthorizedNetworksConfig.CidrBlock::getCidrBlock)
              .toList();
      String flag = "--master-authorized-networks=" + Quoted.shell(Quoted.flagValues(ranges));
      for (int i = 0; i < ranges.size(); i++) {
        String each = block + "cidr_blocks[" + i + "].";
        settings.add(i == 0 ? flag : "", each + "cidr_block", Quoted.hcl(ranges.get(i)));
        settings.hcl(each + "display_name", networks.getCidrBlocks(i).getDisplayName());
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
    settings.count(
        "scheduler-count",
        "config.workloads_config.scheduler.count",
        its.getScheduler().getCount());
    if (its.getTriggerer().getCount() > 0) {
      settings.count(
          "triggerer-count",
          "config.workloads_config.triggerer.count",
          its.getTriggerer().getCount());
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
    settings.count(
        "min-workers", "config.workloads_config.worker.min_count", its.getWorker().getMinCount());
    settings.count(
        "max-workers", "config.workloads_config.worker.max_count", its.getWorker().getMaxCount());
  }

  private void workload(String name, float cpu, float memory, float storage) {
    String block = "config.workloads_config." + name.replace('-', '_') + ".";
    if (cpu > 0) {
      settings.add(
          "--" + name + "-cpu=" + FlagList.number(cpu), block + "cpu", FlagList.number(cpu));
    }
    if (memory > 0) {
      settings.add(
          "--" + name + "-memory=" + FlagList.size(memory),
          block + "memory_gb",
          FlagList.number(memory));
    }
    if (storage > 0) {
      settings.add(
          "--" + name + "-storage=" + FlagList.size(storage),
          block + "storage_gb",
          FlagList.number(storage));
    }
  }

  private void addUpkeep() {
    MaintenanceWindow window = config.getMaintenanceWindow();
    if (config.hasMaintenanceWindow()) {
      String block = "config.maintenance_window.";
      settings.text(
          "maintenance-window-start",
          block + "start_time",
          Timestamps.toString(window.getStartTime()));
      settings.text(
          "maintenance-window-end", block + "end_time", Timestamps.toString(window.getEndTime()));
      settings.text("maintenance-window-recurrence", block + "recurrence", window.getRecurrence());
    }
    ScheduledSnapshotsConfig snapshots = config.getRecoveryConfig().getScheduledSnapshotsConfig();
    if (snapshots.getEnabled()) {
      String block = "config.recovery_config.scheduled_snapshots_config.";
      settings.add("--enable-scheduled-snapshot-creation", block + "enabled", "true");
      settings.text(
          "snapshot-creation-schedule",
          block + "snapshot_creation_schedule",
          snapshots.getSnapshotCreationSchedule());
      settings.text(
          "snapshot-location", block + "snapshot_location", snapshots.getSnapshotLocation());
      settings.text("snapshot-schedule-timezone", block + "time_zone", snapshots.getTimeZone());
    }
  }
}
