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

/** A policy with its bindings. The verdicts under each of them are joined into one result. */
public record BoundPolicy(CompiledPolicy policy, List<Binding> bindings) {
  private static final List<Outcome> STRONGEST_FIRST =
      List.of(
          Outcome.FAIL, Outcome.ERROR, Outcome.PENDING, Outcome.EXEMPT, Outcome.PASS, Outcome.SKIP);

  public PolicyInfo info() {
    return policy.source().info();
  }

  /**
   * The verdict under one binding.
   *
   * @param violations those of the verdict, each with the exception that covers it
   */
  private record BindingVerdict(
      Binding binding,
      PolicyVerdict verdict,
      List<Violation> violations,
      @Nullable AppliedException exception) {
    BindingVerdict(Binding binding, PolicyVerdict verdict) {
      this(binding, verdict, List.of(), null);
    }

    Outcome outcome() {
      return verdict.outcome() == Outcome.FAIL && exception != null
          ? Outcome.EXEMPT
          : verdict.outcome();
    }

    /** If some violations have no exception, only their messages. */
    List<String> messages() {
      return outcome() == Outcome.FAIL
          ? violations.stream()
              .filter(violation -> violation.exception().isEmpty())
              .map(Violation::message)
              .toList()
          : verdict.messages();
    }

    Severity severity() {
      return Comparators.min(binding.severity(), verdict.severityLimit());
    }
  }

  /** The result of this policy alone, before results of other policies change it. */
  public Result judge(
      SubjectView view, List<CompiledException> exceptions, RemedyFinder remedies, Instant now) {
    List<BindingVerdict> verdicts = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Observed.Unknown<Object> unknownName = view.subject().unknownFields().get("name");
    boolean inScope =
        ResourcePattern.anyMatches(policy.source().matchResources(), view.subject().name());
    for (Binding binding : bindings) {
      if (unknownName != null && !(inScope && binding.isForAnyName(view.subject().name()))) {
        verdicts.add(new BindingVerdict(binding, mayApply(unknownName)));
      } else if (inScope && binding.matches(view.subject().name())) {
        Conditions conditions =
            new Conditions(new Evaluation(view, Struct.NO_PARAMETERS, Map.of()));
        boolean excluded = isExcluded(binding, conditions);
        if (!excluded && conditions.isUndecided()) {
          verdicts.add(new BindingVerdict(binding, conditions.verdict()));
        } else if (!excluded) {
          verdicts.add(judge(binding, view, exceptions, now, notes));
        }
      }
    }
    return verdicts.isEmpty() ? outOfScope() : join(verdicts, view, notes, remedies);
  }

  /** While the name is unknown, any pattern may still match. */
  private static PolicyVerdict mayApply(Observed.Unknown<Object> unknownName) {
    return PolicyVerdict.undecided(
        List.of(UnknownPart.of(Part.ENVIRONMENT, unknownName)), List.of());
  }

  /** Whether a binding certainly does not apply, because one of its conditions is false. */
  private static boolean isExcluded(Binding binding, Conditions conditions) {
    return binding.matchConditions().stream()
        .anyMatch(
            each ->
                conditions.evaluatesToFalse(
                    each.program(),
                    "binding %s: %s".formatted(binding.name(), each.source().name())));
  }

  private BindingVerdict judge(
      Binding binding,
      SubjectView view,
      List<CompiledException> exceptions,
      Instant now,
      List<String> notes) {
    PolicyVerdict verdict = Judge.judge(policy, binding.parameters(), view);
    if (verdict.outcome() != Outcome.FAIL) {
      return new BindingVerdict(binding, verdict);
    }
    Exemption exemption =
        Exemption.of(
            info().name(),
            verdict.violations().stream().map(each -> each.under(binding.name())).toList(),
            exceptions,
            view,
            now);
    exemption.notes().stream().filter(note -> !notes.contains(note)).forEach(notes::add);
    return new BindingVerdict(binding, verdict, exemption.violations(), exemption.exception());
  }

  private Result outOfScope() {
    return Result.of(
        info(), Outcome.SKIP, List.of("Does not apply: no binding matches this environment"));
  }

  private Result join(
      List<BindingVerdict> verdicts, SubjectView view, List<String> notes, RemedyFinder remedies) {
    Outcome outcome = strongest(verdicts);
    List<BindingVerdict> deciding =
        verdicts.stream().filter(each -> each.outcome() == outcome).toList();
    Severity severity =
        deciding.stream().map(BindingVerdict::severity).max(Severity::compareTo).orElseThrow();
    Optional<AppliedException> exception =
        deciding.stream()
            .flatMap(each -> Optional.ofNullable(each.exception()).stream())
            .findFirst();
    return new Result(
        info(),
        outcome,
        severity,
        distinctFrom(deciding, each -> messages(each, verdicts.size())),
        outcome == Outcome.FAIL || outcome == Outcome.EXEMPT
            ? distinctFrom(verdicts, BindingVerdict::violations)
            : List.of(),
        distinctFrom(deciding, each -> each.verdict().unknown()),
        List.of(),
        exception.orElse(null),
        notes,
        remedies(outcome, deciding, remedies),
        evidence(outcome, deciding, view));
  }

  /** What the destinations of a violation or an error see. */
  private static List<DestinationEvidence> evidence(
      Outcome outcome, List<BindingVerdict> deciding, SubjectView view) {
    if (outcome != Outcome.FAIL && outcome != Outcome.ERROR) {
      return List.of();
    }
    EvidenceFinder finder = new EvidenceFinder(view.egress());
    for (BindingVerdict verdict : deciding) {
      if (outcome == Outcome.FAIL) {
        finder.addViolated(verdict.binding().parameters(), verdict.violations());
      } else {
        finder.addUnknown(verdict.binding().parameters());
      }
    }
    return finder.found();
  }

  private List<Result.Remedy> remedies(
      Outcome outcome, List<BindingVerdict> deciding, RemedyFinder remedies) {
    return outcome == Outcome.FAIL || outcome == Outcome.EXEMPT
        ? remedies.find(policy, deciding.stream().map(each -> each.binding().parameters()).toList())
        : List.of();
  }

  private static Outcome strongest(List<BindingVerdict> verdicts) {
    return STRONGEST_FIRST.get(
        Collections.min(
            verdicts.stream().map(each -> STRONGEST_FIRST.indexOf(each.outcome())).toList()));
  }

  /** The elements of all lists, each once. */
  private static <T> List<T> distinctFrom(
      List<BindingVerdict> verdicts, Function<BindingVerdict, List<T>> part) {
    if (verdicts.size() == 1 && part.apply(verdicts.get(0)).size() < 2) {
      return part.apply(verdicts.get(0));
    }
    Set<T> all = new LinkedHashSet<>();
    verdicts.forEach(each -> all.addAll(part.apply(each)));
    return List.copyOf(all);
  }

  /** The messages under a binding. If there are several, each message starts with its name. */
  private static List<String> messages(BindingVerdict verdict, int bindingCount) {
    return bindingCount == 1
        ? verdict.messages()
        : verdict.messages().stream()
            .map(message -> verdict.binding().name() + ": " + message)
            .toList();
  }
}
