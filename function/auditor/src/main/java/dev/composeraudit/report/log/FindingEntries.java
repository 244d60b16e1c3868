package dev.composeraudit.report.log;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.report.finding.EnvironmentResource;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingStatus;
import dev.composeraudit.report.finding.FindingTrigger;
import dev.composeraudit.report.json.JsonFields;
import java.util.Map;
import java.util.TreeMap;

/** Makes the log entry of a finding: {@code event} is {@code policy_result}. */
final class FindingEntries {
  private FindingEntries() {}

  static StructuredEntry of(Finding finding, String trace) {
    boolean published = finding.status() != FindingStatus.NOT_PUBLISHED;
    PolicyInfo policy = finding.policy();
    Outcome outcome = finding.result().outcome();
    JsonObject payload = EntryFields.payload("policy_result", message(finding));
    payload.addProperty("policy", policy.name());
    payload.addProperty("policy_severity", finding.result().severity().name());
    payload.addProperty("result", outcome.name());
    if (published) {
      payload.addProperty("finding_uid", finding.uid());
    }
    payload.addProperty("resource_name", finding.resource().fullName());
    JsonFields.addText(payload, "recommendation", policy.recommendation().replace('`', '\''));
    payload.addProperty("root", finding.isRoot());
    payload.addProperty("baseline", finding.isBaseline());
    Map<String, String> labels = new TreeMap<>();
    labels.put("policy", policy.name());
    labels.put("result", outcome.name());
    if (finding.resource() instanceof EnvironmentResource environment) {
      addEnvironment(payload, finding, environment);
      labels.put("environment", environment.name());
    } else {
      payload.add("trigger", EntryFields.trigger(finding.trigger().kind(), finding.trigger().id()));
    }
    return new StructuredEntry(
        severity(finding),
        payload,
        labels,
        published ? finding.messageUid() : "",
        finding.trigger().id(),
        trace);
  }

  private static void addEnvironment(
      JsonObject payload, Finding finding, EnvironmentResource environment) {
    FindingTrigger trigger = finding.trigger();
    payload.add("environment", EntryFields.environment(environment.environmentName()));
    // Alerts and charts show it in Markdown.
    JsonFields.addText(payload, "team", environment.team().replace('`', '\''));
    payload.add("caused_by", JsonFields.texts(finding.result().causedBy()));
    payload.addProperty("policies", finding.policies());
    payload.add(
        "trigger",
        EntryFields.trigger(trigger.kind(), trigger.id(), trigger.method(), trigger.principal()));
  }

  /** Of an environment its name and the first message; of a scope all messages. */
  static String message(Finding finding) {
    String what = finding.result().outcome() + " " + finding.policy().name();
    return finding.resource() instanceof EnvironmentResource environment
        ? what + " " + environment.name() + ": " + finding.message()
        : what + ": " + String.join("; ", finding.result().messages());
  }

  /** ERROR is for what could not be judged: a violation must not be taken for a broken function. */
  private static Severity severity(Finding finding) {
    if (finding.result().outcome() == Outcome.ERROR) {
      return finding.isRoot() ? Severity.ERROR : Severity.NOTICE;
    }
    if (finding.result().outcome() != Outcome.FAIL) {
      return Severity.INFO;
    }
    return switch (finding.result().severity()) {
      case CRITICAL, HIGH -> finding.isRoot() ? Severity.WARNING : Severity.NOTICE;
      case MEDIUM, LOW -> Severity.NOTICE;
      case INFORMATIONAL -> Severity.INFO;
    };
  }
}
