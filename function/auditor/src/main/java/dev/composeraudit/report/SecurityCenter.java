package dev.composeraudit.report;

import com.google.gson.JsonObject;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Retry;
import dev.composeraudit.report.SecurityFinding.Stored;
import dev.composeraudit.subject.EnvironmentName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Security Command Center as a second place for findings: a source of an organization, in which a
 * finding is ACTIVE while its policy is violated. What is there is read first, with one call for
 * each environment, and only what differs is written: an organization has 1000 calls a minute. To
 * write the same findings twice is harmless; an older event changes nothing of what a later one
 * said, even where that was only that all is as it was: then the time alone is written, with one
 * call for the environment.
 */
public final class SecurityCenter {
  private final SecurityCenterClient api;

  private SecurityCenter(SecurityCenterClient api) {
    this.api = api;
  }

  /** Nothing is called yet. */
  public static SecurityCenter of(SecuritySource source, BoundedHttpClient http, Retry retry) {
    return new SecurityCenter(new SecurityCenterClient(source, http, retry));
  }

  /** What a finding's state in the source has to do with what is said of it now. */
  private enum Difference {
    /** A later event has spoken, or there is nothing to say. */
    NONE,
    /** It is as it should be, but says so of an earlier time. */
    TIME,
    OPEN,
    CLOSE
  }

  /**
   * Makes the source say of an environment what its findings say.
   *
   * @param findings all of one event
   * @param whole whether every policy was decided, so that the event's time stands for all
   * @return what was refused for good, and what would help; empty if all is as it should be
   * @throws PublishException if it could not answer, so that the event has to come again
   */
  Optional<String> write(
      EnvironmentName environment, List<Finding> findings, boolean whole, Deadline deadline)
      throws PublishException {
    Refusals refusals = new Refusals();
    refusals.gather(
        () -> write(findings, whole, api.list(environment, deadline), refusals, deadline));
    return refusals.text();
  }

  /** What was refused; each keeps no other from being written. */
  private static final class Refusals {
    private final Set<String> reasons = new LinkedHashSet<>();

    /** Something that may be refused. */
    @FunctionalInterface
    private interface Act {
      void run() throws PublishException, SecurityCenterError;
    }

    private void gather(Act act) throws PublishException {
      try {
        act.run();
      } catch (SecurityCenterError refused) {
        reasons.add(String.valueOf(refused.getMessage()));
      }
    }

    private Optional<String> text() {
      return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }
  }

  private void write(
      List<Finding> findings,
      boolean whole,
      Map<String, Stored> stored,
      Refusals refusals,
      Deadline deadline)
      throws PublishException {
    Instant judged = judged(stored);
    List<Finding> confirmed = new ArrayList<>();
    for (Finding finding : findings) {
      Stored old = stored.get(finding.uid());
      switch (difference(finding, old, judged)) {
        case NONE -> {}
        case TIME -> confirmed.add(finding);
        case OPEN -> refusals.gather(() -> open(finding, old, deadline));
        case CLOSE -> refusals.gather(() -> close(finding, deadline));
      }
    }
    // The last of all, since nothing from before this event is written from then on.
    for (Finding finding : whole ? first(confirmed) : confirmed) {
      JsonObject change =
          whole
              ? SecurityFinding.judged(finding.seen())
              : SecurityFinding.confirmed(finding.seen());
      refusals.gather(() -> update(finding, change, deadline));
    }
  }

  /** When all policies of the environment were decided last. */
  private static Instant judged(Map<String, Stored> stored) {
    return stored.values().stream()
        .map(Stored::judged)
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static List<Finding> first(List<Finding> confirmed) {
    return confirmed.subList(0, Math.min(1, confirmed.size()));
  }

  private static Difference difference(Finding finding, @Nullable Stored stored, Instant judged) {
    Instant last = stored == null || stored.seen().isBefore(judged) ? judged : stored.seen();
    if (last.isAfter(finding.seen())) {
      return Difference.NONE;
    }
    Difference same =
        stored != null && last.isBefore(finding.seen()) ? Difference.TIME : Difference.NONE;
    return switch (finding.lifecycle()) {
      case OPENED, STILL_OPEN ->
          stored != null && stored.isActive() && stored.says(SecurityFinding.opened(finding, null))
              ? same
              : Difference.OPEN;
      // An exception is a decision that it is no issue, for now; it opens again when that expires.
      case SUPPRESSED, RESOLVED, NOT_APPLICABLE, GONE ->
          stored == null || !stored.isActive() ? same : Difference.CLOSE;
      // Neither a violation nor the end of one; there is no state for it.
      case UNDECIDED -> Difference.NONE;
    };
  }

  private void open(Finding finding, @Nullable Stored stored, Deadline deadline)
      throws PublishException, SecurityCenterError {
    JsonObject wanted = SecurityFinding.opened(finding, stored);
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
