package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.FakeCloud;

/**
 * What the verdict tests have in common. Together they are every situation in which an audit may
 * find an environment, and what has to come of it: what is published, and whether the event is
 * acknowledged (it returns) or delivered again (it throws).
 */
final class ExpectedResults {
  static final String AGENT = "ip-masquerade-agent-enabled";
  static final String COVERAGE = "non-masquerade-destinations-cover-cluster";
  static final String DESTINATIONS = "destinations-see-an-accepted-source";
  static final String OBSERVABLE = "egress-is-observable";
  static final String VALID = "egress-configuration-is-valid";
  static final String NOT_FOUND =
      "{\"error\": {\"code\": 404, \"message\": \"none\", \"status\": \"NOT_FOUND\"}}";

  private ExpectedResults() {}

  static void neverPasses(AuditorFixture bench, String... policies) {
    for (String policy : policies) {
      assertThat(bench.published.statuses(0)).as(policy).doesNotContainEntry(policy, "PASS");
    }
  }

  static TestEvent sweep(String id) {
    return TestEvent.published(
        """
        {"kind": "audit", "environment": "%s", "id": "%s", "time": "2026-11-23T09:00:00Z"}
        """
            .formatted(FakeCloud.NAME, id));
  }

  static String event(JsonObject entry) {
    return entry.get("event").getAsString();
  }

  static String uid(JsonObject finding) {
    return finding.getAsJsonObject("finding_info").get("uid").getAsString();
  }
}
