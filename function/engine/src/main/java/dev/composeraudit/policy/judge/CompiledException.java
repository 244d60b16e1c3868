package dev.composeraudit.policy.judge;

import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.policy.source.Struct;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An exception whose conditions are ready to be evaluated. */
public record CompiledException(ExceptionSource source, List<Program> conditions) {
  /** Whether it is about this policy and subject; one whose condition is unknown is not. */
  boolean applies(String policy, SubjectView view) {
    if (!source.policies().contains(policy)
        || !ResourcePattern.anyMatches(source.matchResources(), view.subject().name())) {
      return false;
    }
    Evaluation evaluation = new Evaluation(view, Struct.NO_PARAMETERS, Map.of());
    return conditions.stream()
        .allMatch(
            condition ->
                evaluation.evaluate(condition) instanceof Evaluation.Evaluated.Value value
                    && Boolean.TRUE.equals(value.value()));
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(source.expiresAt());
  }
}
