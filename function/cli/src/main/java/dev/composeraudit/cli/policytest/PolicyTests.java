package dev.composeraudit.cli.policytest;

import com.google.gson.JsonElement;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PolicyFileNames;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.PolicySetLoader;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Evaluation;
import dev.composeraudit.policy.judge.Judge;
import dev.composeraudit.policy.judge.PolicyVerdict;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.source.ObjectReader;
import dev.composeraudit.policy.source.PolicyTestSource;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectPatch;
import dev.composeraudit.subject.SubjectReader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs the tests beside policies. Each policy must have a case that passes and one that fails; what
 * is named must exist; no tests at all are an error.
 */
public final class PolicyTests {
  private static final Documents OWN = new Documents(Documents.OWN);

  private final Map<String, SourceFile> files = new HashMap<>();
  private final Map<String, BoundPolicy> policies = new HashMap<>();
  private final List<Issue> issues = new ArrayList<>();
  private final PolicySet set;

  private PolicyTests(PolicySet set, List<SourceFile> files) {
    this.set = set;
    files.forEach(file -> this.files.put(file.path(), file));
    set.bound().forEach(policy -> policies.put(policy.info().name(), policy));
  }

  /**
   * The result of one case.
   *
   * @param report why it failed, several lines; blank if it passed
   */
  public record TestOutcome(String policy, String name, boolean passed, String report) {}

  /**
   * Runs the cases whose name, {@code policy/case}, is wanted.
   *
   * @param files policies, their tests, and the subjects that these name
   * @throws InvalidDocumentsException if policies or tests have errors in them, all of them
   */
  public static List<TestOutcome> run(List<SourceFile> files, Predicate<String> wanted)
      throws InvalidDocumentsException {
    PolicySet set =
        PolicySetLoader.load(
            files.stream()
                .filter(
                    file ->
                        !PolicyFileNames.isTests(file.path())
                            && !PolicyFileNames.isSubject(file.path()))
                .toList());
    return new PolicyTests(set, files).run(files, true, wanted);
  }

  /**
   * Runs the cases beside bindings and exceptions. These need not be of every policy.
   *
   * @param set the policies with the bindings and exceptions
   * @param tests files with tests
   * @param subjects those that they name
   * @throws InvalidDocumentsException if the tests have errors in them, all of them
   */
  public static List<TestOutcome> run(
      PolicySet set, List<SourceFile> tests, List<SourceFile> subjects, Predicate<String> wanted)
      throws InvalidDocumentsException {
    List<SourceFile> files = new ArrayList<>(tests);
    files.addAll(subjects);
    return new PolicyTests(set, files).run(tests, false, wanted);
  }

  private List<TestOutcome> run(List<SourceFile> from, boolean allTested, Predicate<String> wanted)
      throws InvalidDocumentsException {
    List<PolicyTestSource> tests = new ArrayList<>();
    for (SourceFile file : from.stream().sorted(Comparator.comparing(SourceFile::path)).toList()) {
      if (PolicyFileNames.isTests(file.path())) {
        tests.addAll(read(file));
      }
    }
    TestCoverage coverage = new TestCoverage(List.copyOf(policies.values()), tests, issues);
    coverage.checkNames();
    if (allTested) {
      coverage.checkTested();
    }
    List<TestOutcome> outcomes = new ArrayList<>();
    for (PolicyTestSource test : tests) {
      for (PolicyTestSource.Case each : test.cases()) {
        String name = test.policy() + "/" + each.name();
        if (policies.containsKey(test.policy())) {
          prepare(test, each)
              .ifPresent(
                  prepared -> {
                    if (wanted.test(name)) {
                      outcomes.add(outcome(test, each, prepared));
                    }
                  });
        }
      }
    }
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
    return outcomes;
  }

  private List<PolicyTestSource> read(SourceFile file) {
    List<PolicyTestSource> tests = new ArrayList<>();
    try {
      for (Document document : OWN.read(file)) {
        tests.add(PolicyTestSource.read(ObjectReader.of(document, issues)));
      }
    } catch (InvalidDocumentsException malformed) {
      issues.addAll(malformed.issues());
    }
    return tests;
  }

  /** A case whose subject and parameters could be read. */
  private record Prepared(Subject subject, Struct parameters) {}

  private Optional<Prepared> prepare(PolicyTestSource test, PolicyTestSource.Case each) {
    int before = issues.size();
    Struct parameters =
        policy(test)
            .policy()
            .source()
            .parameters()
            .bind(each.parameters(), test.document(), each.path() + ".parameters", issues);
    Optional<Subject> subject = subject(test, each);
    return subject.isPresent() && issues.size() == before
        ? Optional.of(new Prepared(subject.get(), parameters))
        : Optional.empty();
  }

  private BoundPolicy policy(PolicyTestSource test) {
    return Objects.requireNonNull(policies.get(test.policy()));
  }

  private Optional<Subject> subject(PolicyTestSource test, PolicyTestSource.Case each) {
    String path =
        Path.of(test.document().file().path())
            .resolveSibling(each.subject())
            .normalize()
            .toString();
    SourceFile file = files.get(path);
    if (file == null) {
      issues.add(
          test.document()
              .issue(
                  "missing-file",
                  each.path(),
                  "there is no subject "
                      + path
                      + " in the folder that was given; give a folder that holds the tests and the"
                      + " subjects that they name"));
      return Optional.empty();
    }
    try {
      Document baseline = new Documents(Documents.PROVIDER).read(file).get(0);
      JsonElement patched = SubjectPatch.apply(baseline.value(), each.patch());
      Document document = new Document(file, patched, baseline.places());
      return Optional.of(new SubjectReader(Clock.fixed(each.now(), ZoneOffset.UTC)).read(document));
    } catch (InvalidDocumentsException malformed) {
      malformed
          .issues()
          .forEach(
              issue ->
                  issues.add(
                      test.document()
                          .issue(
                              "subject",
                              each.path() + ".patch" + issue.place().path().substring(1),
                              "the patched subject " + path + ": " + issue.message())));
      return Optional.empty();
    }
  }

  private TestOutcome outcome(
      PolicyTestSource test, PolicyTestSource.Case each, Prepared prepared) {
    if (each.withBindings()) {
      return boundOutcome(test, each, prepared.subject());
    }
    CompiledPolicy policy = policy(test).policy();
    SubjectView view = new SubjectView(prepared.subject(), each.now());
    PolicyVerdict verdict = Judge.judge(policy, prepared.parameters(), view);
    TestReport report = TestReport.of(each, verdict.outcome(), verdict.messages());
    return new TestOutcome(
        test.policy(),
        each.name(),
        report.isPassed(),
        report.isPassed()
            ? ""
            : report.render(
                policy, new Evaluation(view, prepared.parameters(), policy.variables())));
  }

  /** What check says of the subject: under all bindings and exceptions, beside all policies. */
  private TestOutcome boundOutcome(
      PolicyTestSource test, PolicyTestSource.Case each, Subject subject) {
    Result result =
        set.judge(subject, each.now()).stream()
            .filter(it -> it.policy().name().equals(test.policy()))
            .findFirst()
            .orElseThrow();
    TestReport report = TestReport.of(each, result);
    return new TestOutcome(
        test.policy(), each.name(), report.isPassed(), report.isPassed() ? "" : report.render());
  }
}
