package dev.composeraudit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What is taken of a body, and when no more is. */
final class BoundedBodyTest {
  private final BoundedBody body = new BoundedBody(3, Duration.ofMillis(50));
  private final Subscription subscription = mock(Subscription.class);

  @Test
  void aBodyThatFitsIsTakenWhole() {
    body.onSubscribe(subscription);
    body.onNext(bytes(1, 2));
    body.onNext(bytes(3));
    body.onComplete();

    assertThat(result()).isCompletedWithValueMatching(it -> it.orElseThrow().length == 3);
    verify(subscription, never()).cancel();
  }

  @Test
  void fromTheFirstByteTooManyOnTheServerIsNotHeardAnymore() {
    body.onSubscribe(subscription);
    body.onNext(bytes(1, 2));
    body.onNext(bytes(3, 4));

    verify(subscription).cancel();
    assertThat(result()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void whatIsStillOnItsWayThenChangesNothing() {
    body.onSubscribe(subscription);
    body.onNext(bytes(1, 2, 3, 4));
    body.onNext(bytes(5));
    body.onComplete();

    verify(subscription, times(1)).cancel();
    verify(subscription, times(1)).request(anyLong());
    assertThat(result()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void aConnectionThatBreaksIsNoShortBody() {
    body.onSubscribe(subscription);
    body.onNext(bytes(1));
    body.onError(new IOException("reset"));

    assertThat(result()).isCompletedExceptionally();
  }

  @Test
  void aBodyThatDoesNotEndIsLeftInTime() {
    body.onSubscribe(subscription);
    body.onNext(bytes(1));

    assertThat(result())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withCauseInstanceOf(TimeoutException.class);
    verify(subscription).cancel();
  }

  private CompletableFuture<Optional<byte[]>> result() {
    return body.getBody().toCompletableFuture();
  }

  private static List<ByteBuffer> bytes(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      buffer.put((byte) each);
    }
    return List.of(buffer.flip());
  }
}
