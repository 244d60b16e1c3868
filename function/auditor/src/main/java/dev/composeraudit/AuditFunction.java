package dev.composeraudit;

import com.google.cloud.functions.CloudEventsFunction;
import dev.composeraudit.audit.NotYetTurnException;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.RejectedEvent.Code;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.log.RedeliveryReason;
import io.cloudevents.CloudEvent;
import java.time.Clock;

/**
 * The function's entry point. To return is to acknowledge it; to throw is to have it delivered
 * again. A start that fails says why, whole, and ends the process.
 */
public final class AuditFunction implements CloudEventsFunction {
  private final Auditor auditor;
  private final Reporter reporter;
  private final ShutdownGate shutdownGate;
  private final Clock clock;
  private final Runnable exit;

  /** Starts with the process's settings. */
  public AuditFunction() {
    this(Wiring.of(System.getenv()), new ShutdownGate(), OutOfMemoryExit.install());
    Runtime.getRuntime().addShutdownHook(shutdownGate.hook());
  }

  /**
   * @param exit ends the process soon
   */
  AuditFunction(Wiring wiring, ShutdownGate shutdownGate, Runnable exit) {
    this.auditor = wiring.auditor();
    this.reporter = wiring.reporter();
    this.shutdownGate = shutdownGate;
    this.clock = wiring.clock();
    this.exit = exit;
  }

  /**
   * An event that is not done with, so that the platform has to deliver it again. The reason is in
   * our own log; here is only one line, since the framework prints what it catches as it is.
   */
  static final class RedeliveryException extends Exception {
    private static final long serialVersionUID = 1L;

    private RedeliveryException(RedeliveryReason why) {
      this("to be delivered again: " + why);
    }

    private RedeliveryException(String message) {
      super(message, null, false, false);
    }
  }

  @Override
  public void accept(CloudEvent event) throws RedeliveryException {
    EventTimer timer = EventTimer.start(event, clock);
    try {
      shutdownGate.enter();
    } catch (ShutdownGate.ClosedException closed) {
      throw postpone(event, RedeliveryReason.SHUTTING_DOWN, closed, timer);
    }
    try {
      audit(event, timer);
    } finally {
      shutdownGate.leave();
    }
  }

  private void audit(CloudEvent event, EventTimer timer) throws RedeliveryException {
    try {
      auditor.audit(event, timer);
    } catch (TooEarlyException early) {
      throw postpone(event, RedeliveryReason.TOO_EARLY, early, timer);
    } catch (NotYetTurnException later) {
      throw postpone(event, RedeliveryReason.COALESCED, later, timer);
    } catch (TransientException trouble) {
      throw postpone(event, RedeliveryReason.TRANSIENT, trouble, timer);
    } catch (PublishException unpublished) {
      throw postpone(event, RedeliveryReason.UNPUBLISHED, unpublished, timer);
    } catch (RuntimeException defect) {
      reporter.logDefect(event, defect, timer);
      throw new RedeliveryException("to be delivered again: a defect, see the log");
    } catch (OutOfMemoryError exhausted) {
      exit.run();
      refuseOrPostpone(event, timer);
    }
  }

  /** An event that ends instance after instance must not do so for seven hours. */
  private void refuseOrPostpone(CloudEvent event, EventTimer timer) throws RedeliveryException {
    String what = "this instance ran out of memory and ends";
    if (!DeliveryAttempts.areMany(event, clock)) {
      reporter.logPostponed(event, RedeliveryReason.OUT_OF_MEMORY, what, timer);
      throw new RedeliveryException(RedeliveryReason.OUT_OF_MEMORY);
    }
    try {
      reporter.reject(
          event,
          new RejectedEvent(
              Code.OUT_OF_MEMORY, what + ", and the event had been delivered twice before"),
          timer);
    } catch (PublishException unpublished) {
      throw postpone(event, RedeliveryReason.UNPUBLISHED, unpublished, timer);
    }
  }

  private RedeliveryException postpone(
      CloudEvent event, RedeliveryReason why, Exception cause, EventTimer timer) {
    reporter.logPostponed(event, why, String.valueOf(cause.getMessage()), timer);
    return new RedeliveryException(why);
  }
}
