package dev.composeraudit.report.scc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.EnvironmentResource;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingIds;
import dev.composeraudit.report.finding.Requirement;
import dev.composeraudit.report.json.JsonFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes findings as Security Command Center's ({@code google.cloud.securitycenter.v2.Finding}).
 * The field {@code mute} is never written: to mute a finding is for the organization's own rules.
 */
final class SecurityFinding {
  /** The most characters of the advice; the OCSF finding has all of it. */
  private static final int MAX_ADVICE = 8000;

  private static final String PROPERTIES = "sourceProperties";

  private SecurityFinding() {}

  /**
   * A violation, whole.
   *
   * @param judged when its resource was judged last, as far as the finding that it replaces says;
   *     null if it does not
   */
  static JsonObject opened(Finding finding, @Nullable Instant judged) {
    JsonObject json = new JsonObject();
    json.addProperty("resourceName", finding.resource().fullName());
    json.addProperty("category", finding.type());
    json.addProperty("severity", severity(finding.severity()));
    json.addProperty("findingClass", "MISCONFIGURATION");
    json.addProperty("description", description(finding));
    json.addProperty("nextSteps", JsonFields.truncate(finding.advice(), MAX_ADVICE));
    if (finding.resource() instanceof EnvironmentResource environment) {
      json.addProperty("externalUri", environment.consoleUrl());
    }
    json.addProperty("moduleName", finding.policy().name());
    json.add("compliances", compliances(finding));
    JsonObject properties = stableProperties(finding);
    properties.addProperty("content", FindingIds.hash(json + "\n" + properties));
    properties.addProperty("status", finding.status().code());
    properties.addProperty("seen", seen(finding).toString());
    if (judged != null) {
      properties.addProperty("judged", judged.toString());
    }
    json.add(PROPERTIES, properties);
    json.addProperty("eventTime", seen(finding).toString());
    return json;
  }

  /** Of an environment the first message; of a scope all, which name its environments. */
  private static String description(Finding finding) {
    return finding.resource() instanceof EnvironmentResource
        ? finding.message()
        : JsonFields.truncate(String.join("\n", finding.result().messages()), MAX_ADVICE);
  }

  /** An event has confirmed a finding: nothing but its time changes. */
  static JsonObject confirmed(Instant seen) {
    return time("seen", seen);
  }

  /** An event has decided every policy of the finding's resource. */
  static JsonObject judged(Instant seen) {
    return time("judged", seen);
  }

  private static JsonObject time(String property, Instant seen) {
    JsonObject properties = new JsonObject();
    properties.addProperty(property, seen.toString());
    JsonObject json = new JsonObject();
    json.add(PROPERTIES, properties);
    return json;
  }

  /** What changes of a finding when it is closed: what was wrong can still be read. */
  static JsonObject closed(Finding finding) {
    JsonObject properties = new JsonObject();
    properties.addProperty("status", finding.status().code());
    properties.addProperty("seen", seen(finding).toString());
    Result.AppliedException exception = finding.result().exception();
    if (exception != null) {
      properties.addProperty(
          "exception", "%s, until %s".formatted(exception.name(), exception.expiresAt()));
    }
    JsonObject json = new JsonObject();
    json.add(PROPERTIES, properties);
    json.addProperty("eventTime", seen(finding).toString());
    return json;
  }

  /** The fields of a document, for an update that leaves all others as they are. */
  static String mask(JsonObject change) {
    List<String> fields = new ArrayList<>();
    if (change.has("eventTime")) {
      fields.add("event_time");
    }
    for (String key : properties(change).keySet()) {
      fields.add("source_properties." + key);
    }
    return String.join(",", fields);
  }

  /** The source properties of a finding; empty if it has none. */
  static JsonObject properties(JsonObject finding) {
    return finding.get(PROPERTIES) instanceof JsonObject properties ? properties : new JsonObject();
  }

  /** The event's own time, which orders what is said of a finding. */
  static Instant seen(Finding finding) {
    return finding.trigger().time();
  }

  /** The properties that do not change from event to event. */
  private static JsonObject stableProperties(Finding finding) {
    JsonObject properties = new JsonObject();
    properties.addProperty("policy", finding.policy().name());
    JsonFields.addText(properties, "policy_version", finding.policy().version());
    JsonFields.addText(properties, "team", finding.resource().team());
    if (finding.resource() instanceof EnvironmentResource resource
        && resource.environment() != null) {
      JsonFields.addText(
          properties,
          "image_version",
          resource.environment().getConfig().getSoftwareConfig().getImageVersion());
    }
    if (!finding.isRoot()) {
      properties.add("caused_by", JsonFields.texts(finding.result().causedBy()));
    }
    if (finding.isBaseline()) {
      properties.addProperty("baseline", true);
    }
    return properties;
  }

  private static JsonArray compliances(Finding finding) {
    JsonArray compliances = new JsonArray();
    for (String standard : finding.standards()) {
      JsonObject json = new JsonObject();
      json.addProperty("standard", standard);
      List<String> ids =
          finding.requirements().stream()
              .filter(requirement -> requirement.standard().equals(standard))
              .map(Requirement::id)
              .filter(id -> !id.isEmpty())
              .toList();
      json.add("ids", JsonFields.texts(ids.isEmpty() ? List.of(finding.policy().name()) : ids));
      compliances.add(json);
    }
    return compliances;
  }

  /** Security Command Center has no severity below LOW. */
  private static String severity(Severity severity) {
    return severity == Severity.INFORMATIONAL ? Severity.LOW.name() : severity.name();
  }
}
