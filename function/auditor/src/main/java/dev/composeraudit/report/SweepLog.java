package dev.composeraudit.report;

import com.google.cloud.logging.Severity;
import com.google.gson.JsonObject;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.report.log.EntryFields;
import dev.composeraudit.report.log.StructuredEntry;
import dev.composeraudit.report.log.StructuredLog;
import java.util.List;

/** Logs what the messages of sweeps, and the pages of coverage checks, led to. */
public final class SweepLog {
  private final StructuredLog log;

  public SweepLog(StructuredLog log) {
    this.log = log;
  }

  /** A sweep of several scopes has begun. */
  public void begun(SweepRequest sweep, List<String> scopes, EventTimer timer) {
    write(
        Severity.INFO,
        payload(
            "sweep_begun",
            "sweep",
            sweep.id(),
            "Began a sweep of " + String.join(", ", scopes),
            timer));
  }

  /** The audits of a page were asked for. */
  public void requested(SweepRequest sweep, PagePosition page, int environments, EventTimer timer) {
    String message = "Swept %s: requested %d audits".formatted(page, environments);
    JsonObject payload = payload("sweep_requested", "sweep", sweep.id(), page, message, timer);
    payload.addProperty("environments", environments);
    write(Severity.INFO, payload);
  }

  /**
   * The last page of a scope was handled.
   *
   * @param environments for how many the pages of the scope asked for audits
   */
  public void finished(SweepRequest sweep, PagePosition page, int environments, EventTimer timer) {
    String message =
        "Finished the sweep of %s: requested %d audits on %d pages"
            .formatted(page.scope(), environments, page.number());
    JsonObject payload = payload("sweep_finished", "sweep", sweep.id(), page, message, timer);
    payload.addProperty("environments", environments);
    write(Severity.INFO, payload);
  }

  /** The sweep of a scope ends at a page: the environments from there on may not be judged. */
  public void failed(SweepRequest sweep, PagePosition page, String reason, EventTimer timer) {
    String message = "A sweep stopped at %s: %s".formatted(page, reason);
    JsonObject payload = payload("sweep_failed", "sweep", sweep.id(), page, message, timer);
    payload.addProperty("reason", JsonFields.truncate(reason));
    write(Severity.ERROR, payload);
  }

  /**
   * The list is begun anew, since a page could not be read.
   *
   * @param kind {@code sweep} or {@code coverage}
   */
  public void restarted(
      String kind, String id, PagePosition page, String reason, EventTimer timer) {
    String message = "The %s begins anew: %s: %s".formatted(kind, page, reason);
    JsonObject payload = payload(kind + "_restarted", kind, id, page, message, timer);
    payload.addProperty("reason", JsonFields.truncate(reason));
    write(Severity.WARNING, payload);
  }

  /**
   * A page was delivered again after its next page had been asked for.
   *
   * @param kind {@code sweep} or {@code coverage}
   */
  public void duplicate(String kind, String id, PagePosition page, EventTimer timer) {
    String message = "The %s has handled %s already".formatted(kind, page);
    JsonObject payload = payload(kind + "_duplicate", kind, id, page, message, timer);
    write(Severity.INFO, payload);
  }

  /**
   * A page of a coverage check was counted, and is not the last one.
   *
   * @param environments how many there are up to this page
   * @param unjudged how many of them were not judged
   */
  public void counted(
      String id, PagePosition page, int environments, int unjudged, EventTimer timer) {
    String message =
        "Compared %s: %d environments so far, %d of them not judged"
            .formatted(page, environments, unjudged);
    JsonObject payload = payload("coverage_counted", "coverage", id, page, message, timer);
    payload.addProperty("environments", environments);
    payload.addProperty("unjudged", unjudged);
    write(Severity.INFO, payload);
  }

  private void write(Severity severity, JsonObject payload) {
    log.write(List.of(StructuredEntry.of(severity, payload)));
  }

  private static JsonObject payload(
      String event, String kind, String id, String message, EventTimer timer) {
    JsonObject payload = new JsonObject();
    payload.addProperty("event", event);
    payload.addProperty(kind, id);
    payload.addProperty("message", JsonFields.truncate(message));
    EntryFields.addTimes(payload, timer);
    return payload;
  }

  private static JsonObject payload(
      String event, String kind, String id, PagePosition page, String message, EventTimer timer) {
    JsonObject payload = payload(event, kind, id, message, timer);
    payload.addProperty("scope", page.scope());
    payload.addProperty("page", page.number());
    return payload;
  }
}
