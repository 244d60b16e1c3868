package dev.composeraudit.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.json.JsonFields;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * SARIF 2.1.0, for code scanning. Its results are what violates, exempt or not, and what could not
 * be judged (kind {@code open}). What is pending is a notification: a plan has much of it, and
 * viewers would show each as an alert.
 */
public final class SarifFormat implements Format<CheckReport> {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  @Override
  public String name() {
    return "sarif";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    List<PolicyInfo> policies = new ArrayList<>(report.policies());
    JsonArray rules = new JsonArray();
    policies.forEach(policy -> rules.add(SarifRule.of(policy)));
    JsonObject driver = new JsonObject();
    driver.addProperty("name", "Composer Audit");
    driver.addProperty("version", report.version());
    driver.add("rules", rules);
    JsonObject tool = new JsonObject();
    tool.add("driver", driver);

    JsonObject run = new JsonObject();
    run.add("tool", tool);
    run.add("invocations", JsonFields.singleton(invocation(report)));
    run.add("results", results(report, policies.stream().map(PolicyInfo::name).toList()));
    run.addProperty("columnKind", "utf16CodeUnits");
    JsonObject root = new JsonObject();
    root.addProperty("$schema", SCHEMA);
    root.addProperty("version", "2.1.0");
    root.add("runs", JsonFields.singleton(run));
    out.write(JsonText.of(root) + "\n");
  }

  private static JsonArray results(CheckReport report, List<String> policies) {
    Fingerprints fingerprints = new Fingerprints();
    JsonArray results = new JsonArray();
    for (Row row : report.byConcern()) {
      switch (row.result().outcome()) {
        case FAIL, EXEMPT, ERROR -> results.add(result(row, policies, fingerprints.next(row)));
        case PASS, SKIP, PENDING -> {
          // Not a result of code scanning.
        }
      }
    }
    return results;
  }

  private static JsonObject result(Row row, List<String> policies, String fingerprint) {
    Result result = row.result();
    boolean open = result.outcome() == Outcome.ERROR;
    JsonObject json = new JsonObject();
    json.addProperty("ruleId", result.policy().name());
    json.addProperty("ruleIndex", policies.indexOf(result.policy().name()));
    json.addProperty("kind", open ? "open" : "fail");
    json.addProperty("level", open ? "none" : SarifRule.level(result));
    json.add("message", SarifRule.text(message(row)));
    json.add("locations", JsonFields.singleton(location(row)));
    JsonObject fingerprints = new JsonObject();
    fingerprints.addProperty("composerAudit/v1", fingerprint);
    // GitHub reads this one alone.
    fingerprints.addProperty("primaryLocationLineHash", fingerprint);
    json.add("partialFingerprints", fingerprints);
    // Either all results of a run have it, or none.
    json.add("suppressions", suppressions(result));
    JsonObject properties = new JsonObject();
    properties.addProperty("result", result.outcome().name());
    properties.addProperty("severity", result.severity().name());
    properties.add("causedBy", JsonFields.texts(result.causedBy()));
    json.add("properties", properties);
    return json;
  }

  private static String message(Row row) {
    Result result = row.result();
    String cause =
        result.causedBy().isEmpty()
            ? ""
            : " (because of %s)".formatted(String.join(", ", result.causedBy()));
    return "%s: %s%s".formatted(row.subject(), String.join(" ", result.messages()), cause);
  }

  private static JsonArray suppressions(Result result) {
    JsonArray suppressions = new JsonArray();
    if (result.exception() != null) {
      JsonObject suppression = new JsonObject();
      suppression.addProperty("kind", "external");
      suppression.addProperty("status", "accepted");
      suppression.addProperty("justification", ExceptionText.of(result.exception()));
      suppressions.add(suppression);
    }
    return suppressions;
  }

  private static JsonObject location(Row row) {
    JsonObject location = new JsonObject();
    if (row.file() != null && !row.file().equals("-")) {
      JsonObject region = new JsonObject();
      region.addProperty("startLine", row.line() == null ? 1 : row.line());
      JsonObject physical = new JsonObject();
      physical.add("artifactLocation", SarifRule.artifact(row.file()));
      physical.add("region", region);
      location.add("physicalLocation", physical);
    }
    JsonObject logical = new JsonObject();
    logical.addProperty("fullyQualifiedName", row.subject());
    logical.addProperty("kind", "resource");
    location.add("logicalLocations", JsonFields.singleton(logical));
    return location;
  }

  private static JsonObject invocation(CheckReport report) {
    JsonArray notifications = new JsonArray();
    for (Missing missing : report.missing()) {
      notifications.add(
          notification(
              "error",
              "not judged: %s: %s; %s".formatted(missing.what(), missing.why(), missing.help())));
    }
    for (Row row : report.byConcern()) {
      if (row.result().outcome() == Outcome.PENDING) {
        notifications.add(
            notification("note", row.result().policy().name() + " is pending: " + message(row)));
      }
    }
    JsonObject invocation = new JsonObject();
    invocation.addProperty("executionSuccessful", !report.partial());
    invocation.addProperty("endTimeUtc", report.time().toString());
    invocation.add("toolExecutionNotifications", notifications);
    return invocation;
  }

  private static JsonObject notification(String level, String message) {
    JsonObject notification = new JsonObject();
    notification.addProperty("level", level);
    notification.add("message", SarifRule.text(message));
    return notification;
  }
}
