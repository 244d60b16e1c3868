package dev.composeraudit.http;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Collects a response body. {@code Optional.empty()} means that the body is longer than the limit;
 * the rest of it is not read. A body without bytes is an empty array.
 */
final class BoundedBody implements BodySubscriber<Optional<byte[]>> {
  private final int limit;
  private final BodySubscriber<byte[]> collected = BodySubscribers.ofByteArray();
  private Flow.@Nullable Subscription subscription;
  private long received;

  BoundedBody(int limit) {
    this.limit = limit;
  }

  @Override
  public CompletionStage<Optional<byte[]>> getBody() {
    return collected
        .getBody()
        .thenApply(bytes -> received > limit ? Optional.empty() : Optional.of(bytes));
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    this.subscription = subscription;
    collected.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      received += buffer.remaining();
    }
    if (received <= limit) {
      collected.onNext(buffers);
    } else if (subscription != null) {
      subscription.cancel();
      subscription = null;
      collected.onComplete();
    }
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
