package dev.composeraudit.sandbox.pubsub;

import com.google.protobuf.Empty;
import com.google.pubsub.v1.DeleteTopicRequest;
import com.google.pubsub.v1.GetTopicRequest;
import com.google.pubsub.v1.ListTopicsRequest;
import com.google.pubsub.v1.ListTopicsResponse;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PublisherGrpc.PublisherImplBase;
import com.google.pubsub.v1.Topic;
import dev.composeraudit.sandbox.api.Answer;
import io.grpc.stub.StreamObserver;

/** Pub/Sub's Publisher API over the topics in memory. */
public final class PublisherService extends PublisherImplBase {
  private final PubSub pubsub;

  public PublisherService(PubSub pubsub) {
    this.pubsub = pubsub;
  }

  @Override
  public void createTopic(Topic topic, StreamObserver<Topic> observer) {
    Answer.with(observer, () -> pubsub.create(topic));
  }

  @Override
  public void getTopic(GetTopicRequest request, StreamObserver<Topic> observer) {
    Answer.with(observer, () -> pubsub.topic(request.getTopic()));
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> observer) {
    String prefix = request.getProject() + "/";
    Answer.with(
        observer,
        () ->
            ListTopicsResponse.newBuilder()
                .addAllTopics(
                    pubsub.topics().stream()
                        .filter(topic -> topic.getName().startsWith(prefix))
                        .toList())
                .build());
  }

  @Override
  public void deleteTopic(DeleteTopicRequest request, StreamObserver<Empty> observer) {
    Answer.with(
        observer,
        () -> {
          pubsub.deleteTopic(request.getTopic());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<PublishResponse> observer) {
    Answer.with(
        observer,
        () ->
            PublishResponse.newBuilder()
                .addAllMessageIds(pubsub.publish(request.getTopic(), request.getMessagesList()))
                .build());
  }
}
