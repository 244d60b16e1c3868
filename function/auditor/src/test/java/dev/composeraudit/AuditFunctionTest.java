package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.log.RedeliveryReason;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuditFunctionTest {
  private static final TestEvent EVENT = TestEntry.last().event();
  private static final String HOSTILE = "boom\nseverity=EMERGENCY a line of its own";

  private final Auditor auditor = mock(Auditor.class);
  private final Reporter reporter = mock(Reporter.class);
  private final ShutdownGate shutdownGate = new ShutdownGate();
  private final AuditFunction function =
      new AuditFunction(new Wiring(auditor, reporter, Clock.systemUTC()), shutdownGate);

  @Test
  void anEventThatIsDoneWithIsAcknowledged() throws Exception {
    assertThatCode(() -> function.accept(EVENT)).doesNotThrowAnyException();
    verify(auditor).audit(eq(EVENT), any());
    verifyNoInteractions(reporter);
  }

  @Test
  void anEventThatIsTooEarlyIsDeliveredAgainAndTheLogSaysWhy() throws Exception {
    doThrow(new TooEarlyException("not yet")).when(auditor).audit(any(), any());

    assertRedelivered("to be delivered again: TOO_EARLY");
    verify(reporter).logPostponed(eq(EVENT), eq(RedeliveryReason.TOO_EARLY), eq("not yet"), any());
  }

  @Test
  void aDefectIsDeliveredAgainAndItsTextGoesOnlyIntoOurLog() throws Exception {
    IllegalStateException defect = new IllegalStateException(HOSTILE);
    doThrow(defect).when(auditor).audit(any(), any());

    assertRedelivered("to be delivered again: a defect, see the log");
    verify(reporter).logDefect(eq(EVENT), eq(defect), any());
  }

  @Test
  void anErrorOfTheMachineIsNotTakenForAcknowledgement() throws Exception {
    doThrow(new OutOfMemoryError()).when(auditor).audit(any(), any());

    assertThatThrownBy(() -> function.accept(EVENT)).isInstanceOf(OutOfMemoryError.class);
    assertThat(shutdownGate.close(Duration.ZERO)).isTrue();
  }

  @Test
  void anInstanceThatShutsDownTakesNothing() throws Exception {
    shutdownGate.close(Duration.ZERO);

    assertRedelivered("to be delivered again: SHUTTING_DOWN");
    verifyNoInteractions(auditor);
    verify(reporter)
        .logPostponed(
            eq(EVENT),
            eq(RedeliveryReason.SHUTTING_DOWN),
            eq("this instance is shutting down"),
            any());
  }

  /** The framework prints what it catches as it is: so it gets one line, and no other's text. */
  private void assertRedelivered(String message) {
    assertThatThrownBy(() -> function.accept(EVENT))
        .isInstanceOf(AuditFunction.RedeliveryException.class)
        .hasMessage(message)
        .hasNoCause()
        .hasNoSuppressedExceptions()
        .extracting(Throwable::getStackTrace)
        .isEqualTo(new StackTraceElement[0]);
  }
}
