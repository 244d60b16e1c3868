package dev.composeraudit.report.scc;

import com.google.gson.JsonObject;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Retry;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.FindingSink;
import dev.composeraudit.report.finding.FindingsRejectedException;
import dev.composeraudit.report.finding.PublishException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps findings in a source of an organization's Security Command Center, where a finding is
 * ACTIVE while its policy is violated. An organization has 1000 calls a minute, so what is stored
 * is read first, with one call for a resource, and only what differs is written. An event changes
 * nothing of what a later event has written. Where a later event found nothing to change, its time
 * alone is written, with one call for the resource.
 */
public final class SecurityCenterSink implements FindingSink {
  private final SecurityCenterClient api;

  private SecurityCenterSink(SecurityCenterClient api) {
    this.api = api;
  }

  /** A sink for this source; nothing is called yet. */
  public static SecurityCenterSink of(SecuritySource source, BoundedHttpClient http, Retry retry) {
    return new SecurityCenterSink(new SecurityCenterClient(source, http, retry));
  }

  /** What has to be written so that the source says of a finding what it should. */
  private enum Change {
    /** Nothing: it is as it should be, or a later event has written it. */
    NONE,
    /** The event's time: all else is as it should be. */
    TIME,
    OPEN,
    CLOSE
  }

  @Override
  public void send(FindingBatch batch, EventTimer timer)
      throws PublishException, FindingsRejectedException {
    List<Finding> findings = batch.published();
    if (findings.isEmpty()) {
      return;
    }
    Deadline deadline = timer.deadline();
    Errors errors = new Errors();
    errors.collect(
        () -> {
          String resource = findings.get(0).resource().fullName();
          Map<String, StoredFinding> stored = api.list(resource, deadline);
          stored.values().forEach(each -> errors.reasons.addAll(each.errors()));
          write(findings, batch.isComplete(), stored, errors, deadline);
        });
    errors.throwIfAny();
  }

  /** What could not be written; one error stops no other finding from being written. */
  private static final class Errors {
    private final Set<String> reasons = new LinkedHashSet<>();

    /** A call that may fail. */
    @FunctionalInterface
    private interface Call {
      void run() throws PublishException, SecurityCenterError;
    }

    private void collect(Call call) throws PublishException {
      try {
        call.run();
      } catch (SecurityCenterError error) {
        reasons.add(String.valueOf(error.getMessage()));
      }
    }

    private void throwIfAny() throws FindingsRejectedException {
      if (!reasons.isEmpty()) {
        throw new FindingsRejectedException(
            "Security Command Center", "SECURITY_CENTER", String.join("; ", reasons));
      }
    }
  }

  private void write(
      List<Finding> findings,
      boolean complete,
      Map<String, StoredFinding> stored,
      Errors errors,
      Deadline deadline)
      throws PublishException {
    Instant judged = judged(stored);
    List<Finding> confirmed = new ArrayList<>();
    for (Finding finding : findings) {
      StoredFinding old = stored.get(finding.uid());
      switch (change(finding, old, judged)) {
        case NONE -> {}
        case TIME -> confirmed.add(finding);
        case OPEN -> errors.collect(() -> open(finding, old, deadline));
        case CLOSE -> errors.collect(() -> close(finding, deadline));
      }
    }
    // Last of all: from then on, nothing that an earlier event says is written.
    for (Finding finding : complete ? first(confirmed) : confirmed) {
      Instant seen = SecurityFinding.seen(finding);
      JsonObject change = complete ? SecurityFinding.judged(seen) : SecurityFinding.confirmed(seen);
      errors.collect(() -> update(finding, change, deadline));
    }
  }

  /** When all policies of the resource were decided last; null if that is not known. */
  private static @Nullable Instant judged(Map<String, StoredFinding> stored) {
    return stored.values().stream()
        .map(StoredFinding::judged)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static List<Finding> first(List<Finding> confirmed) {
    return confirmed.subList(0, Math.min(1, confirmed.size()));
  }

  private static Change change(
      Finding finding, @Nullable StoredFinding stored, @Nullable Instant judged) {
    Instant seen = SecurityFinding.seen(finding);
    Instant last = later(stored == null ? null : stored.seen(), judged);
    if (last != null && last.isAfter(seen)) {
      return Change.NONE;
    }
    boolean isNewer = last == null || last.isBefore(seen);
    Change same = stored != null && isNewer ? Change.TIME : Change.NONE;
    return switch (finding.status()) {
      case OPENED, STILL_OPEN ->
          stored != null && stored.isActive() && stored.says(SecurityFinding.opened(finding, null))
              ? same
              : Change.OPEN;
      // An exception is a decision that it is no issue for now; when it expires, it opens again.
      case SUPPRESSED, RESOLVED, NOT_APPLICABLE, GONE ->
          stored == null || !stored.isActive() ? same : Change.CLOSE;
      // Security Command Center has no state for what could not be judged.
      case UNDECIDED, NOT_PUBLISHED -> Change.NONE;
    };
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? other : one;
  }

  private void open(Finding finding, @Nullable StoredFinding stored, Deadline deadline)
      throws PublishException, SecurityCenterError {
    JsonObject wanted = SecurityFinding.opened(finding, stored == null ? null : stored.judged());
    if (!api.update(finding.uid(), wanted, "", deadline).isActive()) {
      api.activate(finding.uid(), deadline);
    }
  }

  private void close(Finding finding, Deadline deadline)
      throws PublishException, SecurityCenterError {
    update(finding, SecurityFinding.closed(finding), deadline);
    api.deactivate(finding.uid(), deadline);
  }

  private void update(Finding finding, JsonObject change, Deadline deadline)
      throws PublishException, SecurityCenterError {
    api.update(finding.uid(), change, SecurityFinding.mask(change), deadline);
  }
}
