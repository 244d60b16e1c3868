package dev.composeraudit.report.ocsf;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.report.finding.EnvironmentResource;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingResource;
import dev.composeraudit.report.finding.FindingTrigger;
import dev.composeraudit.report.finding.ScopeResource;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes what a finding is about as OCSF's objects Resource Details and Cloud. */
final class ResourceWriter {
  // Principals of workload and workforce identity pools are not e-mail addresses.
  private static final Pattern EMAIL = Pattern.compile("[^@/\\s]+@[^@/\\s]+");
  private static final String ENVIRONMENT = "composer.googleapis.com/Environment";

  private ResourceWriter() {}

  /** The resource; after a scope, the environments in it that were not judged. */
  static JsonArray resources(Finding finding) {
    if (finding.resource() instanceof EnvironmentResource environment) {
      return JsonFields.singleton(environment(environment, finding.trigger()));
    }
    ScopeResource scope = (ScopeResource) finding.resource();
    JsonArray resources = new JsonArray();
    resources.add(resource(scope.fullName(), scope.name(), scopeType(scope.name())));
    for (EnvironmentName name : scope.unjudged()) {
      resources.add(resource(name.fullResourceName(), name.toString(), ENVIRONMENT));
    }
    return resources;
  }

  private static JsonObject resource(String uid, String name, String type) {
    JsonObject resource = new JsonObject();
    resource.addProperty("uid", uid);
    resource.addProperty("name", name);
    resource.addProperty("type", type);
    return resource;
  }

  /** {@code folders/7} is a Folder. */
  private static String scopeType(String scope) {
    String kind = scope.substring(0, scope.indexOf('/') - 1);
    return "cloudresourcemanager.googleapis.com/"
        + kind.substring(0, 1).toUpperCase(Locale.ROOT)
        + kind.substring(1);
  }

  private static JsonObject environment(EnvironmentResource resource, FindingTrigger trigger) {
    Environment environment = resource.environment();
    JsonObject json = new JsonObject();
    json.addProperty("uid", resource.fullName());
    if (environment != null) {
      JsonFields.addText(json, "uid_alt", environment.getUuid());
    }
    json.addProperty("name", resource.name());
    json.addProperty("type", ENVIRONMENT);
    json.addProperty("region", resource.environmentName().location());
    if (environment != null) {
      json.add("labels", JsonFields.texts(labels(environment.getLabelsMap())));
      json.add("data", data(environment));
    }
    if (resource.owningTeam() != null) {
      JsonObject group = new JsonObject();
      group.addProperty("name", resource.team());
      json.add("group", group);
    }
    owner(trigger).ifPresent(owner -> json.add("owner", owner));
    return json;
  }

  static boolean hasOwner(FindingTrigger trigger) {
    return trigger.isCreation() && !trigger.principal().isEmpty();
  }

  /** Who created it; who changes or deletes it later may be somebody else. */
  private static Optional<JsonObject> owner(FindingTrigger trigger) {
    String principal = trigger.principal();
    if (!hasOwner(trigger)) {
      return Optional.empty();
    }
    JsonObject owner = new JsonObject();
    owner.addProperty("name", JsonFields.truncate(principal));
    if (EMAIL.matcher(principal).matches()) {
      owner.addProperty("email_addr", JsonFields.truncate(principal));
    }
    owner.addProperty("type_id", 1);
    return Optional.of(owner);
  }

  private static List<String> labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()).toList();
  }

  private static JsonObject data(Environment environment) {
    JsonObject data = new JsonObject();
    JsonFields.addText(data, "state", environment.getState().name());
    JsonFields.addText(
        data, "imageVersion", environment.getConfig().getSoftwareConfig().getImageVersion());
    JsonFields.addText(data, "gkeCluster", environment.getConfig().getGkeCluster());
    return data;
  }

  /** Where the resource is. */
  static JsonObject cloud(FindingResource resource) {
    JsonObject cloud = new JsonObject();
    cloud.addProperty("provider", "GCP");
    if (resource instanceof EnvironmentResource environment) {
      cloud.addProperty("region", environment.environmentName().location());
    }
    if (!resource.project().isEmpty()) {
      JsonObject account = new JsonObject();
      account.addProperty("uid", resource.project());
      account.addProperty("name", resource.project());
      account.addProperty("type_id", 11);
      account.addProperty("type", "GCP Project");
      cloud.add("account", account);
    }
    return cloud;
  }
}
