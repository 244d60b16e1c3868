package dev.composeraudit.acceptance.campaign.faults;

import com.google.gson.JsonParser;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Call;
import dev.composeraudit.acceptance.campaign.faults.FaultCase.Outcome;
import dev.composeraudit.acceptance.deployment.AuditEntry;
import dev.composeraudit.acceptance.deployment.Await;
import dev.composeraudit.acceptance.deployment.Collected;
import dev.composeraudit.acceptance.deployment.Deployment;
import dev.composeraudit.acceptance.deployment.EventSender;
import dev.composeraudit.acceptance.deployment.Http;
import dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict;
import dev.composeraudit.acceptance.deployment.SandboxSecuritySource;
import dev.composeraudit.acceptance.deployment.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One case of the fault table in a deployment that many share: an environment of its own that
 * complies in everything (or, for Security Command Center, lacks the agent), a fault that only its
 * calls meet, an event, and what came of it.
 */
public final class FaultRun {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** Those that take the cluster's side to be judged. */
  private static final Set<String> DEPENDENT =
      Set.of(Scenario.COVERAGE, Scenario.DESTINATIONS, Scenario.OBSERVABLE);

  private final Collected findings;
  private final Collected deadLetters;
  private final Http sandbox;
  private final EventSender sender;
  private final Supplier<List<String>> log;
  private final FaultCase faultCase;
  private final String environment;
  private final FaultedEnvironment target;
  private final List<String> wrong = new ArrayList<>();

  /** What came of a case; it is good if nothing is wrong. */
  public record Row(FaultCase faultCase, boolean acknowledged, int met, List<String> wrong) {}

  /**
   * @param number makes the environment's name its own
   */
  public FaultRun(
      Deployment deployment,
      Collected findings,
      Collected deadLetters,
      FaultCase faultCase,
      int number) {
    this.findings = findings;
    this.deadLetters = deadLetters;
    this.sandbox = new Http(deployment.sandboxUri());
    this.sender = new EventSender(deployment.functionUri());
    this.log = deployment.function()::lines;
    this.faultCase = faultCase;
    this.environment = "fault-%04d-case".formatted(number);
    this.target = new FaultedEnvironment(sandbox, environment, faultCase);
  }

  public Row run() throws IOException, InterruptedException {
    target.create();
    target.setFault();
    boolean acknowledged = send();
    int met = target.endFault();
    check(met > 0, "the fault was not met");
    boolean expected = faultCase.expected() != Outcome.REDELIVERED;
    check(acknowledged == expected, acknowledged ? "was acknowledged" : "was not acknowledged");
    checkNoSilentPass();
    switch (faultCase.expected()) {
      case COULD_NOT_JUDGE -> checkToldThatItCouldNotJudge();
      case REDELIVERED -> checkRecovery();
      case REFUSAL_RECORDED -> checkRefusalRecorded();
      case KEPT_AS_DEAD_LETTER -> {
        awaitDeadLetter();
        check(findings.verdicts(environment).isEmpty(), "something was published");
      }
      case TAKEN_AT_ITS_WORD, CANNOT_BE -> {}
    }
    if (!wrong.isEmpty()) {
      log.get().stream().filter(line -> line.contains(environment)).forEach(wrong::add);
    }
    return new Row(faultCase, acknowledged, met, wrong);
  }

  private boolean send() throws IOException, InterruptedException {
    if (faultCase.call() == Call.PUBLISH_REFUSED) {
      return sender.send(environment, "nothing that could be read");
    }
    boolean last = faultCase.call() != Call.ENVIRONMENT_AT_FIRST;
    AuditEntry entry =
        new AuditEntry(
            Scenario.resource(environment), last, "insert-" + environment, Instant.now());
    return sender.send(environment, entry.json().toString());
  }

  private void checkNoSilentPass() throws IOException, InterruptedException {
    findings.pull();
    for (Map.Entry<String, Verdict> entry : findings.verdicts(environment).entrySet()) {
      check(
          entry.getValue() != Verdict.PASS || !dependsOnTheCall(entry.getKey()),
          "SILENT PASS of " + entry.getKey());
    }
  }

  /** Whether a policy takes what the call gives, or gave, to be judged. */
  private boolean dependsOnTheCall(String policy) {
    if (faultCase.expected() == Outcome.TAKEN_AT_ITS_WORD) {
      // Without its configuration the agent takes the default list, which exempts the destination
      // and covers the cluster.
      return policy.equals(Scenario.DESTINATIONS);
    }
    if (faultCase.call().isSecurityCenter()) {
      return policy.equals(Scenario.AGENT);
    }
    return faultCase.call() == Call.ENVIRONMENT_AT_FIRST
        || faultCase.call() == Call.ENVIRONMENT_AT_LAST
        || faultCase.call().isPublishing()
        || DEPENDENT.contains(policy);
  }

  private void checkToldThatItCouldNotJudge() {
    await(Map.of(Scenario.OBSERVABLE, Verdict.ERROR, Scenario.DESTINATIONS, Verdict.ERROR));
  }

  /** The same event once more, without the fault, ends as if there had been none. */
  private void checkRecovery() throws IOException, InterruptedException {
    check(send(), "was not acknowledged without the fault either");
    if (faultCase.call() == Call.PUBLISH_REFUSED) {
      awaitDeadLetter();
    } else if (faultCase.call().isSecurityCenter()) {
      await(Map.of(Scenario.AGENT, Verdict.FAIL));
      check(isActive(), "is not active in Security Command Center");
    } else if (faultCase.call() == Call.ENVIRONMENT_AT_FIRST) {
      // The rest waits for the creation's end.
      await(Map.of(Scenario.AGENT, Verdict.PASS));
    } else {
      await(
          Map.of(
              Scenario.AGENT, Verdict.PASS,
              Scenario.COVERAGE, Verdict.PASS,
              Scenario.DESTINATIONS, Verdict.PASS,
              Scenario.OBSERVABLE, Verdict.PASS));
    }
  }

  private void checkRefusalRecorded() throws IOException, InterruptedException {
    await(Map.of(Scenario.AGENT, Verdict.FAIL));
    check(!isActive(), "is active in Security Command Center all the same");
    check(
        Await.comesTrue("the entry", TIMEOUT, this::isRefusalLogged),
        "no entry at ERROR says that it was refused");
  }

  private boolean isRefusalLogged() {
    return log.get().stream()
        .filter(line -> line.contains("security_center_refused") && line.contains(environment))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .anyMatch(entry -> entry.get("severity").getAsString().equals("ERROR"));
  }

  private boolean isActive() throws IOException, InterruptedException {
    return SandboxSecuritySource.isActive(
        SandboxSecuritySource.findings(sandbox, environment), target.agentFinding());
  }

  private void await(Map<String, Verdict> expected) {
    boolean complete =
        Await.comesTrue(
            "the findings",
            TIMEOUT,
            () -> {
              findings.pull();
              return findings.verdicts(environment).entrySet().containsAll(expected.entrySet());
            });
    Map<String, Verdict> told = findings.verdicts(environment);
    expected.forEach(
        (policy, verdict) ->
            check(
                complete || verdict.equals(told.get(policy)),
                "%s is %s, not %s".formatted(policy, told.get(policy), verdict)));
  }

  private void awaitDeadLetter() {
    boolean came =
        Await.comesTrue(
            "the dead letter",
            TIMEOUT,
            () -> {
              deadLetters.pull();
              return deadLetters.hasEvent(environment);
            });
    check(came, "is no dead letter");
  }

  private void check(boolean good, String what) {
    if (!good) {
      wrong.add(what);
    }
  }
}
