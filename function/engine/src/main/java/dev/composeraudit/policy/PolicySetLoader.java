package dev.composeraudit.policy;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.SimpleType;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.Position;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.cel.CheckedPolicy;
import dev.composeraudit.policy.cel.PolicyChecker;
import dev.composeraudit.policy.cel.Vocabulary;
import dev.composeraudit.policy.judge.Binding;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledException;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.policy.source.BindingSource;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.NameCheck;
import dev.composeraudit.policy.source.PolicyFileReader;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.policy.source.Struct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Puts a policy set together from files: reads, checks, binds, compiles; collects every error. */
public final class PolicySetLoader {
  private final List<SourceFile> files;
  private final Predicate<SourceFile> mayBind;
  private final List<Issue> issues = new ArrayList<>();

  /** Reads files whose bindings and exceptions are all in force. */
  PolicySetLoader(List<SourceFile> files) {
    this(files, file -> true);
  }

  /**
   * Reads files of which only some may bind.
   *
   * @param mayBind whether bindings and exceptions in a file are in force
   */
  PolicySetLoader(List<SourceFile> files, Predicate<SourceFile> mayBind) {
    this.files =
        files.stream()
            .filter(file -> !PolicyFileNames.isSubject(file.path()))
            .sorted(Comparator.comparing(SourceFile::path))
            .toList();
    this.mayBind = mayBind;
  }

  /**
   * Loads policies, bindings and exceptions; subjects of tests among the files are left alone.
   *
   * @throws InvalidDocumentsException with every error of every file
   */
  public static PolicySet load(List<SourceFile> files) throws InvalidDocumentsException {
    return new PolicySetLoader(files).load();
  }

  /**
   * Loads policies under other bindings and exceptions than those beside them, in whichever of
   * their files these are.
   *
   * @throws InvalidDocumentsException with every error of every file
   */
  public static PolicySet load(List<SourceFile> policies, List<SourceFile> bindings)
      throws InvalidDocumentsException {
    List<SourceFile> all = new ArrayList<>(policies);
    all.addAll(bindings);
    // Files of both may have the same path.
    Set<SourceFile> binding = Collections.newSetFromMap(new IdentityHashMap<>());
    binding.addAll(bindings);
    return new PolicySetLoader(all, binding::contains).load();
  }

  private PolicySet load() throws InvalidDocumentsException {
    PolicyFileReader reader = read();
    return assemble(reader, check(reader));
  }

  /** The policies checked; what the compiler writes into the jar. */
  List<CheckedPolicy> check() throws InvalidDocumentsException {
    List<CheckedPolicy> checked = check(read());
    failIfInvalid();
    return checked;
  }

  private List<CheckedPolicy> check(PolicyFileReader reader) {
    PolicyChecker checker = new PolicyChecker(issues);
    List<CheckedPolicy> checked = new ArrayList<>();
    for (PolicySource source : reader.policies) {
      checker.check(source).ifPresent(checked::add);
    }
    return checked;
  }

  /** Reads the files' forms; to be followed by {@link #assemble}. */
  PolicyFileReader read() {
    PolicyFileReader reader = new PolicyFileReader(issues);
    files.forEach(reader::read);
    reader.bindings.removeIf(binding -> !mayBind.test(binding.document().file()));
    reader.exceptions.removeIf(exception -> !mayBind.test(exception.document().file()));
    reader.policies.sort(Comparator.comparing(policy -> policy.info().name()));
    new NameCheck(reader, issues).check();
    if (reader.policies.isEmpty() && issues.isEmpty()) {
      // A set that checks nothing would call everything compliant.
      SourceFile nowhere = new SourceFile("policies", "");
      issues.add(
          new Issue("no-policies", nowhere, Position.ROOT, "there is no policy in any file"));
    }
    return reader;
  }

  PolicySet assemble(PolicyFileReader reader, List<CheckedPolicy> checked)
      throws InvalidDocumentsException {
    Cel runtime =
        Vocabulary.base(
                reader.policies.stream().map(policy -> policy.parameters().descriptor()).toList())
            .build();
    Map<String, List<Binding>> bindings = bindings(reader, runtime);
    List<CompiledException> exceptions = exceptions(reader, runtime);
    failIfInvalid();
    List<BoundPolicy> policies = new ArrayList<>();
    for (CheckedPolicy policy : checked) {
      policies.add(
          new BoundPolicy(
              CompiledPolicy.of(policy, runtime),
              bindings.getOrDefault(
                  policy.source().info().name(), List.of(everywhere(policy.source())))));
    }
    return new PolicySet(policies, exceptions, reader.files);
  }

  private static Binding everywhere(PolicySource policy) {
    return Binding.everywhere(policy.parameters().bindDefaults(), policy.info().severity());
  }

  private void failIfInvalid() throws InvalidDocumentsException {
    if (!issues.isEmpty()) {
      issues.sort(
          Comparator.comparing((Issue issue) -> issue.file().path())
              .thenComparing(issue -> issue.place().line())
              .thenComparing(issue -> issue.place().column()));
      throw new InvalidDocumentsException(issues);
    }
  }

  private Map<String, List<Binding>> bindings(PolicyFileReader reader, Cel runtime) {
    Map<String, PolicySource> policies = new HashMap<>();
    reader.policies.forEach(policy -> policies.put(policy.info().name(), policy));
    Map<String, List<Binding>> bindings = new HashMap<>();
    for (BindingSource source : reader.bindings) {
      PolicySource policy = policies.get(source.policyName());
      if (policy != null) {
        bindings
            .computeIfAbsent(source.policyName(), name -> new ArrayList<>())
            .add(bind(source, policy, runtime));
      }
    }
    return bindings;
  }

  private Binding bind(BindingSource source, PolicySource policy, Cel runtime) {
    Struct parameters =
        policy
            .parameters()
            .bind(source.parameters(), source.document(), source.parametersPath(), issues);
    Severity severity = source.severity() == null ? policy.info().severity() : source.severity();
    return new Binding(
        source.name(),
        source.matchResources(),
        source.excludeResources(),
        conditions(source.matchConditions(), runtime),
        parameters,
        source.enforce() ? severity : Severity.INFORMATIONAL);
  }

  private List<CompiledException> exceptions(PolicyFileReader reader, Cel runtime) {
    List<CompiledException> exceptions = new ArrayList<>();
    for (ExceptionSource source : reader.exceptions) {
      exceptions.add(compile(source, runtime));
    }
    return exceptions;
  }

  private CompiledException compile(ExceptionSource source, Cel runtime) {
    return new CompiledException(
        source,
        conditions(source.matchConditions(), runtime).stream()
            .map(Binding.Condition::program)
            .toList());
  }

  private List<Binding.Condition> conditions(List<PolicySource.Clause> clauses, Cel runtime) {
    PolicyChecker checker = new PolicyChecker(issues);
    List<Binding.Condition> conditions = new ArrayList<>();
    for (PolicySource.Clause clause : clauses) {
      checker
          .typed(runtime, clause.expression(), SimpleType.BOOL)
          .ifPresent(
              (CelAbstractSyntaxTree tree) ->
                  conditions.add(
                      new Binding.Condition(clause, CompiledPolicy.plan(runtime, tree))));
    }
    return conditions;
  }
}
