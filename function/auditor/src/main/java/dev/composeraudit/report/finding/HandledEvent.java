package dev.composeraudit.report.finding;

import dev.composeraudit.event.AuditRequest;
import java.util.Optional;

/** What an event led to, for the log entry about the event as a whole. */
public sealed interface HandledEvent {
  /** Repeats when the event is delivered again. */
  String id();

  /** The relative resource name of what was audited. */
  String resource();

  /** The event, if it asked for the audit of an environment. */
  Optional<AuditRequest> request();

  /**
   * An environment was audited.
   *
   * @param isGone whether the environment is gone, so that its findings are archived
   */
  record Audit(Report report, boolean isGone) implements HandledEvent {
    @Override
    public String id() {
      return report.event().trigger().id();
    }

    @Override
    public String resource() {
      return report.event().environment().toString();
    }

    @Override
    public Optional<AuditRequest> request() {
      return Optional.of(report.event());
    }
  }

  /** The environments of a scope were compared with those that were judged of late. */
  record Coverage(CoverageCheck check) implements HandledEvent {
    @Override
    public String id() {
      return check.request().id();
    }

    @Override
    public String resource() {
      return check.scope();
    }

    @Override
    public Optional<AuditRequest> request() {
      return Optional.empty();
    }
  }
}
