package dev.composeraudit.report;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonObject;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes what a finding is about, as OCSF's objects Resource Details and Cloud. */
final class ResourceWriter {
  // Principals of workload and workforce pools are none.
  private static final Pattern EMAIL = Pattern.compile("[^@/\\s]+@[^@/\\s]+");
  private static final String TYPE = "composer.googleapis.com/Environment";

  private ResourceWriter() {}

  /** The environment as it was observed; of one that is gone or was not seen, its name. */
  static JsonObject resource(Report report) {
    EnvironmentName name = report.subject().name();
    JsonObject resource = new JsonObject();
    resource.addProperty("uid", name.fullResourceName());
    Environment environment = environment(report);
    if (environment != null) {
      OcsfJson.addText(resource, "uid_alt", environment.getUuid());
    }
    resource.addProperty("name", name.toString());
    resource.addProperty("type", TYPE);
    resource.addProperty("region", name.location());
    if (environment != null) {
      resource.add("labels", OcsfJson.texts(labels(environment.getLabelsMap())));
      resource.add("data", data(environment));
    }
    owner(report.event().trigger()).ifPresent(owner -> resource.add("owner", owner));
    return resource;
  }

  /** Who created it; whoever changes or deletes it later need not own it. */
  private static Optional<JsonObject> owner(Trigger trigger) {
    String principal = trigger.principal();
    boolean creation =
        trigger.kind() == Trigger.Kind.CREATE_FIRST || trigger.kind() == Trigger.Kind.CREATE_LAST;
    if (principal.isEmpty() || !creation) {
      return Optional.empty();
    }
    JsonObject owner = new JsonObject();
    owner.addProperty("name", OcsfJson.limited(principal));
    if (EMAIL.matcher(principal).matches()) {
      owner.addProperty("email_addr", OcsfJson.limited(principal));
    }
    owner.addProperty("type_id", 1);
    return Optional.of(owner);
  }

  private static @Nullable Environment environment(Report report) {
    return report.subject().environment() instanceof Observed.Known<Environment> known
        ? known.value()
        : null;
  }

  private static List<String> labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).toList();
  }

  private static JsonObject data(Environment environment) {
    JsonObject data = new JsonObject();
    OcsfJson.addText(data, "state", environment.getState().name());
    OcsfJson.addText(
        data, "imageVersion", environment.getConfig().getSoftwareConfig().getImageVersion());
    OcsfJson.addText(data, "gkeCluster", environment.getConfig().getGkeCluster());
    return data;
  }

  /** Where it is. */
  static JsonObject cloud(EnvironmentName name) {
    JsonObject account = new JsonObject();
    account.addProperty("uid", name.project());
    account.addProperty("name", name.project());
    account.addProperty("type_id", 11);
    account.addProperty("type", "GCP Project");
    JsonObject cloud = new JsonObject();
    cloud.addProperty("provider", "GCP");
    cloud.addProperty("region", name.location());
    cloud.add("account", account);
    return cloud;
  }
}
