package dev.composeraudit.acceptance.campaign.creations;

import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.util.Map;
import java.util.Random;

/** The kinds of creations that the campaign mixes, and what must be said of each in the end. */
// What a scenario holds never changes, only its types don't say so.
@SuppressWarnings("ImmutableEnumChecker")
public enum CreationKind {
  AGENT_ABSENT(22, Scenario.ALL.get(0)),
  AGENT_ON(24, Scenario.ALL.get(1)),
  VMS_EXEMPT(14, Scenario.ALL.get(2)),
  COMPOSER_3(10, Scenario.ALL.get(3)),
  PRIVATE(10, Scenario.ALL.get(4)),
  /** Its creation ends with an error, and it stays in state ERROR. */
  FAILED(8, Scenario.ALL.get(1), Map.of(Scenario.AGENT, Verdict.PASS)),
  /** Somebody deletes it as soon as it is there. */
  DELETED(
      6,
      Scenario.ALL.get(1),
      Map.of(
          Scenario.AGENT, Verdict.ARCHIVED,
          Scenario.COVERAGE, Verdict.ARCHIVED,
          Scenario.DESTINATIONS, Verdict.ARCHIVED,
          Scenario.OBSERVABLE, Verdict.ARCHIVED)),
  /** Its cluster lets nobody read its egress policies. */
  FORBIDDEN(
      6,
      Scenario.ALL.get(1),
      Map.of(
          Scenario.AGENT, Verdict.PASS,
          Scenario.DESTINATIONS, Verdict.ERROR,
          Scenario.OBSERVABLE, Verdict.ERROR));

  private final int share;
  private final Scenario scenario;

  /** The last verdict of each policy named; what is said by others a calm creation shows. */
  final Map<String, Verdict> expected;

  CreationKind(int share, Scenario scenario) {
    this(share, scenario, scenario.expected());
  }

  CreationKind(int share, Scenario scenario, Map<String, Verdict> expected) {
    this.share = share;
    this.scenario = scenario;
    this.expected = expected;
  }

  /** One of them by chance, the more common ones more often. */
  static CreationKind any(Random random) {
    int ticket = random.nextInt(100);
    for (CreationKind kind : values()) {
      ticket -= kind.share;
      if (ticket < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("the shares don't make a hundred");
  }

  /** The scenario, for an environment of this id. */
  Scenario of(String environment) {
    return new Scenario(
        scenario.letter(),
        environment,
        scenario.title(),
        scenario.config(),
        scenario.exempt(),
        expected);
  }

  /** Whether the function reads its cluster's egress policies, so that this may fail for once. */
  boolean isReadAtCluster() {
    return switch (this) {
      case AGENT_ABSENT, AGENT_ON, VMS_EXEMPT -> true;
      case COMPOSER_3, PRIVATE, FAILED, DELETED, FORBIDDEN -> false;
    };
  }
}
