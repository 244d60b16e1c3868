package dev.composeraudit.cli.diff;

import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.RemedyFinder;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a policy says of a subject under one of its bindings, about one of the destinations that the
 * binding lists: a piece of what {@link PolicySet#judge} joins into one result.
 *
 * @param binding its name; blank if the policy has none
 * @param destination its name in the binding; blank if the binding lists none
 * @param parameters of the binding, that destination alone
 * @param result without remedies
 */
record BindingResult(String binding, String destination, Struct parameters, Result result) {
  private static final RemedyFinder NO_REMEDIES = (policy, parameters) -> List.of();

  /** All of them, in the order of the policies' names, of the bindings and their destinations. */
  static List<BindingResult> of(PolicySet set, Subject subject, Instant now) {
    SubjectView view = new SubjectView(subject, now);
    List<Result> joined = new ArrayList<>();
    for (BoundPolicy policy : set.bound()) {
      joined.add(policy.judge(view, set.exceptions(), NO_REMEDIES, now));
    }
    List<BindingResult> results = new ArrayList<>();
    for (int i = 0; i < joined.size(); i++) {
      BoundPolicy policy = set.bound().get(i);
      List<BindingPart> parts =
          policy.bindings().stream().flatMap(each -> BindingPart.of(each).stream()).toList();
      for (BindingPart part : parts) {
        List<Result> all = new ArrayList<>(joined);
        if (parts.size() > 1) {
          BoundPolicy alone = new BoundPolicy(policy.policy(), List.of(part.binding()));
          all.set(i, alone.judge(view, set.exceptions(), NO_REMEDIES, now));
        }
        results.add(
            new BindingResult(
                part.binding().name(),
                part.destination(),
                part.binding().parameters(),
                set.explain(all).get(i)));
      }
    }
    return results;
  }
}
