package dev.composeraudit.report.pubsub;

import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.httpjson.HttpJsonTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.finding.PublishException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Publishes messages to one topic, all messages of a list in one call, and returns when Pub/Sub has
 * accepted them. Subscribers must accept duplicates.
 */
public final class Publisher implements AutoCloseable {
  /** The longest that publishing may take, retries included. */
  private static final Duration TOTAL = Duration.ofSeconds(30);

  private static final int TOO_LARGE = 413;

  private final TopicAdminClient client;
  private final String topic;
  private final Retry retry;

  private Publisher(TopicAdminClient client, String topic, Retry retry) {
    this.client = client;
    this.topic = topic;
    this.retry = retry;
  }

  /**
   * Opens a publisher; sends nothing yet.
   *
   * @param topic {@code projects/P/topics/T}
   */
  public static Publisher to(String topic, URI endpoint, BoundedHttpClient http, Retry retry)
      throws IOException {
    TopicAdminSettings.Builder settings = TopicAdminSettings.newHttpJsonBuilder();
    settings
        // The HTTP client has them.
        .setCredentialsProvider(NoCredentialsProvider.create())
        // For streams, which are not used; the default is four threads a processor.
        .setBackgroundExecutorProvider(
            InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(1).build())
        .setTransportChannelProvider(
            FixedTransportChannelProvider.create(
                HttpJsonTransportChannel.create(new PublishChannel(endpoint, http))));
    settings
        .publishSettings()
        .setRetryableCodes(Set.of())
        // A batch joins the messages of several events, and never ends if the response lacks an id.
        .setBatchingSettings(BatchingSettings.newBuilder().setIsEnabled(false).build());
    return new Publisher(TopicAdminClient.create(settings.build()), topic, retry);
  }

  /**
   * Publishes.
   *
   * @throws PublishException if not all messages were accepted before the deadline; a {@link
   *     MessagesRejectedException} if they never will be, as they are
   */
  public void publish(List<PubsubMessage> messages, Deadline deadline) throws PublishException {
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topic).addAllMessages(messages).build();
    try {
      PublishResponse response =
          retry.run(
              "publishing to " + topic,
              deadline.within(TOTAL),
              timeout -> publish(request, timeout));
      requireAll(messages, response);
    } catch (TransientException failed) {
      throw new PublishException(String.valueOf(failed.getMessage()), failed);
    } catch (ApiException failed) {
      String message = "publishing to " + topic + ": " + describe(failed);
      throw isRejection(failed)
          ? new MessagesRejectedException(message, failed)
          : new PublishException(message, failed);
    }
  }

  /** INVALID_ARGUMENT is Pub/Sub's answer to what is too large, 413 that of servers before it. */
  private static boolean isRejection(ApiException failed) {
    return failed.getStatusCode().getCode() == StatusCode.Code.INVALID_ARGUMENT
        || Integer.valueOf(TOO_LARGE).equals(failed.getStatusCode().getTransportCode());
  }

  /** Calls once. The cause of a failure says whether another attempt may succeed. */
  private PublishResponse publish(PublishRequest request, Duration timeout)
      throws IOException, InterruptedException {
    try {
      return client
          .publishCallable()
          .call(request, HttpJsonCallContext.createDefault().withTimeoutDuration(timeout));
    } catch (ApiException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof InterruptedException cause) {
        throw cause;
      }
      throw failed;
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
  }

  /** The failure in one line, with what would help, and without the server's own words. */
  private static String describe(ApiException failed) {
    StatusCode.Code code = failed.getStatusCode().getCode();
    return switch (code) {
      case PERMISSION_DENIED ->
          code + " (grant roles/pubsub.publisher on the topic, or pubsub.topics.publish)";
      case NOT_FOUND -> code + " (there is no such topic)";
      case UNKNOWN -> "the response can't be read";
      default -> code.toString();
    };
  }
}
