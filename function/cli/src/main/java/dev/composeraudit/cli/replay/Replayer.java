package dev.composeraudit.cli.replay;

import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.live.ReadFailures;
import dev.composeraudit.cli.scan.EnvironmentScanner;
import dev.composeraudit.cli.scan.ScanResult;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.AuditRequest.Phase;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.Request;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import io.cloudevents.CloudEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Does about saved events what the function would, and notes what that is. */
public final class Replayer {
  private static final String NO_LATER = "replay the entry of the operation's end, or run scan";

  private final EventDecoder decoder;
  private final ClusterAudits clusters;
  private final EnvironmentScanner scanner;
  private final Clock clock;
  private final List<String> notes = new ArrayList<>();
  private final List<Audit> audits = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  /**
   * @param clusters finds whose cluster was changed
   * @param scanner reads environments and judges them
   */
  public Replayer(
      EventDecoder decoder, ClusterAudits clusters, EnvironmentScanner scanner, Clock clock) {
    this.decoder = decoder;
    this.clusters = clusters;
    this.scanner = scanner;
    this.clock = clock;
  }

  /** Handles one event. */
  public void replay(CloudEvent event) {
    String what = "event " + event.getId();
    Request request = decoder.decode(event);
    if (request instanceof AuditRequest audit) {
      audit(what, audit);
    } else if (request instanceof ClusterChange change) {
      change(what, change);
    } else if (request instanceof SweepRequest) {
      notes.add(what + ": a sweep: the function would request an audit of each environment");
      missing.add(
          new Missing(what, "a sweep names no environment", "run scan with the same scope"));
    } else if (request instanceof CoverageRequest) {
      notes.add(
          what
              + ": a coverage check: the function would compare its log with the"
              + " environments that exist");
      missing.add(new Missing(what, "a coverage check judges nothing", "leave it out"));
    } else {
      RejectedEvent rejected = (RejectedEvent) request;
      notes.add(what + ": the function would reject it: " + rejected.code());
      missing.add(
          new Missing(
              what,
              "%s: %s".formatted(rejected.code(), rejected.message()),
              "nothing: no redelivery changes that"));
    }
  }

  private void change(String what, ClusterChange change) {
    try {
      Observed<List<AuditRequest>> found = clusters.of(change, Deadline.in(Deadline.EVENT, clock));
      if (found instanceof Unknown<List<AuditRequest>> unknown) {
        missing.add(ReadFailures.of(what, unknown.help()));
        return;
      }
      List<AuditRequest> requests = ((Known<List<AuditRequest>>) found).value();
      if (requests.isEmpty()) {
        notes.add(
            "%s: the function would ignore it: %s is not the cluster of an environment"
                .formatted(what, change.cluster()));
      }
      requests.forEach(request -> audit(what, request));
    } catch (TransientException trouble) {
      missing.add(ReadFailures.of(what, String.valueOf(trouble.getMessage())));
    }
  }

  private void audit(String what, AuditRequest request) {
    String about =
        "%s: %s of %s, %s"
            .formatted(
                what,
                request.trigger().kind().text(),
                request.environment(),
                request.trigger().time());
    if (request.phase() == Phase.REJECTED) {
      notes.add(about + ": Composer rejected the request, so the function would only log it");
      return;
    }
    ScanResult result = scanner.scan(request);
    if (result instanceof ScanResult.Audited audited) {
      notes.add(
          about
              + (audited.audit().isGone()
                  ? ": archived, because it no longer exists"
                  : ": judged"));
      audits.add(audited.audit());
    } else if (result instanceof ScanResult.Failed failed) {
      notes.add(about + ": not done; the function would have it delivered again or reject it");
      failed.certain().ifPresent(audits::add);
      Missing obstacle = ReadFailures.of(what, failed.why());
      missing.add(
          failed.why().endsWith(")")
              ? obstacle
              : new Missing(obstacle.what(), obstacle.why(), NO_LATER));
    } else {
      notes.add(about + ": not done; the function would have it delivered again");
      missing.add(new Missing(what, "a quota was exhausted", "replay it again later"));
    }
  }

  /** What the function would do about each event, a line each. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What came of the audits. */
  public List<Audit> audits() {
    return List.copyOf(audits);
  }

  /** What could not be judged. */
  public List<Missing> missing() {
    return List.copyOf(missing);
  }
}
