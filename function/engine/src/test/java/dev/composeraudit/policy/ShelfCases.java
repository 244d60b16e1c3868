package dev.composeraudit.policy;

import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledPolicy;
import dev.composeraudit.policy.judge.Judge;
import dev.composeraudit.policy.judge.PolicyVerdict;
import dev.composeraudit.policy.source.ObjectReader;
import dev.composeraudit.policy.source.PolicyTestSource;
import dev.composeraudit.policy.source.Struct;
import dev.composeraudit.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The cases of all policies' own tests, each with its subject and parameters. */
final class ShelfCases {
  private ShelfCases() {}

  /** One case. */
  record ShelfCase(CompiledPolicy policy, String name, Subject subject, Struct parameters) {
    PolicyVerdict judge(Subject other) {
      return Judge.judge(policy, parameters, new SubjectView(other, WrittenPolicy.NOW));
    }

    @Override
    public String toString() {
      return policy.source().info().name() + "/" + name;
    }
  }

  static List<ShelfCase> all() {
    Map<String, CompiledPolicy> policies =
        PackagedPolicies.load().bound().stream()
            .map(BoundPolicy::policy)
            .collect(Collectors.toMap(it -> it.source().info().name(), Function.identity()));
    List<Issue> issues = new ArrayList<>();
    List<ShelfCase> cases = new ArrayList<>();
    for (SourceFile file : TestPolicyFolder.shipped()) {
      if (file.path().endsWith("tests.yaml")) {
        for (Document document : read(file)) {
          PolicyTestSource tests = PolicyTestSource.read(ObjectReader.of(document, issues));
          CompiledPolicy policy = Objects.requireNonNull(policies.get(tests.policy()));
          for (PolicyTestSource.Case each : tests.cases()) {
            Struct parameters =
                policy.source().parameters().bind(each.parameters(), document, each.path(), issues);
            Subject subject =
                Subjects.patched(each.subject().substring("../".length()), each.patch());
            cases.add(new ShelfCase(policy, each.name(), subject, parameters));
          }
        }
      }
    }
    if (!issues.isEmpty()) {
      throw new AssertionError(issues.toString());
    }
    return cases;
  }

  private static List<Document> read(SourceFile file) {
    try {
      return new Documents(Documents.OWN).read(file);
    } catch (InvalidDocumentsException malformed) {
      throw new AssertionError(malformed.getMessage(), malformed);
    }
  }
}
