package dev.composeraudit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A finding in the form of Security Command Center ({@code
 * google.cloud.securitycenter.v2.Finding}). What decides who may mute it, {@code mute}, is never
 * written: that is for the organization's own rules.
 */
final class SecurityFinding {
  /** Of the advice, in characters: a page of commands, of which OCSF has the whole. */
  private static final int ADVICE = 8000;

  private SecurityFinding() {}

  /**
   * What Security Command Center holds of a finding.
   *
   * @param seen the time of the last event that said so of it; {@link Instant#MIN} if it does not
   *     say
   * @param judged the time of the last event that decided every policy of its environment, as far
   *     as this finding says; {@link Instant#MIN} if it does not
   * @param content the hash of what was written
   */
  record Stored(boolean isActive, Instant seen, Instant judged, String content) {
    static Stored of(JsonObject finding) {
      JsonObject properties = object(finding, "sourceProperties");
      return new Stored(
          text(finding, "state").equals("ACTIVE"),
          time(text(properties, "seen")),
          time(text(properties, "judged")),
          text(properties, "content"));
    }

    boolean says(JsonObject finding) {
      return !content.isEmpty() && content.equals(of(finding).content());
    }
  }

  /**
   * A violation, whole.
   *
   * @param stored what it replaces, which may say of the whole environment when it was judged
   */
  static JsonObject opened(Finding finding, @Nullable Stored stored) {
    JsonObject ocsf = finding.ocsf();
    JsonObject info = object(ocsf, "finding_info");
    JsonObject json = new JsonObject();
    json.addProperty("resourceName", text(first(ocsf, "resources"), "uid"));
    json.addProperty("category", info.getAsJsonArray("types").get(0).getAsString());
    json.addProperty("severity", severity(text(ocsf, "severity")));
    json.addProperty("findingClass", "MISCONFIGURATION");
    json.addProperty("description", text(ocsf, "message"));
    json.addProperty(
        "nextSteps", OcsfJson.limited(text(object(ocsf, "remediation"), "desc"), ADVICE));
    json.addProperty("externalUri", text(info, "src_url"));
    json.addProperty("moduleName", text(object(info, "analytic"), "uid"));
    json.add("compliances", compliances(object(ocsf, "compliance")));
    JsonObject properties = properties(ocsf);
    properties.addProperty("content", content(json, properties));
    properties.addProperty("status", finding.lifecycle().attribute);
    properties.addProperty("seen", finding.seen().toString());
    if (stored != null && !stored.judged().equals(Instant.MIN)) {
      properties.addProperty("judged", stored.judged().toString());
    }
    json.add("sourceProperties", properties);
    json.addProperty("eventTime", finding.seen().toString());
    return json;
  }

  /** That an event has confirmed a finding: nothing but its time, which orders events. */
  static JsonObject confirmed(Instant seen) {
    return times("seen", seen);
  }

  /** That an event has decided every policy of the finding's environment. */
  static JsonObject judged(Instant seen) {
    return times("judged", seen);
  }

  private static JsonObject times(String property, Instant seen) {
    JsonObject properties = new JsonObject();
    properties.addProperty(property, seen.toString());
    JsonObject json = new JsonObject();
    json.add("sourceProperties", properties);
    return json;
  }

  /** What changes of a finding when it is closed: what was wrong stays to be read. */
  static JsonObject closed(Finding finding) {
    JsonObject properties = new JsonObject();
    properties.addProperty("status", finding.lifecycle().attribute);
    properties.addProperty("seen", finding.seen().toString());
    JsonObject exception = object(object(finding.ocsf(), "unmapped"), "exception");
    if (!exception.isEmpty()) {
      properties.addProperty(
          "exception",
          "%s, until %s".formatted(text(exception, "name"), text(exception, "expires_at")));
    }
    JsonObject json = new JsonObject();
    json.add("sourceProperties", properties);
    json.addProperty("eventTime", finding.seen().toString());
    return json;
  }

  /** The fields of a document, for an update that leaves all others alone. */
  static String mask(JsonObject change) {
    List<String> fields = new ArrayList<>();
    if (change.has("eventTime")) {
      fields.add("event_time");
    }
    for (String key : object(change, "sourceProperties").keySet()) {
      fields.add("source_properties." + key);
    }
    return String.join(",", fields);
  }

  /** What tells of the policy and the environment; none of it changes from event to event. */
  private static JsonObject properties(JsonObject ocsf) {
    JsonObject unmapped = object(ocsf, "unmapped");
    JsonObject analytic = object(object(ocsf, "finding_info"), "analytic");
    JsonObject properties = new JsonObject();
    properties.addProperty("policy", text(analytic, "uid"));
    properties.addProperty("policy_version", text(analytic, "version"));
    OcsfJson.addText(
        properties,
        "image_version",
        text(object(first(ocsf, "resources"), "data"), "imageVersion"));
    if (unmapped.has("caused_by")) {
      properties.add("caused_by", unmapped.get("caused_by"));
    }
    if (unmapped.has("baseline")) {
      properties.addProperty("baseline", true);
    }
    return properties;
  }

  private static JsonArray compliances(JsonObject compliance) {
    JsonArray compliances = new JsonArray();
    for (JsonElement standard : compliance.getAsJsonArray("standards")) {
      JsonObject json = new JsonObject();
      json.add("standard", standard);
      json.add("ids", ids(standard.getAsString(), compliance));
      compliances.add(json);
    }
    return compliances;
  }

  /** The requirements that are of the standard; the policy itself where none is named. */
  private static JsonArray ids(String standard, JsonObject compliance) {
    JsonArray ids = new JsonArray();
    if (compliance.has("requirements")) {
      for (JsonElement requirement : compliance.getAsJsonArray("requirements")) {
        if (requirement.getAsString().startsWith(standard + ": ")) {
          ids.add(requirement.getAsString().substring(standard.length() + 2));
        }
      }
    }
    return ids.isEmpty() ? OcsfJson.list(compliance.get("control")) : ids;
  }

  /** There is no Informational among Security Command Center's severities. */
  private static String severity(String caption) {
    return caption.equals("Informational") ? "LOW" : caption.toUpperCase(Locale.ROOT);
  }

  private static String content(JsonObject json, JsonObject properties) {
    return FindingIds.hash(json + "\n" + properties);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException none) {
      return Instant.MIN;
    }
  }

  private static JsonObject first(JsonObject object, String key) {
    return object.getAsJsonArray(key).get(0).getAsJsonObject();
  }

  private static JsonObject object(JsonObject object, String key) {
    return object.get(key) instanceof JsonObject value ? value : new JsonObject();
  }

  private static String text(JsonObject object, String key) {
    return object.get(key) instanceof JsonPrimitive value ? value.getAsString() : "";
  }
}
