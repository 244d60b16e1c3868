package dev.composeraudit.policy.judge;

import com.google.common.collect.Comparators;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Result.AppliedException;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.UnknownPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  /**
   * What one binding says.
   *
   * @param violations those of the verdict, each with the exception that covers it
   */
  private record Bound(
      Binding binding,
      PolicyVerdict verdict,
      List<Violation> violations,
      @Nullable AppliedException exception) {
    Bound(Binding binding, PolicyVerdict verdict) {
      this(binding, verdict, List.of(), null);
    }

    Outcome outcome() {
      return verdict.outcome() == Outcome.FAIL && exception != null
          ? Outcome.EXEMPT
          : verdict.outcome();
    }

    /** Of a violation beside others that exceptions cover, those that none covers. */
    List<String> messages() {
      return outcome() == Outcome.FAIL
          ? violations.stream()
              .filter(violation -> violation.exception().isEmpty())
              .map(Violation::message)
              .toList()
          : verdict.messages();
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
      if (nameless != null && !(inScope && binding.isForAnyName(view.subject().name()))) {
        verdicts.add(new Bound(binding, mayApply(nameless)));
      } else if (inScope && binding.matches(view.subject().name())) {
        Conditions conditions =
            new Conditions(new Evaluation(view, Struct.NO_PARAMETERS, Map.of()));
        boolean isFalse = isFalse(binding, conditions);
        if (!isFalse && conditions.areOpen()) {
          verdicts.add(new Bound(binding, conditions.verdict()));
        } else if (!isFalse) {
          verdicts.add(judge(binding, view, exceptions, now, notes));
        }
      }
    }
    return verdicts.isEmpty() ? outOfScope() : join(verdicts, view, notes, remedies);
  }

  /** Where the name is unknown, a pattern that it does not match may match it yet. */
  private static PolicyVerdict mayApply(Observed.Unknown<Object> nameless) {
    return PolicyVerdict.undecided(List.of(UnknownPart.of(Part.ENVIRONMENT, nameless)), List.of());
  }

  /** Whether a binding certainly does not apply. */
  private static boolean isFalse(Binding binding, Conditions conditions) {
    return binding.matchConditions().stream()
        .anyMatch(
            each ->
                conditions.isFalse(
                    each.program(),
                    "binding %s: %s".formatted(binding.name(), each.source().name())));
  }

  private Bound judge(
      Binding binding,
      SubjectView view,
      List<CompiledException> exceptions,
      Instant now,
      List<String> notes) {
    PolicyVerdict verdict = Judge.judge(policy, binding.parameters(), view);
    if (verdict.outcome() != Outcome.FAIL) {
      return new Bound(binding, verdict);
    }
    Exemption exemption =
        Exemption.of(
            info().name(),
            verdict.violations().stream().map(each -> each.under(binding.name())).toList(),
            exceptions,
            view,
            now);
    exemption.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    return new Bound(binding, verdict, exemption.violations(), exemption.exception());
  }

  private Result outOfScope() {
    return Result.of(
        info(), Outcome.SKIP, List.of("Does not apply: no binding matches this environment"));
  }

  private Result join(
      List<Bound> verdicts, SubjectView view, List<String> notes, RemedyFinder remedies) {
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
        outcome == Outcome.FAIL || outcome == Outcome.EXEMPT
            ? each(verdicts, Bound::violations)
            : List.of(),
        each(deciding, it -> it.verdict().unknown()),
        List.of(),
        exception.orElse(null),
        notes,
        remedies(outcome, deciding, remedies),
        evidence(outcome, deciding, view));
  }

  /** What the destinations of a violation or an error see. */
  private static List<DestinationEvidence> evidence(
      Outcome outcome, List<Bound> deciding, SubjectView view) {
    if (outcome != Outcome.FAIL && outcome != Outcome.ERROR) {
      return List.of();
    }
    EvidenceFinder finder = new EvidenceFinder(view.egress());
    for (Bound bound : deciding) {
      if (outcome == Outcome.FAIL) {
        finder.addViolated(bound.binding().parameters(), bound.violations());
      } else {
        finder.addUnknown(bound.binding().parameters());
      }
    }
    return finder.found();
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
        ? bound.messages()
        : bound.messages().stream()
            .map(message -> bound.binding().name() + ": " + message)
            .toList();
  }
}
