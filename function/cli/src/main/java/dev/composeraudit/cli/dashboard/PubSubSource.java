package dev.composeraudit.cli.dashboard;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.DeleteSubscriptionRequest;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A subscription on Pub/Sub: somebody's, or one of our own that is made and deleted here. */
final class PubSubSource implements MessageSource {
  private static final java.time.Duration PULL = java.time.Duration.ofSeconds(90);
  private static final java.time.Duration CALL = java.time.Duration.ofSeconds(10);
  private static final int MOST = 100;

  /** The least that Pub/Sub allows: what is left behind by a crash is gone a day later. */
  private static final Duration DAY = Duration.newBuilder().setSeconds(24 * 60 * 60).build();

  private final SubscriptionAdminClient client;
  private final String subscription;
  private final @Nullable String topic;

  private PubSubSource(
      SubscriptionAdminClient client, String subscription, @Nullable String topic) {
    this.client = client;
    this.subscription = subscription;
    this.topic = topic;
  }

  /**
   * Nothing is asked yet.
   *
   * @param subscription {@code projects/P/subscriptions/S}
   * @param topic what the subscription is made for where it does not exist; null = it is somebody's
   * @param credentials null = Application Default Credentials
   */
  static PubSubSource of(
      String subscription,
      @Nullable String topic,
      URI endpoint,
      @Nullable CredentialsProvider credentials)
      throws IOException {
    SubscriptionAdminSettings.Builder settings = SubscriptionAdminSettings.newHttpJsonBuilder();
    settings.setEndpoint(endpoint.toString());
    if (credentials != null) {
      settings.setCredentialsProvider(credentials);
    }
    // The feed tries again by itself, and says so meanwhile.
    settings.pullSettings().setRetryableCodes(Set.of());
    settings.acknowledgeSettings().setRetryableCodes(Set.of());
    settings.createSubscriptionSettings().setRetryableCodes(Set.of());
    settings.deleteSubscriptionSettings().setRetryableCodes(Set.of());
    return new PubSubSource(SubscriptionAdminClient.create(settings.build()), subscription, topic);
  }

  @Override
  public String name() {
    return topic == null ? subscription : topic;
  }

  @Override
  public List<ReceivedMessage> connect() {
    try {
      return pull(true, CALL);
    } catch (NotFoundException missing) {
      if (topic == null) {
        throw missing;
      }
      create(topic);
      return List.of();
    }
  }

  @Override
  public List<ReceivedMessage> pull() {
    try {
      return pull(false, PULL);
    } catch (DeadlineExceededException quiet) {
      return List.of();
    }
  }

  @Override
  public void acknowledge(List<String> ids) {
    client
        .acknowledgeCallable()
        .call(
            AcknowledgeRequest.newBuilder().setSubscription(subscription).addAllAckIds(ids).build(),
            within(CALL));
  }

  /** Deletes the subscription if it is our own; failing that, Pub/Sub does it a day later. */
  @Override
  public void close() {
    try {
      if (topic != null) {
        client
            .deleteSubscriptionCallable()
            .call(
                DeleteSubscriptionRequest.newBuilder().setSubscription(subscription).build(),
                within(CALL));
      }
    } catch (ApiException gone) {
      return;
    } finally {
      client.close();
    }
  }

  @SuppressWarnings("deprecation") // returnImmediately alone shows at once whether there is a way
  private List<ReceivedMessage> pull(boolean atOnce, java.time.Duration timeout) {
    return client
        .pullCallable()
        .call(
            PullRequest.newBuilder()
                .setSubscription(subscription)
                .setMaxMessages(MOST)
                .setReturnImmediately(atOnce)
                .build(),
            within(timeout))
        .getReceivedMessagesList();
  }

  private void create(String ofTopic) {
    client
        .createSubscriptionCallable()
        .call(
            Subscription.newBuilder()
                .setName(subscription)
                .setTopic(ofTopic)
                .setMessageRetentionDuration(DAY)
                .setExpirationPolicy(ExpirationPolicy.newBuilder().setTtl(DAY))
                .build(),
            within(CALL));
  }

  private static HttpJsonCallContext within(java.time.Duration timeout) {
    return HttpJsonCallContext.createDefault().withTimeoutDuration(timeout);
  }
}
