package dev.composeraudit.report.ocsf;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.EnvironmentResource;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.report.ocsf.OcsfStatus.Caption;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;

/**
 * Writes findings as OCSF 1.8.0 Compliance Findings (class 2003, profiles cloud and datetime). The
 * field names are a contract with dashboards.
 */
public final class OcsfWriter {
  /** Where the schema of what is written can be read. */
  public static final String SCHEMA =
      "https://schema.ocsf.io/1.8.0/classes/compliance_finding?profiles=cloud,datetime";

  private final Producer producer;

  public OcsfWriter(Producer producer) {
    this.producer = producer;
  }

  /** The finding as an OCSF document. */
  public JsonObject write(Finding finding) {
    JsonObject ocsf = new JsonObject();
    addClass(ocsf, finding);
    ocsf.addProperty("message", finding.message());
    ocsf.add("metadata", metadata(finding));
    ocsf.add("finding_info", findingInfo(finding));
    ocsf.add("compliance", compliance(finding));
    if (!finding.advice().isEmpty()) {
      ocsf.add("remediation", remediation(finding));
    }
    ocsf.add("resources", ResourceWriter.resources(finding));
    ocsf.add("cloud", ResourceWriter.cloud(finding.resource()));
    if (!finding.result().violations().isEmpty() || !finding.result().unknown().isEmpty()) {
      ocsf.add("evidences", JsonFields.singleton(evidence(finding.result())));
    }
    ocsf.add("unmapped", unmapped(finding));
    return ocsf;
  }

  private static void addClass(JsonObject ocsf, Finding finding) {
    OcsfStatus status = OcsfStatus.of(finding.status());
    ocsf.addProperty("activity_id", status.activity().id());
    ocsf.addProperty("activity_name", status.activity().text());
    ocsf.addProperty("category_uid", 2);
    ocsf.addProperty("category_name", "Findings");
    ocsf.addProperty("class_uid", 2003);
    ocsf.addProperty("class_name", "Compliance Finding");
    ocsf.addProperty("type_uid", 200300 + status.activity().id());
    ocsf.addProperty("type_name", "Compliance Finding: " + status.activity().text());
    ocsf.addProperty("time", finding.time().toEpochMilli());
    Caption severity = severity(finding.severity());
    ocsf.addProperty("severity_id", severity.id());
    ocsf.addProperty("severity", severity.text());
    ocsf.addProperty("status_id", status.status().id());
    ocsf.addProperty("status", status.status().text());
  }

