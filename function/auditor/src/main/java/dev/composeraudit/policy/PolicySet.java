package dev.composeraudit.policy;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.composeraudit.subject.InvalidDocumentsException;
import dev.composeraudit.subject.SourceFile;
import dev.composeraudit.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The policies in force, with their bindings and exceptions: checked and compiled whole, or not at
 * all. Safe for use by many threads.
 */
public final class PolicySet {
  /** The policy whose ERROR is the root of every other that an unseen cluster causes. */
  static final String OBSERVABLE = "egress-is-observable";

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
   * Loads policies, bindings and exceptions; files of tests and subjects among them are left alone.
   *
   * @throws InvalidDocumentsException with every mistake of every file
   */
  public static PolicySet load(List<SourceFile> files) throws InvalidDocumentsException {
    return new PolicySetLoader(files).load();
  }

  /**
   * The policies that came with the program, checked when it was built.
   *
   * @throws IllegalStateException if the program is not whole
   */
  public static PolicySet packaged() {
    return PackagedPolicies.load(PackagedPolicies.sources());
  }

  /**
   * The packaged policies under an organization's own bindings and exceptions.
   *
   * @throws InvalidDocumentsException with every mistake of every file
   */
  public static PolicySet packagedWith(List<SourceFile> bindings) throws InvalidDocumentsException {
    return PackagedPolicies.loadWith(bindings);
  }

  /** What each policy says of a subject, in the order of the policies' names. */
  public List<Result> judge(Subject subject, Instant now) {
    SubjectView view = new SubjectView(subject, now);
    List<Result> results = new ArrayList<>();
    for (BoundPolicy policy : policies) {
      results.add(policy.judge(view, exceptions, now));
    }
    return Causes.explain(results, mitigators);
  }

  /** About each policy, in the order of their names. */
  public List<PolicyInfo> policies() {
    return policies.stream().map(BoundPolicy::info).toList();
  }

  /** All that is in force of one policy; empty if there is none of this name. */
  public Optional<PolicyDetails> details(String name) {
    return policies.stream()
        .filter(policy -> policy.info().name().equals(name))
        .findFirst()
        .map(policy -> PolicyDetails.of(policy, exceptions));
  }

  /** For each policy what Google's own services can hold of it, in the order of their names. */
  public List<Prevention> preventions() {
    return policies.stream().map(Preventions::of).toList();
  }

  /** {@code sha256:} and the digest of all files that make the set, wherever they stand. */
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

  List<BoundPolicy> bound() {
    return policies;
  }

  List<CompiledException> exceptions() {
    return exceptions;
  }
}
