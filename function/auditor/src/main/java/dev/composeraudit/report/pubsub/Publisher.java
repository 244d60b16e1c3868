package dev.composeraudit.report.pubsub;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.report.finding.PublishException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Publishes messages to one topic, all of a list in one call, and returns once Pub/Sub has accepted
 * them. Publishing the same messages twice must be harmless to whoever reads them.
 */
public final class Publisher implements AutoCloseable {
  /** The longest that publishing may take, retries included. */
  private static final Duration TOTAL = Duration.ofSeconds(30);

  /** What a further attempt may mend; anything else needs a person. */
  private static final Set<StatusCode.Code> TRANSIENT =
      EnumSet.of(
          StatusCode.Code.ABORTED,
          StatusCode.Code.CANCELLED,
          StatusCode.Code.DEADLINE_EXCEEDED,
          StatusCode.Code.INTERNAL,
          StatusCode.Code.RESOURCE_EXHAUSTED,
          StatusCode.Code.UNAVAILABLE,
          StatusCode.Code.UNKNOWN);

  private final TopicAdminClient client;
  private final String topic;

  private final ExecutorService executor;

  private Publisher(TopicAdminClient client, ExecutorService executor, String topic) {
    this.client = client;
    this.executor = executor;
    this.topic = topic;
  }

  /**
   * Connects to Pub/Sub; nothing is sent yet.
   *
   * @param topic {@code projects/P/topics/T}
   */
  public static Publisher to(String topic, URI endpoint, CredentialsProvider credentials)
      throws IOException {
    // As many threads as calls at the same time.
    ExecutorService executor =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("publish-%d").setDaemon(true).build());
    TopicAdminSettings.Builder settings = TopicAdminSettings.newHttpJsonBuilder();
    settings
        .setCredentialsProvider(credentials)
        // Watches streams, of which there are none, by default with four threads a processor.
        .setBackgroundExecutorProvider(
            InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(1).build())
        .setTransportChannelProvider(
            FixedTransportChannelProvider.create(
                HttpJsonTransportChannel.create(new PublishChannel(endpoint, executor))));
    settings
        .publishSettings()
        .setRetryableCodes(Set.of())
        // Batches join the messages of several events, and never end if an answer lacks an id.
        .setBatchingSettings(BatchingSettings.newBuilder().setIsEnabled(false).build());
    return new Publisher(TopicAdminClient.create(settings.build()), executor, topic);
  }

  /**
   * Publishes.
   *
   * @throws PublishException if not all were accepted before the deadline passed
   */
  public void publish(List<PubsubMessage> messages, Deadline deadline) throws PublishException {
    if (PublishRetry.isOver(deadline)) {
      throw new PublishException("publishing to " + topic + ": no time left for it");
    }
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topic).addAllMessages(messages).build();
    try {
      requireAll(
          messages,
          PublishRetry.run(
              () -> client.publishCallable().call(request, context(deadline)),
              Publisher::mayPass,
              TOTAL,
              deadline));
    } catch (ExecutionException failed) {
      throw new PublishException("publishing to " + topic + ": " + describe(failed), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new PublishException("publishing to " + topic + ": interrupted", interrupted);
    }
  }

  private void requireAll(List<PubsubMessage> messages, PublishResponse response)
      throws PublishException {
    if (response.getMessageIdsCount() != messages.size()) {
      throw new PublishException(
          "publishing to %s: %d of %d messages were accepted"
              .formatted(topic, response.getMessageIdsCount(), messages.size()));
    }
  }

  @Override
  public void close() {
    client.close();
    executor.shutdown();
  }

  private static HttpJsonCallContext context(Deadline deadline) {
    return HttpJsonCallContext.createDefault().withTimeoutDuration(PublishRetry.timeout(deadline));
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof ApiException api && TRANSIENT.contains(api.getStatusCode().getCode());
  }

  /** In one line, with what would help, and without what a server said. */
  private static String describe(ExecutionException failed) {
    if (!(failed.getCause() instanceof ApiException api)) {
      return Excerpt.of(String.valueOf(failed.getCause()));
    }
    StatusCode.Code code = api.getStatusCode().getCode();
    return switch (code) {
      case PERMISSION_DENIED ->
          code + " (grant roles/pubsub.publisher on the topic, or pubsub.topics.publish)";
      case NOT_FOUND -> code + " (there is no such topic)";
      case UNKNOWN -> code + " (" + Throwables.getRootCause(api).getClass().getSimpleName() + ")";
      default -> code.toString();
    };
  }
}
