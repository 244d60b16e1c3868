package dev.composeraudit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.PagePosition;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.pubsub.Publisher;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Publishes the messages by which a sweep or a coverage check goes on at its next page. Publishing
 * one twice makes a page be handled twice, which is harmless.
 */
public final class PageRequestPublisher {
  private final Publisher topic;

  /**
   * @param topic where this function takes its control messages from
   */
  public PageRequestPublisher(Publisher topic) {
    this.topic = topic;
  }

  /**
   * Publishes messages of a sweep.
   *
   * @param pages each with its page
   * @throws PublishException if one was not accepted
   */
  public void send(List<SweepRequest> pages, EventTimer timer) throws PublishException {
    timer.enter(EventTimer.Stage.PUBLISH);
    topic.publish(
        pages.stream().map(PageRequestPublisher::json).map(PageRequestPublisher::message).toList(),
        timer.deadline());
  }

  /**
   * Publishes a message of a coverage check.
   *
   * @param page with its page
   * @throws PublishException if it was not accepted
   */
  public void send(CoverageRequest page, EventTimer timer) throws PublishException {
    timer.enter(EventTimer.Stage.PUBLISH);
    topic.publish(List.of(message(json(page))), timer.deadline());
  }

  private static JsonObject json(SweepRequest sweep) {
    PagePosition page = Objects.requireNonNull(sweep.page(), "page");
    return json("sweep", sweep.id(), sweep.time(), page, sweep.environments());
  }

  private static JsonObject json(CoverageRequest check) {
    PagePosition page = Objects.requireNonNull(check.page(), "page");
    JsonObject json =
        json("coverage", check.id(), check.time(), page, check.count().environments());
    json.addProperty("unjudged", check.count().unjudged());
    JsonArray named = new JsonArray();
    check.count().named().forEach(name -> named.add(name.toString()));
    json.add("named", named);
    return json;
  }

  private static JsonObject json(
      String kind, String id, Instant time, PagePosition page, int environments) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", kind);
    json.addProperty("id", id);
    json.addProperty("time", time.toString());
    json.addProperty("scope", page.scope());
    json.addProperty("page", page.number());
    if (!page.token().isEmpty()) {
      json.addProperty("pageToken", page.token());
    }
    if (page.isRestarted()) {
      json.addProperty("restarted", true);
    }
    json.addProperty("environments", environments);
    return json;
  }

  private static PubsubMessage message(JsonObject json) {
    return PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(json.toString())).build();
  }
}
