package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.AuditRequest.RequestedAgent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Cloud Logging LogEntry with an AuditLog payload. No field of an entry is trusted beyond
 * what the others say too, and none is needed that real entries have been seen without.
 */
final class LogEntryReader {
  private static final String SERVICE = "composer.googleapis.com";
  private static final Pattern METHOD =
      Pattern.compile(
          "google\\.cloud\\.orchestration\\.airflow\\.service\\.v[0-9]+(?:(?:alpha|beta)[0-9]+)?"
              + "\\.Environments\\.(Create|Update|Delete)Environment");

  /** Longer than anything that Google writes into these fields. */
  private static final int ID_LENGTH = 128;

  /** No project id begins with a digit; where a name may have an id, it may have the number. */
  private static final Pattern PROJECT_NUMBER = Pattern.compile("[0-9]+");

  /** What is said of a text that should be a time. */
  static final String NO_TIME = "not an RFC 3339 time since 1970: ";

  private final ProjectFilter scope;
  private final Clock clock;
  private final ClusterEntryReader clusters;

  LogEntryReader(ProjectFilter scope, Clock clock) {
    this.scope = scope;
    this.clock = clock;
    this.clusters = new ClusterEntryReader(scope);
  }

  /**
   * @param eventId used in place of an insertId that is missing
   */
  Request read(JsonObject entry, String eventId)
      throws RejectedException, MalformedDocumentException {
    JsonObject payload = ProtoJson.object(entry, "protoPayload");
    if (ProtoJson.text(payload, "serviceName").equals(ClusterEntryReader.SERVICE)) {
      return clusters.read(entry, time(entry), id(entry, eventId));
    }
    String method = checkOrigin(payload);
    ActivityLog log = ActivityLog.of(entry);
    EnvironmentName environment = environment(entry, payload, log);
    requireProject(entry, log, environment.project());
    checkConsistent(entry, environment);
    if (!scope.contains(environment.project())) {
      throw new RejectedException(
          Code.OUT_OF_SCOPE, "project " + environment.project() + " is not among AUDITED_PROJECTS");
    }
    Phase phase = OperationPhase.of(entry, payload);
    Trigger trigger =
        new Trigger(
            kind(method, phase), Principal.of(payload), method, time(entry), id(entry, eventId));
    return new AuditRequest(
        environment,
        trigger,
        phase,
        ProtoJson.has(entry, "split") ? RequestedAgent.UNKNOWN : requestedAgent(payload),
        ProtoJson.text(ProtoJson.object(entry, "operation"), "id"),
        log.name(),
        ProtoJson.text(ProtoJson.object(payload, "status"), "message"));
  }

  private static String checkOrigin(JsonObject payload)
      throws RejectedException, MalformedDocumentException {
    String service = ProtoJson.text(payload, "serviceName");
    if (!service.equals(SERVICE)) {
      throw new RejectedException(
          Code.FOREIGN_ENTRY, "protoPayload.serviceName: " + Excerpt.of(service));
    }
    String method = ProtoJson.text(payload, "methodName");
    if (!METHOD.matcher(method).matches()) {
      throw new RejectedException(
          Code.FOREIGN_ENTRY, "protoPayload.methodName: " + Excerpt.of(method));
    }
    return method;
  }

  /** Where the name has the project's number, its project is the log's, or the label's. */
  private static EnvironmentName environment(JsonObject entry, JsonObject payload, ActivityLog log)
      throws RejectedException, MalformedDocumentException {
    try {
      EnvironmentName name = EnvironmentName.parse(ProtoJson.text(payload, "resourceName"));
      if (!isNumber(name.project())) {
        return name;
      }
      String label = projectLabel(entry);
      String project = isNumber(log.project()) && !label.isEmpty() ? label : log.project();
      return new EnvironmentName(project, name.location(), name.environment());
    } catch (IllegalArgumentException malformed) {
      throw new RejectedException(
          Code.INCONSISTENT, "protoPayload.resourceName: " + malformed.getMessage());
    }
  }

  /** The log's name may have the project's number, where the labels have the id. */
  private static void requireProject(JsonObject entry, ActivityLog log, String project)
      throws RejectedException, MalformedDocumentException {
    if (!isNumber(log.project()) || !projectLabel(entry).equals(project)) {
      log.requireProject(project);
    }
  }

