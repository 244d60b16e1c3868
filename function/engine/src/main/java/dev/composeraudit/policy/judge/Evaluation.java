package dev.composeraudit.policy.judge;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.PartialVars;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.UnknownPart;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions over one subject, with one set of parameters. Used by one thread. */
public final class Evaluation {
  private static final int MAX_MESSAGE_LENGTH = 1_000;

  private final SubjectView view;
  private final Map<String, Program> programs;
  private final Map<String, Object> variables = new HashMap<>();
  private final Struct parameters;
  private final @Nullable PartialVars partialVars;

  public Evaluation(SubjectView view, Struct parameters, Map<String, Program> programs) {
    this.view = view;
    this.parameters = parameters;
    this.programs = programs;
    // If nothing is unknown, plain evaluation gives the same and is faster.
    this.partialVars =
        view.patterns().isEmpty() ? null : PartialVars.of(this::resolve, view.patterns());
  }

  /** The result of an expression. */
  public sealed interface Evaluated {
    record Value(Object value) implements Evaluated {}

    /** It depends on these parts. */
    record Unknown(List<UnknownPart> parts) implements Evaluated {}

    /** It failed while it was evaluated. */
    record Failed(String message) implements Evaluated {}
  }

  public Evaluated evaluate(Program program) {
    try {
      Object value = run(program);
      return value instanceof CelUnknownSet found
          ? new Evaluated.Unknown(view.parts(found))
          : new Evaluated.Value(value);
    } catch (CelEvaluationException failed) {
      return new Evaluated.Failed(oneLine(failed));
    }
  }

  private Object run(Program program) throws CelEvaluationException {
    return partialVars == null ? program.eval(this::resolve) : program.eval(partialVars);
  }

  /** The result of a variable of the policy. */
  public Evaluated variable(String name) {
    return evaluate(Objects.requireNonNull(programs.get(name)));
  }

  /** A variable is evaluated when it is first needed. If it fails, each use of it fails. */
  private Optional<Object> resolve(String name) {
    Program program = programs.get(name);
    if (program == null) {
      return name.equals("params") ? Optional.of(parameters) : view.value(name);
    }
    Object known = variables.get(name);
    if (known == null) {
      try {
        known = run(program);
      } catch (CelEvaluationException failed) {
        throw new IllegalStateException(name + ": " + oneLine(failed), failed);
      }
      variables.put(name, known);
    }
    return Optional.of(known);
  }

  /** CEL's message, with those of our own functions and limits, which are only in its causes. */
  private static String oneLine(CelEvaluationException failed) {
    String message = String.valueOf(failed.getMessage());
    Throwable cause = failed.getCause();
    while (cause != null) {
      if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
        message += message.endsWith(cause.getMessage()) ? "" : ": " + cause.getMessage();
      }
      cause = cause.getCause();
    }
    String line = message.strip().replaceAll("\\s+", " ");
    // It may hold the arguments that a function failed with.
    return line.length() > MAX_MESSAGE_LENGTH ? line.substring(0, MAX_MESSAGE_LENGTH) + "…" : line;
  }
}
