package dev.composeraudit.policy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.DynamicMessage;
import dev.composeraudit.subject.Document;
import dev.composeraudit.subject.Documents;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.Issue;
import dev.composeraudit.subject.SourceFile;
import dev.composeraudit.subject.Subject;
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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
        PolicySet.load(sorted.stream().filter(file -> !isTests(file) && !isSubject(file)).toList());
    set.bound().forEach(policy -> policies.put(policy.info().name(), policy));
    List<PolicyTestSource> tests = new ArrayList<>();
    for (SourceFile file : sorted) {
      if (isTests(file)) {
        tests.addAll(read(file));
      }
    }
    checkComplete(tests);
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

  /** A file of tests is known by its name; a subject by where it stands. */
  private static boolean isTests(SourceFile file) {
    return file.path().endsWith("tests.yaml");
  }

  private static boolean isSubject(SourceFile file) {
    Path folder = Path.of(file.path()).getParent();
    return folder != null && folder.endsWith("subjects");
  }

  private List<PolicyTestSource> read(SourceFile file) {
    List<PolicyTestSource> tests = new ArrayList<>();
    try {
      for (Document document : OWN.read(file)) {
        tests.add(PolicyTestSource.read(Form.of(document, issues)));
      }
    } catch (InvalidDocumentsException malformed) {
      issues.addAll(malformed.issues());
    }
    return tests;
  }

  private void checkComplete(List<PolicyTestSource> tests) {
    for (PolicyTestSource test : tests) {
      if (!policies.containsKey(test.policy())) {
        issues.add(
            test.document()
                .issue("unknown-policy", "$.policy", "there is no policy " + test.policy()));
      }
    }
    for (BoundPolicy policy : policies.values().stream().sorted(byName()).toList()) {
      Set<Outcome> expected =
          tests.stream()
              .filter(test -> test.policy().equals(policy.info().name()))
              .flatMap(test -> test.cases().stream().map(PolicyTestSource.Case::result))
              .collect(Collectors.toSet());
      for (Outcome needed : List.of(Outcome.PASS, refusal(policy.info()))) {
        if (!expected.contains(needed)) {
          Expression first = policy.policy().source().validations().get(0).expression();
          issues.add(
              new Issue(
                  "untested",
                  first.file(),
                  first.place(),
                  "%s has no test that expects %s; add a case to the tests.yaml beside it"
                      .formatted(policy.info().name(), needed)));
        }
      }
    }
  }

  /** A policy about what can be seen never fails: what it refuses, it cannot judge. */
  private static Outcome refusal(PolicyInfo policy) {
    return policy.category().equals("observability") ? Outcome.ERROR : Outcome.FAIL;
  }

  private static Comparator<BoundPolicy> byName() {
    return Comparator.comparing(policy -> policy.info().name());
  }

  /** A case whose subject and parameters could be read. */
  private record Prepared(Subject subject, DynamicMessage parameters) {}

  private Optional<Prepared> prepare(PolicyTestSource test, PolicyTestSource.Case each) {
    int before = issues.size();
    DynamicMessage parameters =
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
      issues.add(test.document().issue("missing-file", each.path(), "there is no subject " + path));
      return Optional.empty();
    }
    try {
      Document baseline = new Documents(Documents.PROVIDER).read(file).get(0);
      JsonElement patched = MergePatch.apply(baseline.value(), each.patch());
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
                              each.path(),
                              "the patched subject " + path + ": " + issue.message())));
      return Optional.empty();
    }
  }

  private TestOutcome outcome(
      PolicyTestSource test, PolicyTestSource.Case each, Prepared prepared) {
    CompiledPolicy policy = policy(test).policy();
    SubjectView view = new SubjectView(prepared.subject(), test.now());
    Verdict verdict = Judge.judge(policy, prepared.parameters(), view);
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
        passed ? "" : report(each, verdict, unmatched, policy, prepared, view));
  }

  private static String report(
      PolicyTestSource.Case each,
      Verdict verdict,
      List<String> unmatched,
      CompiledPolicy policy,
      Prepared prepared,
      SubjectView view) {
    List<String> lines = new ArrayList<>();
    lines.add("expected " + each.result());
    lines.add("actual   " + verdict.outcome());
    verdict.messages().forEach(message -> lines.add("         " + message));
    lines.addAll(unmatched);
    Evaluation evaluation = new Evaluation(view, prepared.parameters(), policy.variables());
    for (PolicySource.Clause variable : policy.source().variables()) {
      lines.add(
          "variables.%s = %s"
              .formatted(
                  variable.name(), shown(evaluation.variable("variables." + variable.name()))));
    }
    JsonObject parameters = each.parameters();
    if (!parameters.isEmpty()) {
      lines.add("parameters = " + parameters);
    }
    return String.join("\n", lines);
  }

  private static String shown(Evaluation.Outcome outcome) {
    if (outcome instanceof Evaluation.Outcome.Value value) {
      return Values.show(value.value());
    }
    if (outcome instanceof Evaluation.Outcome.Unknown unknown) {
      return "unknown: "
          + unknown.parts().stream().map(part -> part.part().key() + ": " + part.help()).toList();
    }
    return "error: " + ((Evaluation.Outcome.Failed) outcome).message();
  }
}
