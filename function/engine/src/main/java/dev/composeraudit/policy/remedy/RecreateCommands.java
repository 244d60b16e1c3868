package dev.composeraudit.policy.remedy;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.common.base.Suppliers;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.policy.remedy.FlagList.Setting;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How to create an environment anew with its own settings, but for what has to be different. The
 * texts are made once, for all policies that recommend them.
 */
final class RecreateCommands {
  /** What Composer 3 has too, and where more would be allowed if it were left out. */
  private static final Pattern TAKEN_ALONG =
      Pattern.compile(
          "--(network|subnetwork|service-account|environment-size|kms-key|maintenance-window-[a-z]+"
              + "|web-server-(allow|deny)-[a-z]+)\\b");

  private final EnvironmentName name;
  private final Environment environment;
  private final Supplier<List<Setting>> settings;
  private final Supplier<String> gcloud = Suppliers.memoize(this::writeGcloud);
  private final Supplier<String> rest = Suppliers.memoize(this::writeRest);
  private final Supplier<String> terraform = Suppliers.memoize(this::writeTerraform);

  RecreateCommands(EnvironmentName name, Environment environment) {
    this.name = name;
    this.environment = environment;
    this.settings = Suppliers.memoize(() -> CreateFlags.of(environment));
  }

  /** The command that creates it with the agent. */
  String gcloud() {
    return gcloud.get();
  }

  private String writeGcloud() {
    List<String> flags = new ArrayList<>(base());
    settings.get().stream().map(Setting::flag).forEach(flags::add);
    flags.add("--enable-ip-masq-agent");
    return command(flags);
  }

  /** The command that creates one of Composer 3 in the same network. */
  String composer3(String airflowVersion) {
    List<String> flags = new ArrayList<>(base());
    // Airflow 1 ended with Composer 1.
    String airflow =
        airflowVersion.startsWith("1.") ? "2" : airflowVersion.replaceFirst("\\..*", "");
    flags.add("--image-version=composer-3-airflow-" + airflow);
    settings.get().stream()
        .map(Setting::flag)
        .filter(flag -> TAKEN_ALONG.matcher(flag).lookingAt())
        .forEach(flags::add);
    return command(flags);
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

  private String command(List<String> flags) {
    List<String> words = new ArrayList<>();
    words.add("gcloud composer environments create " + Quoted.shell(name.environment()));
    flags.stream().filter(flag -> !flag.isEmpty()).forEach(words::add);
    return String.join(" \\\n    ", words);
  }

  /** The request that creates it with the agent. */
  String rest() {
    return rest.get();
  }

  private String writeRest() {
    Environment.Builder body = environment.toBuilder();
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
          .formatted(name.project(), name.location(), JsonFormat.printer().print(body));
    } catch (InvalidProtocolBufferException unexpected) {
      throw new IllegalStateException("an environment that was read as JSON", unexpected);
    }
  }

  /** The resource that creates it with the agent. */
  String terraform() {
    return terraform.get();
  }

  private String writeTerraform() {
    HclBlock block = new HclBlock();
    block.put("name", Quoted.hcl(name.environment()));
    block.put("project", Quoted.hcl(name.project()));
    block.put("region", Quoted.hcl(name.location()));
    Map<String, String> labels = new TreeMap<>(environment.getLabelsMap());
    if (!labels.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      labels.forEach((key, value) -> pairs.add(Quoted.hcl(key) + " = " + Quoted.hcl(value)));
      block.put("labels", "{ " + String.join(", ", pairs) + " }");
    }
    block.put("config.node_config.enable_ip_masq_agent", "true");
    for (Setting setting : settings.get()) {
      if (!setting.path().isEmpty()) {
        block.put(setting.path(), setting.hcl());
      }
    }
    return block.render(
        "resource \"google_composer_environment\" "
            + new JsonPrimitive(name.environment().replace('-', '_')));
  }
}