  private static Caption severity(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> new Caption(1, "Informational");
      case LOW -> new Caption(2, "Low");
      case MEDIUM -> new Caption(3, "Medium");
      case HIGH -> new Caption(4, "High");
      case CRITICAL -> new Caption(5, "Critical");
    };
  }

  private JsonObject metadata(Finding finding) {
    JsonObject product = new JsonObject();
    product.addProperty("uid", "composer-audit");
    product.addProperty("name", "Composer Audit");
    product.addProperty("vendor_name", "composer-audit");
    product.addProperty("version", producer.version());
    JsonObject metadata = new JsonObject();
    metadata.addProperty("version", "1.8.0");
    metadata.addProperty("uid", finding.messageUid());
    JsonFields.addText(metadata, "correlation_uid", finding.trigger().id());
    JsonFields.addText(metadata, "original_event_uid", finding.trigger().id());
    metadata.addProperty("event_code", finding.policy().name());
    metadata.addProperty("log_name", producer.topic());
    metadata.add("profiles", JsonFields.texts(List.of("cloud", "datetime")));
    metadata.add("product", product);
    return metadata;
  }

  private static JsonObject findingInfo(Finding finding) {
    PolicyInfo policy = finding.policy();
    JsonObject info = new JsonObject();
    info.addProperty("uid", finding.uid());
    info.addProperty("title", policy.displayName());
    JsonFields.addText(info, "desc", policy.description());
    info.add("types", JsonFields.texts(List.of(finding.type())));
    info.addProperty("modified_time", finding.time().toEpochMilli());
    // The event's own time: an event that comes late must not reopen what a later one closed.
    info.addProperty("last_seen_time", finding.trigger().time().toEpochMilli());
    JsonObject analytic = new JsonObject();
    analytic.addProperty("type_id", 1);
    analytic.addProperty("type", "Rule");
    analytic.addProperty("uid", policy.name());
    analytic.addProperty("name", policy.displayName());
    JsonFields.addText(analytic, "version", policy.version());
    JsonFields.addText(analytic, "category", policy.category());
    info.add("analytic", analytic);
    if (finding.resource() instanceof EnvironmentResource environment) {
      info.addProperty("src_url", environment.consoleUrl());
    }
    return info;
  }

  private static JsonObject compliance(Finding finding) {
    PolicyInfo policy = finding.policy();
    Caption status = OcsfStatus.of(finding.status()).compliance();
    JsonObject compliance = new JsonObject();
    compliance.addProperty("control", policy.name());
    compliance.add("standards", JsonFields.texts(finding.standards()));
    if (!policy.standards().isEmpty()) {
      compliance.add("requirements", JsonFields.texts(policy.standards()));
    }
    JsonFields.addText(compliance, "category", policy.category());
    compliance.addProperty("status_id", status.id());
    compliance.addProperty("status", status.text());
    compliance.addProperty("status_code", finding.status().code());
    compliance.add("status_details", JsonFields.texts(finding.result().messages()));
    return compliance;
  }

  private static JsonObject remediation(Finding finding) {
    JsonObject remediation = new JsonObject();
    remediation.addProperty("desc", finding.advice());
    if (!finding.policy().references().isEmpty()) {
      remediation.add("references", JsonFields.texts(finding.policy().references()));
    }
    return remediation;
  }

  private static JsonObject evidence(Result result) {
    JsonArray violations = new JsonArray();
    for (Result.Violation violation : result.violations()) {
      JsonObject json = new JsonObject();
      json.addProperty("expression", violation.expression());
      json.addProperty("message", violation.message());
      violations.add(json);
    }
    JsonArray unknown = new JsonArray();
    for (UnknownPart part : result.unknown()) {
      JsonObject json = new JsonObject();
      json.addProperty("part", part.part().key());
      json.addProperty("reason", part.reason().name());
      json.addProperty("help", part.help());
      part.remedy().ifPresent(remedy -> json.add("remedy", access(remedy)));
      unknown.add(json);
    }
    JsonObject data = new JsonObject();
    data.add("violations", violations);
    data.add("unknown", unknown);
    if (!result.evidence().isEmpty()) {
      data.add("egress", EgressWriter.egress(result.evidence()));
    }
    JsonObject evidence = new JsonObject();
    evidence.add("data", data);
    return evidence;
  }

  private static JsonObject access(AccessRemedy remedy) {
    JsonObject json = new JsonObject();
    json.addProperty("action", remedy.action());
    remedy.values().forEach(json::addProperty);
    return json;
  }

  private static JsonObject unmapped(Finding finding) {
    Result result = finding.result();
    JsonObject unmapped = new JsonObject();
    unmapped.addProperty("trigger", finding.trigger().kind());
    JsonFields.addText(unmapped, "method_name", finding.trigger().method());
    JsonFields.addText(unmapped, "policies", finding.policies());
    if (ResourceWriter.hasOwner(finding.trigger())) {
      // Whoever may publish to the events topic could name anybody.
      unmapped.addProperty("owner_according_to", "log entry");
    }
    if (finding.resource() instanceof EnvironmentResource environment) {
      unmapped.addProperty("observer", environment.observer());
      unmapped.addProperty("observed_time", environment.observedAt().toEpochMilli());
      if (environment.owningTeam() != null) {
        // Whoever may edit the environment could name any team.
        unmapped.addProperty("team_according_to", "label " + environment.owningTeam().label());
      }
      if (environment.isAutopilot()) {
        // Packets were observed on iptables only; for Dataplane V2 the documentation is followed.
        unmapped.addProperty("model", "documented");
      }
    }
    if (!finding.isRoot()) {
      unmapped.add("caused_by", JsonFields.texts(result.causedBy()));
    }
    if (finding.isBaseline()) {
      unmapped.addProperty("baseline", true);
    }
    if (result.exception() != null) {
      unmapped.add("exception", exception(result.exception()));
    }
    if (!result.notes().isEmpty()) {
      unmapped.add("notes", JsonFields.texts(result.notes()));
    }
    return unmapped;
  }

  private static JsonObject exception(Result.AppliedException exception) {
    JsonObject json = new JsonObject();
    json.addProperty("name", exception.name());
    json.addProperty("expires_at", exception.expiresAt().toString());
    json.addProperty("owner", exception.owner());
    json.addProperty("reason", exception.reason());
    return json;
  }
}
