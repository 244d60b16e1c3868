package dev.composeraudit.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.UnknownPart;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * One JSON object. Scripts may rely on its fields; fields may be added.
 *
 * <pre>
 * {"version", "policySet": "sha256:…", "time": RFC 3339,
 *  "summary": {"PASS": n, "FAIL": n, "SKIP": n, "ERROR": n, "EXEMPT": n, "PENDING": n},
 *  "partial": true if something that was asked for could not be read,
 *  "missing": [{"what", "why", "help"}],
 *  "results": [{
 *    "policy", "requires": what the policy demands, a sentence, "standards": […],
 *    "environment": "projects/…" or null if its name is not known yet,
 *    "file", "address", "line": of the document; absent where there is none,
 *    "result": PASS, FAIL, SKIP, ERROR, EXEMPT or PENDING,
 *    "severity": INFORMATIONAL, LOW, MEDIUM, HIGH or CRITICAL,
 *    "messages": […], one line each, never empty,
 *    "violations": [{"binding": name or null where the policy has none, "message", "destinations",
 *      "exception"}], what does not hold, of a FAIL or an EXEMPT; destinations: what it is about,
 *      empty = the whole environment, null = not known; exception: the name of the one that covers
 *      it, absent if none does,
 *    "unknown": [part…], "unknownParts": [{"part", "reason", "help", "remedy"}],
 *      remedy: {"action", …}, what to change so that the part can be read; absent if not known,
 *    "causedBy": [policy…], whose result explains this one; empty = a root cause,
 *    "exception": {"name", "expiresAt", "owner", "reason"}; absent unless EXEMPT,
 *    "notes": […],
 *    "recommendation": the policy's own; absent at PASS and SKIP,
 *    "remedies": [{"title", "text"}], for this environment, least effort first}]}
 * </pre>
 */
public final class JsonFormat implements Format<CheckReport> {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    // Piece by piece: a scan of ten thousand environments has results of a hundred megabytes.
    JsonWriter json = JsonText.writer(out);
    json.beginObject();
    json.name("version").value(report.version());
    json.name("policySet").value(report.policySet());
    json.name("time").value(report.time().toString());
    json.name("summary").beginObject();
    for (Map.Entry<Outcome, Long> each : report.summary().entrySet()) {
      json.name(each.getKey().name()).value(each.getValue());
    }
    json.endObject();
    json.name("partial").value(report.partial());
    json.name("missing").beginArray();
    for (Missing each : report.missing()) {
      JsonText.write(missing(each), json);
    }
    json.endArray();
    json.name("results").beginArray();
    for (Row row : report.rows()) {
      JsonText.write(row(row), json);
    }
    json.endArray();
    json.endObject();
    out.write("\n");
  }

  private static JsonObject missing(Missing missing) {
    JsonObject json = new JsonObject();
    json.addProperty("what", missing.what());
    json.addProperty("why", missing.why());
    json.addProperty("help", missing.help());
    return json;
  }

  private static JsonObject row(Row row) {
    Result result = row.result();
    JsonObject json = new JsonObject();
    json.addProperty("policy", result.policy().name());
    json.addProperty("requires", result.policy().displayName());
    json.add("standards", JsonFields.texts(result.policy().standards()));
    json.addProperty(
        "environment", row.environment() == null ? null : row.environment().toString());
    if (row.file() != null) {
      json.addProperty("file", row.file());
    }
    if (row.address() != null) {
      json.addProperty("address", row.address());
    }
    if (row.line() != null) {
      json.addProperty("line", row.line());
    }
    addVerdict(json, result);
    return json;
  }

  private static void addVerdict(JsonObject json, Result result) {
    json.addProperty("result", result.outcome().name());
    json.addProperty("severity", result.severity().name());
    json.add("messages", JsonFields.texts(result.messages()));
    JsonArray violations = new JsonArray();
    result.violations().forEach(violation -> violations.add(violation(violation)));
    json.add("violations", violations);
    json.add(
        "unknown",
        JsonFields.texts(
            result.unknown().stream().map(unknown -> unknown.part().key()).distinct().toList()));
    JsonArray parts = new JsonArray();
    result.unknown().forEach(unknown -> parts.add(unknown(unknown)));
    json.add("unknownParts", parts);
    json.add("causedBy", JsonFields.texts(result.causedBy()));
    if (result.exception() != null) {
      json.add("exception", exception(result.exception()));
    }
    json.add("notes", JsonFields.texts(result.notes()));
    if (Recommendations.applies(result)) {
      json.addProperty("recommendation", result.policy().recommendation());
    }
    JsonArray remedies = new JsonArray();
    result.remedies().forEach(remedy -> remedies.add(remedy(remedy)));
    json.add("remedies", remedies);
  }

  private static JsonObject violation(Result.Violation violation) {
    JsonObject json = new JsonObject();
    json.addProperty("binding", violation.binding().isEmpty() ? null : violation.binding());
    json.addProperty("message", violation.message());
    List<String> destinations = violation.destinations();
    json.add(
        "destinations", destinations == null ? JsonNull.INSTANCE : JsonFields.texts(destinations));
    if (!violation.exception().isEmpty()) {
      json.addProperty("exception", violation.exception());
    }
    return json;
  }

  private static JsonObject unknown(UnknownPart unknown) {
    JsonObject json = new JsonObject();
    json.addProperty("part", unknown.part().key());
    json.addProperty("reason", unknown.reason().name());
    json.addProperty("help", unknown.help());
    unknown.remedy().ifPresent(remedy -> json.add("remedy", access(remedy)));
    return json;
  }

  private static JsonObject access(AccessRemedy remedy) {
    JsonObject json = new JsonObject();
    json.addProperty("action", remedy.action());
    remedy.values().forEach(json::addProperty);
    return json;
  }

  private static JsonObject exception(Result.AppliedException exception) {
    JsonObject json = new JsonObject();
    json.addProperty("name", exception.name());
    json.addProperty("expiresAt", exception.expiresAt().toString());
    json.addProperty("owner", exception.owner());
    json.addProperty("reason", exception.reason());
    return json;
  }

  private static JsonObject remedy(Result.Remedy remedy) {
    JsonObject json = new JsonObject();
    json.addProperty("title", remedy.title());
    json.addProperty("text", remedy.text());
    return json;
  }
}
