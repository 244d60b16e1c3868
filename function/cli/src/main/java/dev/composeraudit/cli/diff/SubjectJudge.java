package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Judges the subjects of one side, and adds them to it. */
public final class SubjectJudge {
  /** Of an environment without name and address there can be one. */
  private static final String NAMELESS = "the environment whose name is not known yet";

  private final PolicySet policies;
  private final Predicate<Result> wanted;
  private final boolean joined;
  private final Instant now;

  /**
   * @param joined whether to judge each policy as a whole, because the other side does not show
   *     bindings and destinations apart
   */
  public SubjectJudge(PolicySet policies, Predicate<Result> wanted, boolean joined, Instant now) {
    this.policies = policies;
    this.wanted = wanted;
    this.joined = joined;
    this.now = now;
  }

  /** Judges a subject, and adds it to the side. */
  public void judge(InputEnvironment source, Subject subject, DiffSide side) {
    Map<ResultKey, JudgedResult> results = new HashMap<>();
    List<Firewall> firewalls = new ArrayList<>();
    if (joined) {
      for (Result result : policies.judge(subject, now)) {
        put(results, new ResultKey(result.policy().name(), "", ""), result);
      }
    } else {
      for (BindingResult each : BindingResult.of(policies, subject, now)) {
        String policy = each.result().policy().name();
        put(results, new ResultKey(policy, each.binding(), each.destination()), each.result());
        if (each.result().outcome() != Outcome.SKIP) {
          Firewall.of(each).ifPresent(firewalls::add);
        }
      }
    }
    side.addPolicySet(policies.digest());
    side.add(
        new DiffEnvironment(
            label(
                source.name() == null ? "" : source.name().toString(),
                source.address() == null ? "" : source.address()),
            source.file(),
            Egress.of(subject),
            results,
            firewalls));
  }

  private void put(Map<ResultKey, JudgedResult> results, ResultKey key, Result result) {
    if (wanted.test(result)) {
      results.put(key, JudgedResult.of(result));
    }
  }

  /** What an environment is called: by its name, else by its address in the document. */
  static String label(String name, String address) {
    if (!name.isEmpty()) {
      return name;
    }
    return address.isEmpty() ? NAMELESS : address;
  }
}
