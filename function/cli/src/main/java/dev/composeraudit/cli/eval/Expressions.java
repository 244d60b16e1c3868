package dev.composeraudit.cli.eval;

import com.google.gson.JsonElement;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypes;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.cel.CelJson;
import dev.composeraudit.policy.cel.PolicyChecker;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.cel.Vocabulary;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.source.Expression;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Single expressions over one subject, in the words that policies are written in; for those who
 * write policies. Used by one thread.
 */
public final class Expressions {
  private final Cel cel = Vocabulary.base(List.of()).build();
  private final Evaluation evaluation;

  public Expressions(Subject subject, Instant now) {
    this.evaluation = new Evaluation(new SubjectView(subject, now), Struct.NO_PARAMETERS, Map.of());
  }

  /** Expressions without a subject: whatever depends on one is unknown. */
  public static Expressions withoutSubject(Instant now) {
    return new Expressions(UnknownSubject.at(now), now);
  }

  /** The result of an expression. */
  public sealed interface Answer {
    /**
     * It has a value.
     *
     * @param value as JSON; what has no JSON form of its own is its text
     * @param type as CEL writes it: {@code list(string)}, {@code net.IP}
     */
    record Value(JsonElement value, String type) implements Answer {}

    /** It has none; the message is one line. */
    record Failure(Kind kind, String message) implements Answer {}

    /** How an expression may fail. */
    enum Kind {
      /** It is not well-formed, or its types do not fit. */
      COMPILE,
      /** It failed while it was evaluated. */
      RUNTIME,
      /** It depends on a part of the subject that is unknown. */
      UNKNOWN
    }
  }

  public Answer evaluate(String text) {
    if (text.isEmpty()) {
      return new Answer.Failure(Answer.Kind.COMPILE, "there is no expression");
    }
    List<Issue> issues = new ArrayList<>();
    Optional<CelAbstractSyntaxTree> tree =
        new PolicyChecker(issues).compile(cel, Expression.of("<expression>", text));
    if (tree.isEmpty()) {
      return new Answer.Failure(
          Answer.Kind.COMPILE,
          issues.stream()
              .map(issue -> "column %d: %s".formatted(issue.place().column(), issue.message()))
              .collect(Collectors.joining("; ")));
    }
    CelRuntime.Program program;
    try {
      program = cel.createProgram(tree.get());
    } catch (CelEvaluationException unplanned) {
      return new Answer.Failure(Answer.Kind.COMPILE, String.valueOf(unplanned.getMessage()));
    }
    return answer(evaluation.evaluate(program), tree.get().getResultType());
  }

  private static Answer answer(Evaluation.Evaluated outcome, CelType checked) {
    if (outcome instanceof Evaluation.Evaluated.Value value) {
      return new Answer.Value(CelJson.toJson(value.value()), type(checked, value.value()));
    }
    if (outcome instanceof Evaluation.Evaluated.Unknown unknown) {
      return new Answer.Failure(
          Answer.Kind.UNKNOWN,
          unknown.parts().stream()
              .map(part -> part.part().key() + ": " + part.help())
              .collect(Collectors.joining("; ")));
    }
    return new Answer.Failure(
        Answer.Kind.RUNTIME, ((Evaluation.Evaluated.Failed) outcome).message());
  }

  /** The type that the checker found; the value's own where that can be any. */
  private static String type(CelType checked, Object value) {
    boolean open = checked.kind() == CelKind.DYN || checked.kind() == CelKind.TYPE;
    return open ? CelJson.typeName(value) : CelTypes.format(checked);
  }
}
