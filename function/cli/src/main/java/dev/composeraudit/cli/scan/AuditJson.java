package dev.composeraudit.cli.scan;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.composeraudit.access.AccessRemedies;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import dev.composeraudit.subject.UnknownPart;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Audits as JSON, for the file from which a scan goes on. Not a format for others: it changes with
 * this program, and is read only under the policies that it was written under.
 */
final class AuditJson {
  private static final TypeToken<List<Result>> RESULTS = new TypeToken<>() {};

  private final Map<String, PolicyInfo> policies = new TreeMap<>();
  private final String digest;
  private final String scan;
  private final Gson gson;

  /**
   * @param policies those in force
   * @param digest of the policies in force
   * @param scan the id of the scan
   */
  AuditJson(List<PolicyInfo> policies, String digest, String scan) {
    policies.forEach(policy -> this.policies.put(policy.name(), policy));
    this.digest = digest;
    this.scan = scan;
    this.gson =
        new GsonBuilder()
            .disableHtmlEscaping()
            .registerTypeAdapter(Instant.class, new Times().nullSafe())
            .registerTypeAdapter(PolicyInfo.class, new Policies())
            .registerTypeAdapter(UnknownPart.class, new UnknownParts())
            .create();
  }

  /** Times as RFC 3339 texts. */
  private static final class Times extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant time) throws IOException {
      out.value(time.toString());
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      return Instant.parse(in.nextString());
    }
  }

  /** Policies by their names. */
  private final class Policies extends TypeAdapter<PolicyInfo> {
    @Override
    public void write(JsonWriter out, PolicyInfo policy) throws IOException {
      out.value(policy.name());
    }

    @Override
    public PolicyInfo read(JsonReader in) throws IOException {
      PolicyInfo policy = policies.get(in.nextString());
      if (policy == null) {
        throw new JsonParseException("a policy that is not in force");
      }
      return policy;
    }
  }

  /** Unknown parts by their keys, with what would help. */
  private static final class UnknownParts extends TypeAdapter<UnknownPart> {
    @Override
    public void write(JsonWriter out, UnknownPart part) throws IOException {
      out.beginObject();
      out.name("part").value(part.part().key());
      out.name("reason").value(part.reason().name());
      out.name("help").value(part.help());
      if (part.remedy().isPresent()) {
        AccessRemedy remedy = part.remedy().get();
        out.name("action").value(remedy.action());
        for (Map.Entry<String, String> value : remedy.values().entrySet()) {
          out.name("remedy." + value.getKey()).value(value.getValue());
        }
      }
      out.endObject();
    }

    @Override
    public UnknownPart read(JsonReader in) throws IOException {
      Map<String, String> texts = new TreeMap<>();
      Map<String, String> values = new TreeMap<>();
      in.beginObject();
      while (in.hasNext()) {
        String name = in.nextName();
        if (name.startsWith("remedy.")) {
          values.put(name.substring("remedy.".length()), in.nextString());
        } else {
          texts.put(name, in.nextString());
        }
      }
      in.endObject();
      return new UnknownPart(
          Part.ofKey(texts.getOrDefault("part", "")).orElseThrow(UnknownParts::cut),
          Reason.valueOf(texts.getOrDefault("reason", "")),
          texts.getOrDefault("help", ""),
          AccessRemedies.of(texts.getOrDefault("action", ""), values));
    }

    private static JsonParseException cut() {
      return new JsonParseException("no such part");
    }
  }

  /** An audit of which {@link SlimAudit} has left only what findings show. */
  String write(Audit audit) {
    Report report = audit.report();
    Subject subject = report.subject();
    JsonObject json = new JsonObject();
    json.addProperty("environment", subject.name().toString());
    json.addProperty("gone", audit.isGone());
    json.addProperty("asked", report.event().trigger().time().toString());
    json.addProperty("observed", subject.observedAt().toString());
    json.addProperty("judged", report.time().toString());
    json.addProperty("autopilot", SlimAudit.isAutopilot(subject));
    if (subject.environment() instanceof Known<Environment> known) {
      json.add("document", JsonParser.parseString(print(known.value())));
    }
    json.add("results", gson.toJsonTree(report.results(), RESULTS.getType()));
    return gson.toJson(json);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws JsonParseException if the line is not of that form, or was cut
   */
  Audit read(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      EnvironmentName name =
          EnvironmentName.parse(Fields.required(json, "environment").getAsString());
      AuditRequest request = ScanRequest.of(name, time(json, "asked"), scan);
      Subject subject = subject(json, request);
      List<Result> results =
          gson.fromJson(withEvidence(Fields.required(json, "results").getAsJsonArray()), RESULTS);
      return new Audit(
          new Report(request, subject, results, digest, time(json, "judged")),
          Fields.required(json, "gone").getAsBoolean());
    } catch (IllegalStateException | IllegalArgumentException cut) {
      throw new JsonParseException("not a whole line of a scan", cut);
    }
  }

  /** Empty if an earlier version wrote the scan. */
  private static JsonArray withEvidence(JsonArray results) {
    for (JsonElement result : results) {
      if (result instanceof JsonObject object && !object.has("evidence")) {
        object.add("evidence", new JsonArray());
      }
    }
    return results;
  }

  private static Subject subject(JsonObject json, AuditRequest request) {
    Trigger trigger = request.trigger();
    Observed<Environment> environment =
        json.has("document")
            ? Observed.known(parse(json.get("document").toString()))
            : SlimAudit.leftOut().as();
    Parts parts =
        SlimAudit.parts(
            environment,
            Observed.known(SlimAudit.cluster(Fields.required(json, "autopilot").getAsBoolean())));
    return new Subject(
        request.environment(), trigger, parts, Map.of(), "kubernetes-api", time(json, "observed"));
  }

  private static Instant time(JsonObject json, String key) {
    return Instant.parse(Fields.required(json, key).getAsString());
  }

  private static String print(Environment environment) {
    try {
      return JsonFormat.printer().omittingInsignificantWhitespace().print(environment);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Environment parse(String json) {
    try {
      Environment.Builder environment = Environment.newBuilder();
      JsonFormat.parser().ignoringUnknownFields().merge(json, environment);
      return environment.build();
    } catch (InvalidProtocolBufferException malformed) {
      throw new JsonParseException(malformed);
    }
  }
}
