package dev.composeraudit.report;

import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Severity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What all findings have in common, whatever they are about: as OCSF 1.8.0 Compliance Findings
 * (class 2003, profiles cloud and datetime), and as CloudEvents.
 */
final class ComplianceFinding {
  static final String EVENT_TYPE = "dev.composeraudit.finding.v1";
  static final String SCHEMA =
      "https://schema.ocsf.io/1.8.0/classes/compliance_finding?profiles=cloud,datetime";

  private static final List<String> STANDARDS = List.of("Composer network baseline");

  private final Producer product;

  ComplianceFinding(Producer product) {
    this.product = product;
  }

  /** Of what class the finding is, what happens to it, and how bad it is. */
  static void addClass(JsonObject ocsf, FindingStatus lifecycle, Severity severity, Instant time) {
    ocsf.addProperty("activity_id", lifecycle.activityId);
    ocsf.addProperty("activity_name", lifecycle.activity);
    ocsf.addProperty("category_uid", 2);
    ocsf.addProperty("category_name", "Findings");
    ocsf.addProperty("class_uid", 2003);
    ocsf.addProperty("class_name", "Compliance Finding");
    ocsf.addProperty("type_uid", 200300 + lifecycle.activityId);
    ocsf.addProperty("type_name", "Compliance Finding: " + lifecycle.activity);
    ocsf.addProperty("time", time.toEpochMilli());
    ocsf.addProperty("severity_id", severityId(severity));
    ocsf.addProperty("severity", OcsfJson.capitalized(severity.name()));
    ocsf.addProperty("status_id", lifecycle.statusId);
    ocsf.addProperty("status", lifecycle.status);
  }

  private static int severityId(Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> 1;
      case LOW -> 2;
      case MEDIUM -> 3;
      case HIGH -> 4;
      case CRITICAL -> 5;
    };
  }

  /**
   * Where it comes from.
   *
   * @param message its id
   * @param cause the id of the event that it came of; blank if there was none
   */
  JsonObject metadata(String message, String cause, String policy) {
    JsonObject about = new JsonObject();
    about.addProperty("uid", "composer-audit");
    about.addProperty("name", "Composer Audit");
    about.addProperty("vendor_name", "composer-audit");
    about.addProperty("version", product.version());
    JsonObject metadata = new JsonObject();
    metadata.addProperty("version", "1.8.0");
    metadata.addProperty("uid", message);
    OcsfJson.addText(metadata, "correlation_uid", cause);
    OcsfJson.addText(metadata, "original_event_uid", cause);
    metadata.addProperty("event_code", policy);
    metadata.addProperty("log_name", product.topic());
    metadata.add("profiles", OcsfJson.texts(List.of("cloud", "datetime")));
    metadata.add("product", about);
    return metadata;
  }

  /**
   * The verdict.
   *
   * @param standards which ask for it; empty = our own
   * @param category blank if there is none
   */
  static JsonObject compliance(
      String policy,
      List<String> standards,
      String category,
      FindingStatus lifecycle,
      List<String> details) {
    JsonObject compliance = new JsonObject();
    compliance.addProperty("control", policy);
    compliance.add("standards", OcsfJson.texts(standards.isEmpty() ? STANDARDS : names(standards)));
    if (!standards.isEmpty()) {
      compliance.add("requirements", OcsfJson.texts(standards));
    }
    OcsfJson.addText(compliance, "category", category);
    compliance.addProperty("status_id", lifecycle.complianceId);
    compliance.addProperty("status", lifecycle.compliance);
    compliance.addProperty("status_code", lifecycle.attribute);
    compliance.add("status_details", OcsfJson.texts(details));
    return compliance;
  }

  /** The standards that requirements are from, each once: what stands before the last ": ". */
  private static List<String> names(List<String> requirements) {
    return requirements.stream()
        .map(each -> each.contains(": ") ? each.substring(0, each.lastIndexOf(": ")) : each)
        .distinct()
        .toList();
  }

  /**
   * The message's attributes: a CloudEvent's, and those by which subscriptions filter.
   *
   * @param about the environment or scope, relative
   */
  Map<String, String> attributes(
      String message,
      String about,
      Instant time,
      FindingStatus lifecycle,
      Severity severity,
      String policy) {
    Map<String, String> attributes = new HashMap<>();
    attributes.put("content-type", "application/json");
    attributes.put("ce-specversion", "1.0");
    attributes.put("ce-id", message);
    attributes.put("ce-source", product.source());
    attributes.put("ce-type", EVENT_TYPE);
    attributes.put("ce-subject", about);
    attributes.put("ce-time", time.toString());
    attributes.put("ce-dataschema", SCHEMA);
    attributes.put("compliance_status", lifecycle.attribute);
    attributes.put("severity", severity.name());
    attributes.put("policy", policy);
    return attributes;
  }
}
