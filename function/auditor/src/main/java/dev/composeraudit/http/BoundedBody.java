package dev.composeraudit.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Collects a response body. {@code Optional.empty()} means that the body is longer than the limit.
 * A body without bytes is an empty array. After a timeout the result is a {@link TimeoutException}.
 * What is beyond the limit or comes too late is not read: the connection is closed.
 */
final class BoundedBody implements BodySubscriber<Optional<byte[]>> {
  private final int limit;
  private final Duration timeout;
  private final BodySubscriber<byte[]> collected = BodySubscribers.ofByteArray();
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
  private long received;

  /**
   * @param limit in bytes
   * @param timeout of the whole body, from now on
   */
  BoundedBody(int limit, Duration timeout) {
    this.limit = limit;
    this.timeout = timeout;
  }

  @Override
  public CompletionStage<Optional<byte[]>> getBody() {
    return collected
        .getBody()
        .toCompletableFuture()
        .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete(
            (bytes, failure) -> {
              if (failure != null) {
                cancel();
              }
            })
        .thenApply(bytes -> received > limit ? Optional.empty() : Optional.of(bytes));
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription.set(subscription);
    collected.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      received += buffer.remaining();
    }
    if (received <= limit) {
      collected.onNext(buffers);
    } else if (cancel()) {
      collected.onComplete();
    }
  }

  /** Tells the server to send no more, once; whether this was the first time. */
  private boolean cancel() {
    Flow.Subscription current = subscription.getAndSet(null);
    if (current == null) {
      return false;
    }
    current.cancel();
    return true;
  }

  @Override
  public void onError(Throwable throwable) {
    collected.onError(throwable);
  }

  @Override
  public void onComplete() {
    collected.onComplete();
  }
}
