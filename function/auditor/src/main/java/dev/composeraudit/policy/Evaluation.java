package dev.composeraudit.policy;

import com.google.protobuf.DynamicMessage;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.PartialVars;
import dev.composeraudit.subject.UnknownPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Evaluates expressions over one subject, with one set of parameters. Used by one thread. */
final class Evaluation {
  private final SubjectView view;
  private final Map<String, Program> programs;
  private final Map<String, Object> variables = new HashMap<>();
  private final DynamicMessage parameters;
  private final PartialVars vars;

  Evaluation(SubjectView view, DynamicMessage parameters, Map<String, Program> programs) {
    this.view = view;
    this.parameters = parameters;
    this.programs = programs;
    this.vars = PartialVars.of(this::resolve, view.patterns());
  }

  /** What came of an expression. */
  sealed interface Outcome {
    record Value(Object value) implements Outcome {}

    /** It depends on these parts. */
    record Unknown(List<UnknownPart> parts) implements Outcome {}

    /** It failed while it was evaluated. */
    record Failed(String message) implements Outcome {}
  }

  Outcome evaluate(Program program) {
    try {
      Object value = program.eval(vars);
      return value instanceof CelUnknownSet met
          ? new Outcome.Unknown(view.parts(met))
          : new Outcome.Value(value);
    } catch (CelEvaluationException failed) {
      return new Outcome.Failed(oneLine(failed));
    }
  }

  /** What came of a variable of the policy. */
  Outcome variable(String name) {
    return evaluate(Objects.requireNonNull(programs.get(name)));
  }

  /** A variable is evaluated when it is first needed; what it fails with, its users fail with. */
  private Optional<Object> resolve(String name) {
    Program program = programs.get(name);
    if (program == null) {
      return name.equals("params") ? Optional.of(parameters) : view.value(name);
    }
    Object known = variables.get(name);
    if (known == null) {
      try {
        known = program.eval(vars);
      } catch (CelEvaluationException failed) {
        throw new IllegalStateException(name + ": " + oneLine(failed), failed);
      }
      variables.put(name, known);
    }
    return Optional.of(known);
  }

  private static String oneLine(CelEvaluationException failed) {
    String message = String.valueOf(failed.getMessage());
    Throwable cause = failed.getCause();
    while (cause != null) {
      // CEL hides what our own functions say.
      if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
        message += ": " + cause.getMessage();
      }
      cause = cause.getCause();
    }
    return message.strip().replaceAll("\\s+", " ");
  }
}
