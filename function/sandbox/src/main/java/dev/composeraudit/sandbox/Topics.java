package dev.composeraudit.sandbox;

import dev.composeraudit.sandbox.pubsub.PubSubClient;
import java.util.List;

/** The topics of a deployment, and the subscriptions that its triggers deliver from. */
record Topics(String project) {
  private static final int LONGEST_BACKOFF = 4;

  /** Changes of one cluster wait until a minute has passed since it was last audited. */
  private static final int CHANGES_ATTEMPTS = 100;

  private static final int CHANGES_LONGEST_BACKOFF = 10;

  String events() {
    return "projects/" + project + "/topics/composer-audit-events";
  }

  /** Of changes of clusters' egress policies, which must not delay creations. */
  String changes() {
    return events() + "-changes";
  }

  String subscription() {
    return "projects/" + project + "/subscriptions/composer-audit-function";
  }

  String changesSubscription() {
    return subscription() + "-changes";
  }

  void create(PubSubClient client, int attempts) {
    String findings = "projects/" + project + "/topics/composer-audit-findings";
    String dead = events() + "-dead";
    List.of(events(), changes(), findings, dead).forEach(client::createTopic);
    client.createSubscription(subscription(), events(), dead, attempts, LONGEST_BACKOFF);
    client.createSubscription(
        changesSubscription(), changes(), dead, CHANGES_ATTEMPTS, CHANGES_LONGEST_BACKOFF);
  }
}
