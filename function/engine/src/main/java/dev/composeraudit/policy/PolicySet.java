package dev.composeraudit.policy;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.cel.SubjectView;
import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.judge.CompiledException;
import dev.composeraudit.policy.judge.RootCauses;
import dev.composeraudit.policy.remedy.Remedies;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.source.PolicySource;
import dev.composeraudit.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The policies in force, with their bindings and exceptions: checked and compiled whole, or not at
 * all. Safe for use by many threads.
 */
public final class PolicySet {
  private static final Duration LONGEST_EXCEPTION = Duration.ofDays(366);

  private final List<BoundPolicy> policies;
  private final List<CompiledException> exceptions;
  private final String digest;
  private final Map<String, List<String>> mitigators;

  PolicySet(
      List<BoundPolicy> policies, List<CompiledException> exceptions, List<SourceFile> files) {
    this.policies = List.copyOf(policies);
    this.exceptions = List.copyOf(exceptions);
    this.digest = digest(files);
    this.mitigators =
        policies.stream()
            .map(bound -> bound.policy().source())
            .collect(
                Collectors.toUnmodifiableMap(
                    source -> source.info().name(), PolicySource::mitigatedBy));
  }

  /**
   * Checks that no exception lasts longer than a year from now: it has to be approved anew then.
   *
   * @throws InvalidDocumentsException with every one that does
   */
  public void requireShortExceptions(Instant now) throws InvalidDocumentsException {
    List<Issue> issues =
        exceptions.stream()
            .map(CompiledException::source)
            .filter(exception -> exception.expiresAt().isAfter(now.plus(LONGEST_EXCEPTION)))
            .map(
                exception ->
                    exception
                        .document()
                        .issue(
                            "too-long",
                            "$.spec.expiresAt",
                            "expiresAt: an exception lasts a year at most; after that it must be"
                                + " approved again"))
            .toList();
    if (!issues.isEmpty()) {
      throw new InvalidDocumentsException(issues);
    }
  }

  /** What each policy says of a subject, in the order of the policies' names. */
  public List<Result> judge(Subject subject, Instant now) {
    SubjectView view = new SubjectView(subject, now);
    Remedies remedies = new Remedies(view);
    List<Result> results = new ArrayList<>();
    for (BoundPolicy policy : policies) {
      results.add(policy.judge(view, exceptions, remedies, now));
    }
    return explain(results);
  }

  /** The results of all policies with what they have to do with each other. */
  public List<Result> explain(List<Result> results) {
    return RootCauses.explain(results, mitigators);
  }

  /** About each policy, in the order of their names. */
  public List<PolicyInfo> policies() {
    return policies.stream().map(BoundPolicy::info).toList();
  }

  /** {@code sha256:} and the digest of all files that make the set, wherever they are. */
  public String digest() {
    return digest;
  }

  private static String digest(List<SourceFile> files) {
    Hasher hasher = Hashing.sha256().newHasher();
    files.stream()
        .map(file -> Hashing.sha256().hashString(file.text(), StandardCharsets.UTF_8))
        .map(HashCode::toString)
        .sorted()
        .forEach(hash -> hasher.putString(hash + "\n", StandardCharsets.UTF_8));
    return "sha256:" + hasher.hash();
  }

  /** The policies with their bindings, for tools that show or test policies. */
  public List<BoundPolicy> bound() {
    return policies;
  }

  /** About each exception, expired ones too, in the order in which they end. */
  public List<ExceptionInfo> exceptionInfos() {
    return exceptions.stream()
        .map(exception -> exception.source().info())
        .sorted(Comparator.comparing(ExceptionInfo::expiresAt).thenComparing(ExceptionInfo::name))
        .toList();
  }

  /** The exceptions, expired ones too, for tools that show or test policies. */
  public List<CompiledException> exceptions() {
    return exceptions;
  }
}
