package dev.composeraudit.policy.judge;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.policy.cel.CheckedPolicy;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.RemedySource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A policy that is ready to be evaluated, by many threads. */
public record CompiledPolicy(
    PolicySource source,
    List<Program> matchConditions,
    Map<String, Program> variables,
    List<Validation> validations,
    Map<RemedySource.Ranges, Program> remedies) {
  /** A validation; its message is a literal if it has no program for it. */
  record Validation(
      PolicySource.Validation source,
      Program expression,
      @Nullable Program message,
      @Nullable Program destinations) {}

  public static CompiledPolicy of(CheckedPolicy policy, Cel runtime) {
    List<Program> conditions = new ArrayList<>();
    for (CelAbstractSyntaxTree tree : policy.matchConditions()) {
      conditions.add(plan(runtime, tree));
    }
    Map<String, Program> variables = new HashMap<>();
    for (int i = 0; i < policy.variables().size(); i++) {
      variables.put(
          "variables." + policy.source().variables().get(i).name(),
          plan(runtime, policy.variables().get(i)));
    }
    List<Validation> validations = new ArrayList<>();
    for (int i = 0; i < policy.validations().size(); i++) {
      CheckedPolicy.Validation validation = policy.validations().get(i);
      CelAbstractSyntaxTree message = validation.messageExpression();
      CelAbstractSyntaxTree destinations = validation.destinations();
      validations.add(
          new Validation(
              policy.source().validations().get(i),
              plan(runtime, validation.expression()),
              message == null ? null : plan(runtime, message),
              destinations == null ? null : plan(runtime, destinations)));
    }
    Map<RemedySource.Ranges, Program> remedies = new EnumMap<>(RemedySource.Ranges.class);
    policy.remedies().forEach((ranges, tree) -> remedies.put(ranges, plan(runtime, tree)));
    return new CompiledPolicy(policy.source(), conditions, variables, validations, remedies);
  }

  public static Program plan(Cel runtime, CelAbstractSyntaxTree tree) {
    try {
      return runtime.createProgram(tree);
    } catch (CelEvaluationException unexpected) {
      throw new IllegalStateException("planning a checked expression", unexpected);
    }
  }
}
