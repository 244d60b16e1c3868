package dev.composeraudit.policy;

import com.google.protobuf.DynamicMessage;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelRuntime.Program;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.Issue;
import dev.composeraudit.subject.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a policy set together from files: reads, checks, binds, compiles; collects every mistake.
 */
final class PolicySetLoader {
  private final List<SourceFile> files;
  private final List<Issue> issues = new ArrayList<>();

  PolicySetLoader(List<SourceFile> files) {
    this.files = files.stream().sorted(Comparator.comparing(SourceFile::path)).toList();
  }

  PolicySet load() throws InvalidDocumentsException {
    SourceReader reader = read();
    PolicyChecker checker = new PolicyChecker(issues);
    List<CheckedPolicy> checked = new ArrayList<>();
    for (PolicySource source : reader.policies) {
      checker.check(source).ifPresent(checked::add);
    }
    return assemble(reader, checked);
  }

  /** The policies checked; what the compiler writes into the jar. */
  List<CheckedPolicy> check() throws InvalidDocumentsException {
    SourceReader reader = read();
    PolicyChecker checker = new PolicyChecker(issues);
    List<CheckedPolicy> checked = new ArrayList<>();
    for (PolicySource source : reader.policies) {
      checker.check(source).ifPresent(checked::add);
    }
    failIfMistaken();
    return checked;
  }

  /** Reads the files' forms; to be followed by {@link #assemble}. */
  SourceReader read() {
    SourceReader reader = new SourceReader(issues);
    files.forEach(reader::read);
    reader.policies.sort(Comparator.comparing(policy -> policy.info().name()));
    checkNames(reader);
    return reader;
  }

  PolicySet assemble(SourceReader reader, List<CheckedPolicy> checked)
      throws InvalidDocumentsException {
    Map<String, List<Binding>> bindings = bindings(reader);
    Cel runtime =
        Vocabulary.base(
                reader.policies.stream().map(policy -> policy.parameters().descriptor()).toList())
            .build();
    List<CompiledException> exceptions = exceptions(reader, runtime);
    failIfMistaken();
    List<BoundPolicy> policies = new ArrayList<>();
    for (CheckedPolicy policy : checked) {
      policies.add(
          new BoundPolicy(
              CompiledPolicy.of(policy, runtime),
              bindings.getOrDefault(
                  policy.source().info().name(), List.of(everywhere(policy.source())))));
    }
    return new PolicySet(policies, exceptions, files);
  }

  private static Binding everywhere(PolicySource policy) {
    return new Binding("", List.of(), policy.parameters().bindDefaults(), policy.info().severity());
  }

  private void failIfMistaken() throws InvalidDocumentsException {
    if (!issues.isEmpty()) {
      issues.sort(
          Comparator.comparing((Issue issue) -> issue.file().path())
              .thenComparing(issue -> issue.place().line())
              .thenComparing(issue -> issue.place().column()));
      throw new InvalidDocumentsException(issues);
    }
  }

  private void checkNames(SourceReader reader) {
    Set<String> names = new HashSet<>();
    for (PolicySource policy : reader.policies) {
      if (!names.add(policy.info().name())) {
        issues.add(
            new Issue(
                "duplicate-name",
                policy.validations().isEmpty()
                    ? files.get(0)
                    : policy.validations().get(0).expression().file(),
                dev.composeraudit.subject.Place.ROOT,
                "there are two policies named " + policy.info().name()));
      }
    }
    Set<String> bindings = new HashSet<>();
    for (BindingSource binding : reader.bindings) {
      if (!bindings.add(binding.name())) {
        issues.add(
            binding
                .document()
                .issue("duplicate-name", "$.metadata.name", "two bindings have this name"));
      }
    }
    for (PolicySource policy : reader.policies) {
      boolean bound =
          reader.bindings.stream()
              .anyMatch(binding -> binding.policyName().equals(policy.info().name()));
      if (!bound && !policy.parameters().type().required().isEmpty()) {
        issues.add(
            new Issue(
                "unbound",
                policy.validations().get(0).expression().file(),
                dev.composeraudit.subject.Place.ROOT,
                "%s has parameters without defaults %s; it needs a binding that gives them"
                    .formatted(policy.info().name(), policy.parameters().type().required())));
      }
    }
  }

  private Map<String, List<Binding>> bindings(SourceReader reader) {
    Map<String, PolicySource> policies = new HashMap<>();
    reader.policies.forEach(policy -> policies.put(policy.info().name(), policy));
    Map<String, List<Binding>> bindings = new HashMap<>();
    for (BindingSource source : reader.bindings) {
      PolicySource policy = policies.get(source.policyName());
      if (policy == null) {
        issues.add(
            source
                .document()
                .issue(
                    "unknown-policy",
                    "$.spec.policyName",
                    "there is no policy " + source.policyName()));
        continue;
      }
      bindings
          .computeIfAbsent(source.policyName(), name -> new ArrayList<>())
          .add(bind(source, policy));
    }
    return bindings;
  }

  private Binding bind(BindingSource source, PolicySource policy) {
    DynamicMessage parameters =
        policy
            .parameters()
            .bind(source.parameters(), source.document(), source.parametersPath(), issues);
    Severity severity = source.severity() == null ? policy.info().severity() : source.severity();
    return new Binding(
        source.name(),
        source.matchResources(),
        parameters,
        source.enforce() ? severity : Severity.INFORMATIONAL);
  }

  private List<CompiledException> exceptions(SourceReader reader, Cel runtime) {
    Set<String> names = new HashSet<>();
    reader.policies.forEach(policy -> names.add(policy.info().name()));
    List<CompiledException> exceptions = new ArrayList<>();
    for (ExceptionSource source : reader.exceptions) {
      for (String policy : source.policies()) {
        if (!names.contains(policy)) {
          issues.add(
              source
                  .document()
                  .issue("unknown-policy", "$.spec.policyRefs", "there is no policy " + policy));
        }
      }
      exceptions.add(compile(source, runtime));
    }
    return exceptions;
  }

  private CompiledException compile(ExceptionSource source, Cel runtime) {
    PolicyChecker checker = new PolicyChecker(issues);
    List<Program> conditions = new ArrayList<>();
    for (PolicySource.Clause clause : source.matchConditions()) {
      checker
          .typed(runtime, clause.expression(), SimpleType.BOOL)
          .ifPresent(
              (CelAbstractSyntaxTree tree) -> conditions.add(CompiledPolicy.plan(runtime, tree)));
    }
    return new CompiledException(source, conditions);
  }
}
