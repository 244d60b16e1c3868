package dev.composeraudit.report;

import com.google.auth.Credentials;
import com.google.gson.JsonObject;
import dev.composeraudit.report.SecurityFinding.Stored;
import dev.composeraudit.subject.Deadline;
import dev.composeraudit.subject.EnvironmentName;
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
 * write the same findings twice is harmless; an older event changes nothing that a later one wrote.
 */
public final class SecurityCenter {
  private final SecurityCenterApi api;

  private SecurityCenter(SecurityCenterApi api) {
    this.api = api;
  }

  /** Nothing is called yet. */
  public static SecurityCenter of(SecuritySource source, Credentials credentials) {
    return new SecurityCenter(new SecurityCenterApi(source, credentials));
  }

  /**
   * Makes the source say of an environment what its findings say.
   *
   * @return what was refused for good, and what would help; empty if all is as it should be
   * @throws PublishException if it could not answer, so that the event has to come again
   */
  Optional<String> write(EnvironmentName environment, List<Finding> findings, Deadline deadline)
      throws PublishException {
    Set<String> refusals = new LinkedHashSet<>();
    try {
      Map<String, Stored> stored = api.list(environment, deadline);
      for (Finding finding : findings) {
        try {
          write(finding, stored.get(finding.uid()), deadline);
        } catch (SecurityCenterRefusal refused) {
          refusals.add(String.valueOf(refused.getMessage()));
        }
      }
    } catch (SecurityCenterRefusal refused) {
      refusals.add(String.valueOf(refused.getMessage()));
    }
    return refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", refusals));
  }

  private void write(Finding finding, @Nullable Stored stored, Deadline deadline)
      throws PublishException, SecurityCenterRefusal {
    if (stored != null && stored.seen().isAfter(finding.seen())) {
      return;
    }
    switch (finding.lifecycle()) {
      case OPENED, STILL_OPEN -> open(finding, stored, deadline);
      // An exception is a decision that it is no issue, for now; it opens again when that expires.
      case SUPPRESSED, RESOLVED, NOT_APPLICABLE, GONE -> close(finding, stored, deadline);
      // Neither a violation nor the end of one; there is no state for it.
      case UNDECIDED -> {}
    }
  }

  private void open(Finding finding, @Nullable Stored stored, Deadline deadline)
      throws PublishException, SecurityCenterRefusal {
    JsonObject wanted = SecurityFinding.opened(finding);
    if (stored != null && stored.isActive() && stored.says(wanted)) {
      return;
    }
    if (!api.update(finding.uid(), wanted, "", deadline).isActive()) {
      api.setState(finding.uid(), "ACTIVE", deadline);
    }
  }

  private void close(Finding finding, @Nullable Stored stored, Deadline deadline)
      throws PublishException, SecurityCenterRefusal {
    if (stored == null || !stored.isActive()) {
      return;
    }
    JsonObject change = SecurityFinding.closed(finding);
    api.update(finding.uid(), change, SecurityFinding.mask(change), deadline);
    api.setState(finding.uid(), "INACTIVE", deadline);
  }
}
