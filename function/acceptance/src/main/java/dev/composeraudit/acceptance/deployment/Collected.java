package dev.composeraudit.acceptance.deployment;

import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What came on a subscription, kept for all who share it. Safe for use by many threads. */
public final class Collected {
  private final FindingsFeed feed;
  private final List<PublishedFinding> messages = new ArrayList<>();

  public Collected(FindingsFeed feed) {
    this.feed = feed;
  }

  /** Takes what is there now. */
  public synchronized void pull() throws IOException, InterruptedException {
    List<PublishedFinding> news = feed.pull();
    while (!news.isEmpty()) {
      messages.addAll(news);
      news = feed.pull();
    }
  }

  /** By policy, the verdict that counts after collapsing by id: that of the latest message. */
  public synchronized Map<String, Verdict> verdicts(String environment) {
    Map<String, Verdict> verdicts = new HashMap<>();
    messages.stream()
        .filter(finding -> finding.environment().equals(environment))
        .sorted(Comparator.comparing(PublishedFinding::eventTime))
        .forEach(finding -> verdicts.put(finding.policy(), finding.verdict()));
    return verdicts;
  }

  /** Whether a message about this CloudEvent came. */
  public synchronized boolean hasEvent(String id) {
    return messages.stream().anyMatch(message -> id.equals(message.attributes().get("ce-id")));
  }
}
