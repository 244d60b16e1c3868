package dev.composeraudit.sandbox.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.ListSubscriptionsRequest;
import com.google.pubsub.v1.ListSubscriptionsResponse;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.PullResponse;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberImplBase;
import com.google.pubsub.v1.Subscription;
import dev.composeraudit.sandbox.api.Answer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;

/** Pub/Sub's Subscriber API over the subscriptions in memory; by unary pull only. */
public final class SubscriberService extends SubscriberImplBase {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final PubSub pubsub;

  public SubscriberService(PubSub pubsub) {
    this.pubsub = pubsub;
  }

  @Override
  public void createSubscription(Subscription subscription, StreamObserver<Subscription> observer) {
    Answer.with(observer, () -> pubsub.create(subscription));
  }

  @Override
  public void getSubscription(
      GetSubscriptionRequest request, StreamObserver<Subscription> observer) {
    Answer.with(observer, () -> pubsub.queue(request.getSubscription()).subscription());
  }

  @Override
  public void listSubscriptions(
      ListSubscriptionsRequest request, StreamObserver<ListSubscriptionsResponse> observer) {
    String prefix = request.getProject() + "/";
    Answer.with(
        observer,
        () ->
            ListSubscriptionsResponse.newBuilder()
                .addAllSubscriptions(
                    pubsub.subscriptions().stream()
                        .filter(subscription -> subscription.getName().startsWith(prefix))
                        .toList())
                .build());
  }

  @Override
  public void deleteSubscription(
      DeleteSubscriptionRequest request, StreamObserver<Empty> observer) {
    Answer.with(
        observer,
        () -> {
          pubsub.deleteSubscription(request.getSubscription());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  @SuppressWarnings("deprecation") // returnImmediately: clients still send it
  public void pull(PullRequest request, StreamObserver<PullResponse> observer) {
    Duration timeout = request.getReturnImmediately() ? Duration.ZERO : TIMEOUT;
    Answer.with(
        observer,
        () -> {
          try {
            return PullResponse.newBuilder()
                .addAllReceivedMessages(
                    pubsub
                        .queue(request.getSubscription())
                        .take(Math.max(1, request.getMaxMessages()), timeout))
                .build();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Status.UNAVAILABLE.withCause(stopped).asRuntimeException();
          }
        });
  }

  @Override
  public void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> observer) {
    Answer.with(
        observer,
        () -> {
          pubsub.queue(request.getSubscription()).acknowledge(request.getAckIdsList());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> observer) {
    Duration deadline = Duration.ofSeconds(request.getAckDeadlineSeconds());
    Answer.with(
        observer,
        () -> {
          pubsub.queue(request.getSubscription()).extend(request.getAckIdsList(), deadline);
          return Empty.getDefaultInstance();
        });
  }
}
