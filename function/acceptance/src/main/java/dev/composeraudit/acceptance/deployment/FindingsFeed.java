package dev.composeraudit.acceptance.deployment;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/** A subscription to the findings topic, pulled over REST. */
public final class FindingsFeed {
  private final Mailbox mailbox;

  private FindingsFeed(Mailbox mailbox) {
    this.mailbox = mailbox;
  }

  /** Makes a subscription of its own, so that nobody else takes its messages. */
  public static FindingsFeed subscribe(
      URI pubsub, String project, String topic, String subscription)
      throws IOException, InterruptedException {
    return new FindingsFeed(Mailbox.subscribe(pubsub, project, topic, subscription));
  }

  /** The findings that are there now, acknowledged; empty if there are none. */
  public List<PublishedFinding> pull() throws IOException, InterruptedException {
    return PublishedFinding.all(mailbox.take());
  }
}
