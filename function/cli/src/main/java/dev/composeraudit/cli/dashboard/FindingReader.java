package dev.composeraudit.cli.dashboard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.DocumentLimits;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.document.SourceFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads OCSF Compliance Findings, whoever wrote them: what is shown is cut to lengths that a person
 * might read, addresses that are not https are left out.
 */
final class FindingReader {
  private static final int SIZE = 1024 * 1024;
  private static final Documents JSON = new Documents(new DocumentLimits(SIZE, 32, 0));
  private static final int COMPLIANCE_FINDING = 2003;

  /** The log router takes no entry from further ahead; neither do we an event. */
  private static final Duration AHEAD = Duration.ofHours(24);

  private static final int NAME = 1024;
  private static final int SENTENCE = 4 * 1024;
  private static final int REMEDIATION = 64 * 1024;
  private static final int LIST = 32;

  private final Clock clock;

  FindingReader(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads a message's data.
   *
   * @throws MalformedDocumentException with why it is none, in one line
   */
  DashboardFinding read(String data) throws MalformedDocumentException {
    JsonObject ocsf = parse(data);
    if (number(ocsf, "class_uid") != COMPLIANCE_FINDING) {
      throw new MalformedDocumentException("class_uid: not a Compliance Finding");
    }
    JsonObject info = Json.object(ocsf, "finding_info");
    JsonObject metadata = Json.object(ocsf, "metadata");
    JsonObject unmapped = Json.object(ocsf, "unmapped");
    JsonObject resource = first(ocsf, "resources");
    JsonObject evidence = Json.object(first(ocsf, "evidences"), "data");
    return new DashboardFinding(
        id(info),
        text(metadata, "uid", NAME),
        time(info, "last_seen_time"),
        time(ocsf, "time"),
        verdict(ocsf),
        (int) Math.max(0, Math.min(6, number(ocsf, "severity_id"))),
        environment(ocsf, resource, info),
        policy(ocsf, info),
        new DashboardFinding.TriggerEntry(
            text(unmapped, "trigger", NAME),
            text(metadata, "correlation_uid", NAME),
            text(unmapped, "method_name", NAME),
            text(Json.object(resource, "owner"), "name", NAME)),
        messages(ocsf),
        texts(unmapped, "caused_by", NAME),
        unknown(evidence),
        fields(evidence, "violations", "expression"),
        texts(unmapped, "notes", SENTENCE),
        text(Json.object(ocsf, "remediation"), "desc", REMEDIATION),
        truth(unmapped, "baseline"),
        exemption(unmapped),
        text(unmapped, "observer", NAME),
        EvidenceReader.read(evidence));
  }

  private static JsonObject parse(String data) throws MalformedDocumentException {
    if (!data.stripLeading().startsWith("{")) {
      throw new MalformedDocumentException("not a JSON object");
    }
    try {
      return JSON.read(new SourceFile("finding", data)).get(0).value().getAsJsonObject();
    } catch (InvalidDocumentsException malformed) {
      Issue issue = malformed.issues().get(0);
      throw new MalformedDocumentException(
          "%d:%d: %s".formatted(issue.place().line(), issue.place().column(), issue.message()),
          malformed);
    }
  }

  /** A time that has come: one that has not would outlive everything that is said later. */
  private long time(JsonObject object, String key) throws MalformedDocumentException {
    long time = number(object, key);
    if (time < 0 || time > clock.instant().plus(AHEAD).toEpochMilli()) {
      throw new MalformedDocumentException(key + ": not a time of the past");
    }
    return time;
  }

  private static Verdict verdict(JsonObject ocsf) throws MalformedDocumentException {
    JsonObject compliance = Json.object(ocsf, "compliance");
    try {
      return Verdict.of(
          (int) number(ocsf, "status_id"),
          (int) number(compliance, "status_id"),
          text(compliance, "status_code", NAME));
    } catch (IllegalArgumentException meaningless) {
      throw new MalformedDocumentException(String.valueOf(meaningless.getMessage()), meaningless);
    }
  }

  private static DashboardFinding.Environment environment(
      JsonObject ocsf, JsonObject resource, JsonObject info) throws MalformedDocumentException {
    JsonObject cloud = Json.object(ocsf, "cloud");
    JsonObject data = Json.object(resource, "data");
    return new DashboardFinding.Environment(
        required(resource, "name"),
        text(Json.object(cloud, "account"), "uid", NAME),
        text(cloud, "region", NAME),
        text(Json.object(resource, "group"), "name", NAME),
        text(data, "imageVersion", NAME),
        text(data, "state", NAME),
        https(text(info, "src_url", NAME)));
  }

  private static DashboardFinding.Policy policy(JsonObject ocsf, JsonObject info)
      throws MalformedDocumentException {
    return new DashboardFinding.Policy(
        required(Json.object(ocsf, "compliance"), "control"),
        text(info, "title", NAME),
        text(info, "desc", SENTENCE),
        texts(Json.object(ocsf, "remediation"), "references", NAME).stream()
            .filter(reference -> !https(reference).isEmpty())
            .toList());
  }

  private static List<String> messages(JsonObject ocsf) throws MalformedDocumentException {
    List<String> details = texts(Json.object(ocsf, "compliance"), "status_details", SENTENCE);
    return details.isEmpty() ? List.of(text(ocsf, "message", SENTENCE)) : details;
  }

  private static List<DashboardFinding.UnknownEntry> unknown(JsonObject evidence)
      throws MalformedDocumentException {
    List<DashboardFinding.UnknownEntry> parts = new ArrayList<>();
    for (JsonObject part : head(Json.objects(evidence, "unknown"))) {
      parts.add(
          new DashboardFinding.UnknownEntry(
              text(part, "part", NAME), text(part, "reason", NAME), text(part, "help", SENTENCE)));
    }
    return parts;
  }

  private static DashboardFinding.@Nullable ExceptionEntry exemption(JsonObject unmapped)
      throws MalformedDocumentException {
    if (!unmapped.has("exception")) {
      return null;
    }
    JsonObject exception = Json.object(unmapped, "exception");
    return new DashboardFinding.ExceptionEntry(
        text(exception, "name", NAME),
        text(exception, "expires_at", NAME),
        text(exception, "owner", NAME),
        text(exception, "reason", SENTENCE));
  }

  private static String id(JsonObject info) throws MalformedDocumentException {
    String uid = required(info, "uid");
    if (uid.length() >= NAME) {
      // What is cut might be another finding's.
      throw new MalformedDocumentException("finding_info.uid: too long");
    }
    return uid;
  }

  private static String required(JsonObject object, String key) throws MalformedDocumentException {
    String text = text(object, key, NAME);
    if (text.isBlank()) {
      throw new MalformedDocumentException(key + ": missing");
    }
    return text;
  }

  private static String text(JsonObject object, String key, int limit)
      throws MalformedDocumentException {
    return cut(Json.text(object, key), limit);
  }

  static String cut(String text, int limit) {
    if (text.length() <= limit) {
      return text;
    }
    // Never half of a character that takes two.
    int end = Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1;
    return text.substring(0, end) + "…";
  }

  static List<String> texts(JsonObject object, String key, int limit)
      throws MalformedDocumentException {
    List<String> texts = new ArrayList<>();
    for (JsonElement element : head(Json.list(object, key))) {
      if (!element.isJsonPrimitive()) {
        throw new MalformedDocumentException(key + ": must be a list of texts");
      }
      texts.add(cut(element.getAsString(), limit));
    }
    return texts;
  }

  private static List<String> fields(JsonObject object, String list, String key)
      throws MalformedDocumentException {
    List<String> texts = new ArrayList<>();
    for (JsonObject element : head(Json.objects(object, list))) {
      String text = text(element, key, SENTENCE);
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static JsonObject first(JsonObject object, String key) throws MalformedDocumentException {
    List<JsonObject> objects = Json.objects(object, key);
    return objects.isEmpty() ? new JsonObject() : objects.get(0);
  }

  static <T> List<T> head(List<T> list) {
    return list.subList(0, Math.min(LIST, list.size()));
  }

  private static long number(JsonObject object, String key) throws MalformedDocumentException {
    JsonElement value = object.get(key);
    if (value == null
        || !value.isJsonPrimitive()
        || !value.getAsJsonPrimitive().isNumber()
        // Beyond it a double, and so the page, can't distinguish adjacent numbers.
        || Math.abs(value.getAsDouble()) > (1L << 53)) {
      throw new MalformedDocumentException(key + ": missing, or not a number of that kind");
    }
    return value.getAsLong();
  }

  private static boolean truth(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null
        && value.isJsonPrimitive()
        && value.getAsJsonPrimitive().isBoolean()
        && value.getAsBoolean();
  }

  /** The address; blank if following it could do anything but open a page. */
  private static String https(String address) {
    return address.startsWith("https://") ? address : "";
  }
}
