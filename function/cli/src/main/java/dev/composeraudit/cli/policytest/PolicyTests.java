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
 * Runs the tests that stand beside policies. Each policy must have a case that passes and one that
 * fails; what is named must exist; no tests at all are a mistake.
 */
public final class PolicyTests {
  private static final Documents OWN = new Documents(Documents.OWN);

  private final Map<String, SourceFile> files = new HashMap<>();
  private final Map<String, BoundPolicy> policies = new HashMap<>();
  private final List<Issue> issues = new ArrayList<>();

  private PolicyTests(List<SourceFile> files) {
    files.forEach(file -> this.files.put(file.path(), file));
  }

  /**
   * What came of one case.
   *
   * @param report why it failed, several lines; blank if it passed
   */
  public record TestOutcome(String policy, String name, boolean passed, String report) {}

  /**
   * Runs the cases whose name, {@code policy/case}, is wanted.
   *
   * @param files policies, their tests, and the subjects that these name
   * @throws InvalidDocumentsException if policies or tests have mistakes in them, all of them
   */
  public static List<TestOutcome> run(List<SourceFile> files, Predicate<String> wanted)
      throws InvalidDocumentsException {
    return new PolicyTests(files).run(wanted);
  }

  private List<TestOutcome> run(Predicate<String> wanted) throws InvalidDocumentsException {
    List<SourceFile> sorted =
        files.values().stream().sorted(Comparator.comparing(SourceFile::path)).toList();
    PolicySet set =
        PolicySetLoader.load(
            sorted.stream()
                .filter(
                    file ->
                        !PolicyFileNames.isTests(file.path())
                            && !PolicyFileNames.isSubject(file.path()))
                .toList());
    set.bound().forEach(policy -> policies.put(policy.info().name(), policy));
    List<PolicyTestSource> tests = new ArrayList<>();
    for (SourceFile file : sorted) {
      if (PolicyFileNames.isTests(file.path())) {
        tests.addAll(read(file));
      }
    }
    new TestCoverage(List.copyOf(policies.values()), tests, issues).check();
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
      return Optional.of(new SubjectReader(Clock.fixed(test.now(), ZoneOffset.UTC)).read(document));
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
    CompiledPolicy policy = policy(test).policy();
    SubjectView view = new SubjectView(prepared.subject(), test.now());
    PolicyVerdict verdict = Judge.judge(policy, prepared.parameters(), view);
    List<String> unmatched =
        each.messages().stream()
            .filter(regex -> verdict.messages().stream().noneMatch(m -> regex.matcher(m).find()))
            .map(regex -> "no message matches " + regex)
            .toList();
    boolean passed = verdict.outcome() == each.result() && unmatched.isEmpty();
    return new TestOutcome(
        test.policy(),
        each.name(),
        passed,
        passed
            ? ""
            : new TestReport(each, verdict, unmatched)
                .render(policy, new Evaluation(view, prepared.parameters(), policy.variables())));
  }
}
