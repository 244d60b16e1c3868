package dev.composeraudit.report.finding;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.json.JsonFields;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What one event found out about one policy and one resource. Sinks render it; no sink reads what
 * another has rendered.
 *
 * @param uid the finding's id, the same for the same policy and resource
 * @param messageUid the id of this statement about it: repeats when the event is delivered again
 * @param result what the policy says: outcome, messages, violations, unknown parts, causes,
 *     exception, remedies; each of them bounded
 * @param severity the result's; INFORMATIONAL where another finding explains it, or it is closed
 * @param isBaseline whether the environment is older than the enforcement of policies
 * @param policies the digest of the policies in force, {@code sha256:…}; blank if it does not come
 *     of policy files
 * @param time when the policy was evaluated
 */
public record Finding(
    String uid,
    String messageUid,
    FindingStatus status,
    Severity severity,
    Result result,
    boolean isBaseline,
    FindingResource resource,
    FindingTrigger trigger,
    String policies,
    Instant time) {
  private static final List<String> STANDARDS = List.of("Composer network baseline");

  /** The finding for a policy's result about an environment. */
  public static Finding of(Report report, Result result, Baseline baseline, TeamLabels teams) {
    Trigger trigger = report.event().trigger();
    return of(report, result, baseline, teams, FindingStatus.of(result.outcome(), trigger.kind()));
  }

  /** The finding that archives a policy's finding about an environment that is gone. */
  public static Finding archived(Report report, Result result, Baseline baseline) {
    return of(report, result, baseline, TeamLabels.DEFAULT, FindingStatus.GONE);
  }

  private static Finding of(
      Report report, Result result, Baseline baseline, TeamLabels teams, FindingStatus status) {
    return of(
        status,
        result,
        baseline.covers(report.subject()),
        EnvironmentResource.of(report.subject(), teams),
        FindingTrigger.of(report.event().trigger()),
        report.policies(),
        report.time());
  }

  /** The finding about a scope's coverage. */
  public static Finding of(CoverageCheck check) {
    return of(check, CoveragePolicy.result(check), ScopeResource.of(check));
  }

  /** The finding about the exceptions that a scope is judged with. */
  static Finding ofExceptions(CoverageCheck check) {
    return of(check, ExceptionsPolicy.result(check), new ScopeResource(check.scope(), List.of()));
  }

  private static Finding of(CoverageCheck check, Result result, ScopeResource scope) {
    return of(
        FindingStatus.of(result.outcome(), Trigger.Kind.SWEEP),
        result,
        false,
        scope,
        FindingTrigger.of(check.request()),
        "",
        check.time());
  }

  private static Finding of(
      FindingStatus status,
      Result result,
      boolean isBaseline,
      FindingResource resource,
      FindingTrigger trigger,
      String policies,
      Instant time) {
    String uid = FindingIds.finding(result.policy().name(), resource.fullName());
    return new Finding(
        uid,
        FindingIds.message(uid, trigger.id()),
        status,
        severity(status, result),
        BoundedResult.of(result),
        isBaseline,
        resource,
        trigger,
        policies,
        time);
  }

  private static Severity severity(FindingStatus status, Result result) {
    return status.isClosed() || !result.causedBy().isEmpty()
        ? Severity.INFORMATIONAL
        : result.severity();
  }

  /** The same finding without what could be pasted, and with a note that says why. */
  public Finding withoutRemedies(String why) {
    List<String> notes = new ArrayList<>();
    notes.add(why);
    notes.addAll(result.notes());
    return new Finding(
        uid,
        messageUid,
        status,
        severity,
        result.withoutRemedies().withNotes(notes),
        isBaseline,
        resource,
        trigger,
        policies,
        time);
  }

  public PolicyInfo policy() {
    return result.policy();
  }

  /** One line for a person: what was found. */
  public String message() {
    return result.messages().get(0);
  }

  /** The policy's name as an identifier, {@code IP_MASQUERADE_AGENT_ENABLED}. */
  public String type() {
    return policy().name().replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The standards that ask for what the policy demands, each once; our own if it names none. */
  public List<String> standards() {
    return policy().standards().isEmpty()
        ? STANDARDS
        : requirements().stream().map(Requirement::standard).distinct().toList();
  }

  /** The requirements of standards that ask for what the policy demands; may be empty. */
  public List<Requirement> requirements() {
    return policy().standards().stream().map(Requirement::parse).toList();
  }

  /** What to do: the policy's recommendation, then each remedy under its title; may be blank. */
  public String advice() {
    List<String> paragraphs = new ArrayList<>();
    if (!policy().recommendation().isEmpty()) {
      paragraphs.add(JsonFields.truncate(policy().recommendation(), BoundedResult.RECOMMENDATION));
    }
    result.remedies().forEach(remedy -> paragraphs.add(remedy.title() + "\n" + remedy.text()));
    return String.join("\n\n", paragraphs);
  }

  /** Whether no other finding explains this one. */
  public boolean isRoot() {
    return result.causedBy().isEmpty();
  }

  /** Whether the policy was decided, one way or the other. */
  boolean isDecided() {
    return result.outcome() != Outcome.ERROR && result.outcome() != Outcome.PENDING;
  }
}
