package dev.composeraudit.policy.judge;

import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.result.Result.AppliedException;
import dev.composeraudit.policy.result.Result.Violation;
import dev.composeraudit.policy.source.DestinationSet;
import dev.composeraudit.policy.source.ExceptionSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What exceptions make of the violations of a policy under one binding.
 *
 * @param violations all of them, each with the exception that covers it
 * @param exception the exception in date that covers them all, of several the first to expire; null
 *     if one is not covered
 * @param notes which exceptions have expired, and which cover only a part of a violation
 */
record Exemption(
    List<Violation> violations, @Nullable AppliedException exception, List<String> notes) {
  /** Applies the exceptions to the violations under a binding, in their order. */
  static Exemption of(
      String policy,
      List<Violation> violations,
      List<CompiledException> exceptions,
      SubjectView view,
      Instant now) {
    List<String> notes = new ArrayList<>();
    List<ExceptionSource> exact = new ArrayList<>();
    for (CompiledException exception : exceptions) {
      ExceptionSource source = exception.source();
      if (exception.applies(policy, view)
          && violations.stream().anyMatch(violation -> concerns(source, violation))) {
        if (exception.isExpired(now)) {
          notes.add("exception " + source.name() + " expired on " + source.expiresAt());
        } else if (source.isExact()) {
          exact.add(source);
        } else {
          return new Exemption(
              violations.stream().map(it -> it.coveredBy(source.name())).toList(),
              applied(source),
              notes);
        }
      }
    }
    return exact.isEmpty() ? new Exemption(violations, null, notes) : of(violations, exact, notes);
  }

  private static Exemption of(
      List<Violation> violations, List<ExceptionSource> exact, List<String> notes) {
    List<Violation> judged = new ArrayList<>();
    List<ExceptionSource> used = new ArrayList<>();
    for (Violation violation : violations) {
      List<ExceptionSource> concerned =
          exact.stream().filter(exception -> concerns(exception, violation)).toList();
      if (covers(concerned, violation)) {
        ExceptionSource first = firstToExpire(concerned);
        used.add(first);
        judged.add(violation.coveredBy(first.name()));
      } else {
        judged.add(violation);
        for (ExceptionSource each : concerned) {
          notes.add(
              "exception %s covers only %s"
                  .formatted(
                      each.name(), String.join(", ", Objects.requireNonNull(each.destinations()))));
        }
      }
    }
    boolean all = judged.stream().noneMatch(violation -> violation.exception().isEmpty());
    return new Exemption(judged, all ? applied(firstToExpire(used)) : null, notes);
  }

  private static boolean concerns(ExceptionSource exception, Violation violation) {
    return exception.concerns(violation.binding(), violation.destinations());
  }

  /** Whether exceptions, each of which covers a part of it, cover it together. */
  private static boolean covers(List<ExceptionSource> concerned, Violation violation) {
    List<String> destinations = violation.destinations();
    if (concerned.isEmpty()
        || concerned.stream().anyMatch(exception -> exception.destinations() == null)
        || destinations == null) {
      return !concerned.isEmpty();
    }
    DestinationSet named =
        DestinationSet.of(
            concerned.stream()
                .flatMap(each -> Stream.ofNullable(each.destinations()))
                .flatMap(List::stream)
                .toList());
    return destinations.stream().allMatch(named::covers);
  }

  private static ExceptionSource firstToExpire(List<ExceptionSource> exceptions) {
    return exceptions.stream().min(Comparator.comparing(ExceptionSource::expiresAt)).orElseThrow();
  }

  private static AppliedException applied(ExceptionSource source) {
    return new AppliedException(
        source.name(), source.expiresAt(), source.owner(), source.reason(), source.isExact());
  }
}
