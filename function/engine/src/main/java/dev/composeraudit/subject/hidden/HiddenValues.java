package dev.composeraudit.subject.hidden;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.SoftwareConfig;
import com.google.container.v1.Cluster;
import com.google.container.v1.MasterAuth;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Hides the values of environments and clusters that may be secret: environment variables, Airflow
 * configuration overrides (which hold connection strings), and a cluster's password and key. The
 * names of variables and overrides stay, and the fields keep their types. No check of ours needs
 * the values, and whoever may read an environment would otherwise pass them on to all who may read
 * findings.
 */
public final class HiddenValues {
  /** The text that replaces a value. */
  public static final String HIDDEN = "(hidden)";

  /** The hidden fields by the message that has them, by their names in JSON. */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          name(SoftwareConfig.getDescriptor()), Set.of("envVariables", "airflowConfigOverrides"),
          name(MasterAuth.getDescriptor()), Set.of("password", "clientKey"));

  private HiddenValues() {}

  /**
   * Whether values of a field are hidden.
   *
   * @param message the full name of the message that has the field
   */
  public static boolean isHidden(String message, String field) {
    return FIELDS.getOrDefault(message, Set.of()).contains(field);
  }

  /** The environment without such values. */
  public static Environment hide(Environment environment) {
    SoftwareConfig software = environment.getConfig().getSoftwareConfig();
    if (isClean(software.getEnvVariablesMap())
        && isClean(software.getAirflowConfigOverridesMap())) {
      return environment;
    }
    Environment.Builder hidden = environment.toBuilder();
    hidden
        .getConfigBuilder()
        .getSoftwareConfigBuilder()
        .putAllEnvVariables(hide(software.getEnvVariablesMap()))
        .putAllAirflowConfigOverrides(hide(software.getAirflowConfigOverridesMap()));
    return hidden.build();
  }

  /** The cluster without such values. Some of the fields are deprecated, and filled even so. */
  public static Cluster hide(Cluster cluster) {
    MasterAuth.Builder auth = cluster.getMasterAuth().toBuilder();
    for (FieldDescriptor field : MasterAuth.getDescriptor().getFields()) {
      if (isHidden(name(MasterAuth.getDescriptor()), field.getJsonName())) {
        auth.setField(field, hide((String) auth.getField(field)));
      }
    }
    MasterAuth hidden = auth.build();
    return hidden.equals(cluster.getMasterAuth())
        ? cluster
        : cluster.toBuilder().setMasterAuth(hidden).build();
  }

  private static boolean isClean(Map<String, String> values) {
    return values.values().stream().allMatch(HiddenValues::isClean);
  }

  private static boolean isClean(String value) {
    return value.isEmpty() || value.equals(HIDDEN);
  }

  private static Map<String, String> hide(Map<String, String> values) {
    Map<String, String> hidden = new TreeMap<>(values);
    hidden.replaceAll((key, value) -> hide(value));
    return hidden;
  }

  private static String hide(String value) {
    return value.isEmpty() ? value : HIDDEN;
  }

  private static String name(Descriptor message) {
    return message.getFullName();
  }
}
