package dev.composeraudit.policy.judge;

import com.google.common.collect.Comparators;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.AppliedException;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A policy with its bindings: what they say one by one becomes one result. */
public record BoundPolicy(CompiledPolicy policy, List<Binding> bindings) {
  private static final List<Outcome> STRONGEST_FIRST =
      List.of(
          Outcome.FAIL, Outcome.ERROR, Outcome.PENDING, Outcome.EXEMPT, Outcome.PASS, Outcome.SKIP);

  public PolicyInfo info() {
    return policy.source().info();
  }

  /** What one binding says. */
  private record Bound(
      Binding binding, PolicyVerdict verdict, @Nullable AppliedException exception) {
    Outcome outcome() {
      return verdict.outcome() == Outcome.FAIL && exception != null
          ? Outcome.EXEMPT
          : verdict.outcome();
    }

    Severity severity() {
      return Comparators.min(binding.severity(), verdict.atMost());
    }
  }

  /** The result, without what other policies have to do with it. */
  public Result judge(
      SubjectView view, List<CompiledException> exceptions, RemedyFinder remedies, Instant now) {
    List<Bound> verdicts = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Observed.Unknown<Object> nameless = view.subject().unknownFields().get("name");
    boolean inScope =
        ResourcePattern.anyMatches(policy.source().matchResources(), view.subject().name());
    for (Binding binding : bindings) {
      if (inScope && binding.matches(view.subject().name())) {
        verdicts.add(judge(binding, view, exceptions, now, notes));
      } else if (nameless != null) {
        verdicts.add(new Bound(binding, mayApply(nameless), null));
      }
    }
    return verdicts.isEmpty() ? outOfScope() : join(verdicts, notes, remedies);
  }

  /** Where the name is unknown, a pattern that it does not match may match it yet. */
  private static PolicyVerdict mayApply(Observed.Unknown<Object> nameless) {
    return PolicyVerdict.undecided(
        List.of(UnknownPart.of(Part.ENVIRONMENT, nameless)), List.of());
  }

  private Bound judge(
      Binding binding,
      SubjectView view,
      List<CompiledException> exceptions,
      Instant now,
      List<String> notes) {
    PolicyVerdict verdict = Judge.judge(policy, binding.parameters(), view);
    if (verdict.outcome() != Outcome.FAIL) {
      return new Bound(binding, verdict, null);
    }
    for (CompiledException exception : exceptions) {
      if (exception.applies(info().name(), view)) {
        ExceptionSource source = exception.source();
        if (!exception.isExpired(now)) {
          return new Bound(
              binding,
              verdict,
              new AppliedException(
                  source.name(), source.expiresAt(), source.owner(), source.reason()));
        }
        String note = "exception " + source.name() + " expired on " + source.expiresAt();
        if (!notes.contains(note)) {
          notes.add(note);
        }
      }
    }
    return new Bound(binding, verdict, null);
  }

  private Result outOfScope() {
    return Result.skipped(info(), "Does not apply: no binding matches this environment");
  }

  private Result join(List<Bound> verdicts, List<String> notes, RemedyFinder remedies) {
    Outcome outcome = strongest(verdicts);
    List<Bound> deciding = verdicts.stream().filter(it -> it.outcome() == outcome).toList();
    Severity severity =
        deciding.stream().map(Bound::severity).max(Severity::compareTo).orElseThrow();
    Optional<AppliedException> exception =
        deciding.stream().flatMap(it -> Optional.ofNullable(it.exception()).stream()).findFirst();
    return new Result(
        info(),
        outcome,
        severity,
        each(deciding, it -> messages(it, verdicts.size())),
        each(deciding, it -> it.verdict().violations()),
        each(deciding, it -> it.verdict().unknown()),
        List.of(),
        exception.orElse(null),
        notes,
        remedies(outcome, deciding, remedies));
  }

  private List<Result.Remedy> remedies(
      Outcome outcome, List<Bound> deciding, RemedyFinder remedies) {
    return outcome == Outcome.FAIL || outcome == Outcome.EXEMPT
        ? remedies.find(policy, deciding.stream().map(it -> it.binding().parameters()).toList())
        : List.of();
  }

  private static Outcome strongest(List<Bound> verdicts) {
    return STRONGEST_FIRST.get(
        Collections.min(
            verdicts.stream().map(it -> STRONGEST_FIRST.indexOf(it.outcome())).toList()));
  }

  private static <T> List<T> each(List<Bound> bounds, Function<Bound, List<T>> says) {
    if (bounds.size() == 1 && says.apply(bounds.get(0)).size() < 2) {
      return says.apply(bounds.get(0));
    }
    Set<T> all = new LinkedHashSet<>();
    bounds.forEach(bound -> all.addAll(says.apply(bound)));
    return List.copyOf(all);
  }

  /** Where several bindings spoke, each message says which. */
  private static List<String> messages(Bound bound, int spoke) {
    return spoke == 1
        ? bound.verdict().messages()
        : bound.verdict().messages().stream()
            .map(message -> bound.binding().name() + ": " + message)
            .toList();
  }
}