  private static boolean isNumber(String project) {
    return PROJECT_NUMBER.matcher(project).matches();
  }

  private static String projectLabel(JsonObject entry) throws MalformedDocumentException {
    return Json.text(Json.object(ProtoJson.object(entry, "resource"), "labels"), "project_id");
  }

  private static void checkConsistent(JsonObject entry, EnvironmentName environment)
      throws RejectedException, MalformedDocumentException {
    JsonObject resource = ProtoJson.object(entry, "resource");
    JsonObject labels = Json.object(resource, "labels");
    Map<String, String> expected =
        switch (Json.text(resource, "type")) {
          case "cloud_composer_environment" ->
              Map.of(
                  "project_id", environment.project(),
                  "location", environment.location(),
                  "environment_name", environment.environment());
          case "audited_resource" -> Map.of("project_id", environment.project());
          case "" -> Map.of();
          default ->
              throw new RejectedException(
                  Code.FOREIGN_ENTRY, "resource.type: " + Excerpt.of(Json.text(resource, "type")));
        };
    for (String label : expected.keySet().stream().sorted().toList()) {
      String text = Json.text(labels, label);
      // An empty label is one that is not set. Which project has a number is not known here; the
      // log's name and the resource's are checked.
      if (!text.isEmpty() && !(label.equals("project_id") && isNumber(text))) {
        require("resource.labels." + label, text, expected.get(label));
      }
    }
  }

  private static void require(String place, String actual, @Nullable String expected)
      throws RejectedException {
    if (!actual.equals(expected)) {
      throw new RejectedException(
          Code.INCONSISTENT,
          "%s: must be %s, is %s".formatted(place, expected, Excerpt.of(actual)));
    }
  }

  private static Trigger.Kind kind(String method, Phase phase) {
    if (method.endsWith(".UpdateEnvironment")) {
      return Trigger.Kind.UPDATE;
    }
    if (method.endsWith(".DeleteEnvironment")) {
      return Trigger.Kind.DELETE;
    }
    return phase == Phase.FIRST ? Trigger.Kind.CREATE_FIRST : Trigger.Kind.CREATE_LAST;
  }

  /**
   * The entry's own timestamp, so that what comes late is not taken for news. The clock's time
   * where it lies in the future: else one forged entry would outdate all true ones to come.
   */
  private Instant time(JsonObject entry) throws RejectedException, MalformedDocumentException {
    String text = ProtoJson.text(entry, "timestamp");
    String used = text.isEmpty() ? ProtoJson.text(entry, "receiveTimestamp") : text;
    Instant time =
        parse(used)
            .orElseThrow(
                () ->
                    new RejectedException(
                        Code.UNREADABLE, "timestamp: " + NO_TIME + Excerpt.of(used)));
    Instant now = clock.instant();
    return time.isAfter(now) ? now : time;
  }

  /** An RFC 3339 time since 1970; empty if it is none. */
  static Optional<Instant> parse(String time) {
    try {
      return Optional.of(Instant.parse(time)).filter(parsed -> !parsed.isBefore(Instant.EPOCH));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  private static String id(JsonObject entry, String eventId)
      throws RejectedException, MalformedDocumentException {
    String insertId = ProtoJson.text(entry, "insertId");
    return BoundedText.of("insertId", insertId.isEmpty() ? eventId : insertId, ID_LENGTH);
  }

  private static RequestedAgent requestedAgent(JsonObject payload) {
    try {
      JsonObject environment =
          ProtoJson.object(ProtoJson.object(payload, "request"), "environment");
      // Requests are cut where they are large or private, and gone at last.
      if (!ProtoJson.has(environment, "name") && !ProtoJson.has(environment, "config")) {
        return RequestedAgent.UNKNOWN;
      }
      JsonObject nodes = ProtoJson.object(ProtoJson.object(environment, "config"), "nodeConfig");
      return ProtoJson.isTrue(nodes, "enableIpMasqAgent")
          ? RequestedAgent.ENABLED
          : RequestedAgent.ABSENT;
    } catch (MalformedDocumentException unlikeAnyRequest) {
      return RequestedAgent.UNKNOWN;
    }
  }
}
