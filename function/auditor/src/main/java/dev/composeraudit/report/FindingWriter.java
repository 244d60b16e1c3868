package dev.composeraudit.report;

import com.google.container.v1.Cluster;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes results as findings. The field names are a contract with dashboards. */
final class FindingWriter {
  private final ComplianceFinding common;
  private final Baseline baseline;

  FindingWriter(Producer product, Baseline baseline) {
    this.common = new ComplianceFinding(product);
    this.baseline = baseline;
  }

  /** The finding for a result; empty if the result is not published. */
  Optional<Finding> write(Report report, Result result) {
    return FindingStatus.of(result.outcome(), report.event().trigger().kind())
        .map(lifecycle -> finding(report, result, lifecycle));
  }

  /** The finding that archives a policy's finding of an environment that is gone. */
  Finding archive(Report report, Result result) {
    return finding(report, result, FindingStatus.GONE);
  }

  private Finding finding(Report report, Result result, FindingStatus lifecycle) {
    EnvironmentName name = report.subject().name();
    Trigger trigger = report.event().trigger();
    String uid = FindingIds.finding(result.policy().name(), name);
    String message = FindingIds.message(uid, trigger.id());
    Severity severity = severity(result);

    JsonObject ocsf = new JsonObject();
    ComplianceFinding.addClass(ocsf, lifecycle, severity, report.time());
    ocsf.addProperty("message", result.messages().get(0));
    ocsf.add("metadata", common.metadata(message, trigger.id(), result.policy().name()));
    ocsf.add("finding_info", findingInfo(uid, report, result.policy()));
    ocsf.add("compliance", compliance(result, lifecycle));
    if (!result.policy().recommendation().isEmpty() || !result.remedies().isEmpty()) {
      ocsf.add("remediation", remediation(result));
    }
    ocsf.add("resources", OcsfJson.list(ResourceWriter.resource(report)));
    ocsf.add("cloud", ResourceWriter.cloud(name));
    evidences(result).ifPresent(evidences -> ocsf.add("evidences", evidences));
    ocsf.add("unmapped", unmapped(report, result));
    return new Finding(
        uid,
        message,
        lifecycle,
        trigger.time(),
        ocsf,
        attributes(report, result, lifecycle, severity, message));
  }

  /** A result that another one explains does not alarm by itself. */
  private static Severity severity(Result result) {
    return result.causedBy().isEmpty() ? result.severity() : Severity.INFORMATIONAL;
  }

  private static JsonObject findingInfo(String uid, Report report, PolicyInfo policy) {
    JsonObject info = new JsonObject();
    info.addProperty("uid", uid);
    info.addProperty("title", policy.displayName());
    OcsfJson.addText(info, "desc", policy.description());
    info.add(
        "types", OcsfJson.texts(List.of(policy.name().replace('-', '_').toUpperCase(Locale.ROOT))));
    info.addProperty("modified_time", report.time().toEpochMilli());
    // The event's own time, so that what comes late never reopens what a later event closed.
    info.addProperty("last_seen_time", report.event().trigger().time().toEpochMilli());
    JsonObject analytic = new JsonObject();
    analytic.addProperty("type_id", 1);
    analytic.addProperty("type", "Rule");
    analytic.addProperty("uid", policy.name());
    analytic.addProperty("name", policy.displayName());
    analytic.addProperty("version", policy.version());
    OcsfJson.addText(analytic, "category", policy.category());
    info.add("analytic", analytic);
    EnvironmentName name = report.subject().name();
    info.addProperty(
        "src_url",
        "https://console.cloud.google.com/composer/environments/detail/%s/%s?project=%s"
            .formatted(name.location(), name.environment(), name.project()));
    return info;
  }

  private static JsonObject compliance(Result result, FindingStatus lifecycle) {
    PolicyInfo policy = result.policy();
    return ComplianceFinding.compliance(
        policy.name(), policy.standards(), policy.category(), lifecycle, result.messages());
  }

  private static JsonObject remediation(Result result) {
    StringBuilder description = new StringBuilder(result.policy().recommendation());
    for (Result.Remedy remedy : result.remedies()) {
      if (!description.isEmpty()) {
        description.append("\n\n");
      }
      description.append(remedy.title()).append('\n').append(remedy.text());
    }
    JsonObject remediation = new JsonObject();
    remediation.addProperty("desc", description.toString());
    remediation.add("references", OcsfJson.texts(result.policy().references()));
    return remediation;
  }

  private static boolean isAutopilot(Subject subject) {
    return subject.cluster() instanceof Observed.Known<Cluster> known
        && known.value().getAutopilot().getEnabled();
  }

  private static Optional<JsonArray> evidences(Result result) {
    if (result.violations().isEmpty() && result.unknown().isEmpty()) {
      return Optional.empty();
    }
    JsonObject data = new JsonObject();
    JsonArray violations = new JsonArray();
    for (Result.Violation violation : result.violations()) {
      JsonObject json = new JsonObject();
      json.addProperty("expression", violation.expression());
      json.addProperty("message", violation.message());
      violations.add(json);
    }
    data.add("violations", violations);
    JsonArray unknown = new JsonArray();
    result
        .unknown()
        .forEach(
            part -> {
              JsonObject json = new JsonObject();
              json.addProperty("part", part.part().key());
              json.addProperty("reason", part.reason().name());
              json.addProperty("help", part.help());
              unknown.add(json);
            });
    data.add("unknown", unknown);
    JsonObject evidence = new JsonObject();
    evidence.add("data", data);
    return Optional.of(OcsfJson.list(evidence));
  }

  private JsonObject unmapped(Report report, Result result) {
    Trigger trigger = report.event().trigger();
    JsonObject unmapped = new JsonObject();
    unmapped.addProperty("trigger", trigger.kind().text());
    OcsfJson.addText(unmapped, "method_name", trigger.method());
    unmapped.addProperty("policies", report.policies());
    unmapped.addProperty("observer", report.subject().observer());
    unmapped.addProperty("observed_time", report.subject().observedAt().toEpochMilli());
    if (isAutopilot(report.subject())) {
      // What we know of packets is seen with iptables; Dataplane V2's semantics are documented.
      unmapped.addProperty("model", "documented");
    }
    if (!result.causedBy().isEmpty()) {
      unmapped.add("caused_by", OcsfJson.texts(result.causedBy()));
    }
    if (baseline.covers(report.subject())) {
      unmapped.addProperty("baseline", true);
    }
    Result.AppliedException exception = result.exception();
    if (exception != null) {
      JsonObject json = new JsonObject();
      json.addProperty("name", exception.name());
      json.addProperty("expires_at", exception.expiresAt().toString());
      json.addProperty("owner", exception.owner());
      json.addProperty("reason", exception.reason());
      unmapped.add("exception", json);
    }
    if (!result.notes().isEmpty()) {
      unmapped.add("notes", OcsfJson.texts(result.notes()));
    }
    return unmapped;
  }

  private Map<String, String> attributes(
      Report report, Result result, FindingStatus lifecycle, Severity severity, String message) {
    EnvironmentName name = report.subject().name();
    Map<String, String> attributes =
        common.attributes(
            message,
            name.toString(),
            report.event().trigger().time(),
            lifecycle,
            severity,
            result.policy().name());
    attributes.put("project", name.project());
    return attributes;
  }
}
