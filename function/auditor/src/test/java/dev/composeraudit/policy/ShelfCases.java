package dev.composeraudit.policy;

import dev.composeraudit.subject.Document;
import dev.composeraudit.subject.Documents;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.Issue;
import dev.composeraudit.subject.SourceFile;
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
    Verdict judge(Subject other) {
      return Judge.judge(policy, parameters, new SubjectView(other, Written.NOW));
    }

    @Override
    public String toString() {
      return policy.source().info().name() + "/" + name;
    }
  }

  static List<ShelfCase> all() {
    Map<String, CompiledPolicy> policies =
        PolicySet.packaged().bound().stream()
            .map(BoundPolicy::policy)
            .collect(Collectors.toMap(it -> it.source().info().name(), Function.identity()));
    List<Issue> issues = new ArrayList<>();
    List<ShelfCase> cases = new ArrayList<>();
    for (SourceFile file : PolicyFolder.shipped()) {
      if (file.path().endsWith("tests.yaml")) {
        for (Document document : read(file)) {
          PolicyTestSource tests = PolicyTestSource.read(Form.of(document, issues));
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
