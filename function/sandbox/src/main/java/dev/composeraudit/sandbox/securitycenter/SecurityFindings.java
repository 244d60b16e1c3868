package dev.composeraudit.sandbox.securitycenter;

import com.google.gson.JsonObject;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What sources of Security Command Center hold: findings by their names, with the rules of {@code
 * google.cloud.securitycenter.v2} about what a source may write. Every source exists.
 */
final class SecurityFindings {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");
  private static final Pattern PROPERTY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,254}");
  private static final String PROPERTIES = "sourceProperties";

  /** What nobody but Security Command Center itself writes. */
  private static final Set<String> OUTPUT_ONLY = Set.of("state", "createTime", "canonicalName");

  private static final Set<String> IMMUTABLE = Set.of("resourceName", "category");

  private final Map<String, JsonObject> findings = new TreeMap<>();
  private final Clock clock;

  SecurityFindings(Clock clock) {
    this.clock = clock;
  }

  /** A source's findings, of one resource unless that is blank. */
  synchronized List<JsonObject> list(String parent, String resource) {
    List<JsonObject> found = new ArrayList<>();
    findings.forEach(
        (name, finding) -> {
          boolean wanted =
              resource.isEmpty() || finding.get("resourceName").getAsString().equals(resource);
          if (wanted && name.startsWith(parent + "/")) {
            found.add(finding.deepCopy());
          }
        });
    return found;
  }

  /**
   * Creates a finding or updates it.
   *
   * @param mask the fields to update, in snake case; none = all, and source properties are replaced
   */
  synchronized JsonObject update(String name, JsonObject body, List<String> mask)
      throws StatusException {
    JsonObject old = findings.get(name);
    check(body, mask.isEmpty() || mask.contains("event_time"));
    if (old == null && (!mask.isEmpty() || !ID.matcher(id(name)).matches())) {
      throw invalid("update_mask must be empty, and the id alphanumeric, to create a finding");
    }
    JsonObject finding = old == null || mask.isEmpty() ? body.deepCopy() : merged(old, body, mask);
    OUTPUT_ONLY.forEach(finding::remove);
    finding.addProperty("name", name);
    finding.addProperty("parent", name.substring(0, name.indexOf("/findings/")));
    if (old == null) {
      finding.addProperty("createTime", clock.instant().toString());
      finding.addProperty("state", "STATE_UNSPECIFIED");
    } else {
      IMMUTABLE.forEach(key -> finding.add(key, old.get(key)));
      OUTPUT_ONLY.stream().filter(old::has).forEach(key -> finding.add(key, old.get(key)));
    }
    findings.put(name, finding);
    return finding.deepCopy();
  }

  /** Sets a finding's state. */
  synchronized JsonObject setState(String name, String state) throws StatusException {
    JsonObject finding = findings.get(name);
    if (finding == null) {
      throw Status.NOT_FOUND.withDescription("Requested entity was not found.").asException();
    }
    if (!Set.of("ACTIVE", "INACTIVE").contains(state)) {
      throw invalid("state: must be ACTIVE or INACTIVE");
    }
    finding.addProperty("state", state);
    return finding.deepCopy();
  }

  private static JsonObject merged(JsonObject old, JsonObject body, List<String> mask)
      throws StatusException {
    JsonObject merged = old.deepCopy();
    for (String field : mask) {
      if (field.equals("event_time")) {
        merged.add("eventTime", body.get("eventTime"));
      } else if (field.startsWith("source_properties.")) {
        String key = field.substring(field.indexOf('.') + 1);
        merged.getAsJsonObject(PROPERTIES).add(key, body.getAsJsonObject(PROPERTIES).get(key));
      } else {
        throw invalid("update_mask: this sandbox can't update " + field);
      }
    }
    return merged;
  }

  private void check(JsonObject body, boolean withTime) throws StatusException {
    if (withTime && (!body.has("eventTime") || time(body).isAfter(clock.instant()))) {
      throw invalid("event_time: must be there, and not in the future");
    }
    if (body.has(PROPERTIES)) {
      for (String key : body.getAsJsonObject(PROPERTIES).keySet()) {
        if (!PROPERTY.matcher(key).matches()) {
          throw invalid("source_properties: " + key);
        }
      }
    }
  }

  private static Instant time(JsonObject body) throws StatusException {
    try {
      return Instant.parse(body.get("eventTime").getAsString());
    } catch (DateTimeException malformed) {
      throw invalid("event_time: must be an RFC 3339 time");
    }
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static StatusException invalid(String what) {
    return Status.INVALID_ARGUMENT.withDescription(what).asException();
  }
}
