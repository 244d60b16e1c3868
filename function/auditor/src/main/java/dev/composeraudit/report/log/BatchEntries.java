package dev.composeraudit.report.log;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.report.finding.CoverageCheck;
import dev.composeraudit.report.finding.CoverageReport.Compared;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingsRejectedException;
import dev.composeraudit.report.finding.HandledEvent;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.HandledEvent.Coverage;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.report.json.JsonFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the log entries about an event and its findings. */
public final class BatchEntries {
  private final String project;

  /**
   * @param project whose traces the entries belong to
   */
  public BatchEntries(String project) {
    this.project = project;
  }

  /** An entry for each finding, and the one about the event as a whole. */
  public List<StructuredEntry> handled(FindingBatch batch, EventTimer timer) {
    List<StructuredEntry> entries = new ArrayList<>();
    for (Finding finding : batch.findings()) {
      entries.add(FindingEntries.of(finding, trace(batch.event())));
    }
    entries.add(entryForEvent(batch, timer));
    return entries;
  }

  /** A sink may not show the current findings of an event until somebody fixes the cause. */
  public StructuredEntry rejected(FindingBatch batch, FindingsRejectedException rejected) {
    String kind = rejected.code().toLowerCase(Locale.ROOT) + "_refused";
    String message =
        "%s may not show the current findings of %s: %s"
            .formatted(rejected.sink(), batch.event().resource(), rejected.getMessage());
    JsonObject payload = about(batch.event(), kind, message);
    payload.addProperty("code", rejected.code());
    payload.addProperty("reason", JsonFields.truncate(String.valueOf(rejected.getMessage())));
    return entry(Severity.ERROR, payload, batch.event());
  }

  private StructuredEntry entryForEvent(FindingBatch batch, EventTimer timer) {
    JsonObject payload =
        batch.event() instanceof Audit audit
            ? audited(audit)
            : coverage((Coverage) batch.event(), batch.findings().get(0));
    EntryFields.addStages(payload, timer);
    return entry(Severity.INFO, payload, batch.event());
  }

  private static JsonObject audited(Audit audit) {
    Report report = audit.report();
    JsonObject payload = audit.isGone() ? archived(audit) : judged(audit);
    payload.addProperty("policies", report.policies());
    EntryFields.addAge(payload, Duration.between(report.event().trigger().time(), report.time()));
    return payload;
  }

  private static JsonObject archived(Audit audit) {
    JsonObject payload =
        about(audit, "event_archived", "Archived the findings of " + audit.resource());
    payload.add("results", new JsonObject());
    return payload;
  }

  private static JsonObject judged(Audit audit) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    audit.report().results().forEach(result -> counts.merge(result.outcome(), 1L, Long::sum));
    String summary =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    JsonObject results = new JsonObject();
    for (Outcome outcome : Outcome.values()) {
      results.addProperty(outcome.name(), counts.getOrDefault(outcome, 0L));
    }
    JsonObject payload =
        about(audit, "event_judged", "Judged %s: %s".formatted(audit.resource(), summary));
    payload.add("results", results);
    return payload;
  }

  private static JsonObject coverage(Coverage coverage, Finding finding) {
    CoverageCheck check = coverage.check();
    JsonObject payload = about(coverage, "event_coverage", FindingEntries.message(finding));
    payload.addProperty("event_id", coverage.id());
    if (check.report() instanceof Compared compared) {
      payload.addProperty("environments", compared.count().environments());
      payload.addProperty("unjudged", compared.count().unjudged());
    }
    EntryFields.addAge(payload, Duration.between(check.request().time(), check.time()));
    return payload;
  }

  private static JsonObject about(HandledEvent event, String kind, String message) {
    return event
        .request()
        .map(request -> EntryFields.request(kind, message, request))
        .orElseGet(
            () -> {
              JsonObject payload = EntryFields.payload(kind, message);
              payload.add("trigger", EntryFields.trigger("coverage", event.id()));
              return payload;
            });
  }

  private StructuredEntry entry(Severity severity, JsonObject payload, HandledEvent event) {
    return StructuredEntry.of(severity, payload, event.id(), trace(event));
  }

  private String trace(HandledEvent event) {
    return event
        .request()
        .map(request -> EntryFields.trace(project, request.traceparent()))
        .orElse("");
  }
}
