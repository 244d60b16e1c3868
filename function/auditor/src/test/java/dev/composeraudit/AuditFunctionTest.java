package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.log.RedeliveryReason;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;

class AuditFunctionTest {
  private static final TestEvent EVENT = TestEntry.last().event();
  private static final String HOSTILE = "boom\nseverity=EMERGENCY a line of its own";

  private final Auditor auditor = mock(Auditor.class);
  private final Reporter reporter = mock(Reporter.class);
  private int ends;
  private final ShutdownGate shutdownGate = new ShutdownGate();
  private final AuditFunction function =
      new AuditFunction(
          new Wiring(auditor, reporter, Clock.systemUTC()), shutdownGate, () -> ends++);

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
  void anEventThatTakesAllMemoryIsNamedDeliveredAgainAndEndsTheProcess() throws Exception {
    doThrow(new OutOfMemoryError()).when(auditor).audit(any(), any());

    TestEvent event = delivered("{}", OffsetDateTime.now(ZoneOffset.UTC));
    assertThatThrownBy(() -> function.accept(event))
        .hasMessage("to be delivered again: OUT_OF_MEMORY");
    verify(reporter).logPostponed(eq(event), eq(RedeliveryReason.OUT_OF_MEMORY), any(), any());
    assertThat(ends).isOne();
    assertThat(shutdownGate.close(Duration.ZERO)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "50, true", "0, false"})
  void theThirdDeliveryThatTakesAllMemoryIsRefused(int attempt, boolean refused) throws Exception {
    doThrow(new OutOfMemoryError()).when(auditor).audit(any(), any());
    String data =
        "{\"message\": {\"attributes\": {\"deliveryAttempt\": \"9\"}}, \"deliveryAttempt\": %d}"
            .formatted(attempt);
    TestEvent event = delivered(data, OffsetDateTime.now(ZoneOffset.UTC));

    if (refused) {
      function.accept(event);
      ArgumentCaptor<RejectedEvent> why = ArgumentCaptor.captor();
      verify(reporter).reject(eq(event), why.capture(), any());
      assertThat(why.getValue().code()).isEqualTo(RejectedEvent.Code.OUT_OF_MEMORY);
    } else {
      assertThatThrownBy(() -> function.accept(event))
          .isInstanceOf(AuditFunction.RedeliveryException.class);
      verify(reporter, never()).reject(any(), any(), any());
    }
    assertThat(ends).isOne();
  }

  @Test
  void whereDeliveriesAreNotCountedTheAgeOfTheEventTells() throws Exception {
    doThrow(new OutOfMemoryError()).when(auditor).audit(any(), any());

    function.accept(delivered("{}", OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(6)));

    verify(reporter).reject(any(), any(), any());
  }

  private static TestEvent delivered(String data, OffsetDateTime time) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    return new TestEvent("1", "t", () -> bytes, Map.of(), time);
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
