package dev.composeraudit.policy.result;

import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.subject.UnknownPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one policy says of one subject, the bindings that matched joined into one.
 *
 * @param severity of this result: the policy's, unless a binding or the policy itself lowers or
 *     raises it
 * @param messages one line each, for a person; never empty
 * @param violations the validations that are certainly false, those that exceptions cover included;
 *     empty unless FAIL or EXEMPT
 * @param unknown the unknown parts that the result depends on, those of a FAIL's undecided
 *     validations included
 * @param causedBy the policies whose own results explain this one: those that the policy declares,
 *     and for an ERROR the policy about what can be seen; empty = a root cause
 * @param exception the exception in date that covers it; null unless EXEMPT
 * @param notes what a person should know beside the messages, such as an exception that expired
 * @param remedies ways to comply, least effort first; empty unless FAIL or EXEMPT
 * @param evidence what the result's destinations see; empty unless FAIL or ERROR
 */
public record Result(
    PolicyInfo policy,
    Outcome outcome,
    Severity severity,
    List<String> messages,
    List<Violation> violations,
    List<UnknownPart> unknown,
    List<String> causedBy,
    @Nullable AppliedException exception,
    List<String> notes,
    List<Remedy> remedies,
    List<DestinationEvidence> evidence) {
  public Result {
    messages = List.copyOf(messages);
    violations = List.copyOf(violations);
    unknown = List.copyOf(unknown);
    causedBy = List.copyOf(causedBy);
    notes = List.copyOf(notes);
    remedies = List.copyOf(remedies);
    evidence = List.copyOf(evidence);
  }

  /** A result without destinations. */
  public Result(
      PolicyInfo policy,
      Outcome outcome,
      Severity severity,
      List<String> messages,
      List<Violation> violations,
      List<UnknownPart> unknown,
      List<String> causedBy,
      @Nullable AppliedException exception,
      List<String> notes,
      List<Remedy> remedies) {
    this(
        policy,
        outcome,
        severity,
        messages,
        violations,
        unknown,
        causedBy,
        exception,
        notes,
        remedies,
        List.of());
  }

  /** A result at the policy's own severity, of which nothing but the messages is known. */
  public static Result of(PolicyInfo policy, Outcome outcome, List<String> messages) {
    return new Result(
        policy,
        outcome,
        policy.severity(),
        messages,
        List.of(),
        List.of(),
        List.of(),
        null,
        List.of(),
        List.of());
  }

  /** The same result, explained by the results of other policies. */
  public Result causedBy(List<String> causes) {
    return changed(outcome, severity, causes, exception, notes);
  }

  /** The same violation, covered by an exception for the violations that explain it. */
  public Result exempt(AppliedException covering, List<String> causes) {
    return changed(Outcome.EXEMPT, severity, causes, covering, notes);
  }

  /** The same result at another severity, with a note that says why. */
  public Result at(Severity other, String why) {
    List<String> all = new ArrayList<>(notes);
    all.add(why);
    return changed(outcome, other, causedBy, exception, all);
  }

  /** The same result with other notes. */
  public Result withNotes(List<String> others) {
    return changed(outcome, severity, causedBy, exception, others);
  }

  /** The same result without commands to paste, and without the ranges for pictures. */
  public Result withoutRemedies() {
    return new Result(
        policy,
        outcome,
        severity,
        messages,
        violations,
        unknown,
        causedBy,
        exception,
        notes,
        List.of());
  }

  private Result changed(
      Outcome newOutcome,
      Severity newSeverity,
      List<String> causes,
      @Nullable AppliedException covering,
      List<String> newNotes) {
    return new Result(
        policy,
        newOutcome,
        newSeverity,
        messages,
        violations,
        unknown,
        causes,
        covering,
        newNotes,
        remedies,
        newOutcome == Outcome.EXEMPT ? List.of() : evidence);
  }

  /** The same result, with what its destinations see. */
  public Result withEvidence(List<DestinationEvidence> seen) {
    return new Result(
        policy,
        outcome,
        severity,
        messages,
        violations,
        unknown,
        causedBy,
        exception,
        notes,
        remedies,
        seen);
  }

  /**
   * A validation that is certainly false.
   *
   * @param expression its CEL source
   * @param message one line for a person
   * @param binding the binding under which it is; blank for a policy without bindings
   * @param destinations its destinations, such as {@code db 10.200.0.0/16}; empty = the whole
   *     environment; null = that is not known
   * @param exception the name of the exception that covers it; blank if none does
   */
  public record Violation(
      String expression,
      String message,
      String binding,
      @Nullable List<String> destinations,
      String exception) {
    /** A violation of the whole environment that no exception covers. */
    public Violation(String expression, String message) {
      this(expression, message, "", List.of(), "");
    }

    /** The same violation under a binding. */
    public Violation under(String name) {
      return new Violation(expression, message, name, destinations, exception);
    }

    /** The same violation, covered by an exception. */
    public Violation coveredBy(String name) {
      return new Violation(expression, message, binding, destinations, name);
    }
  }

  /**
   * The exception that covers a violation.
   *
   * @param owner who approved it
   * @param isExact whether it names single violations, and covers nothing that they explain
   */
  public record AppliedException(
      String name, Instant expiresAt, String owner, String reason, boolean isExact) {}

  /**
   * A way to comply.
   *
   * @param title one line: what to do
   * @param text what can be pasted: a command, a request body, a manifest; may have many lines
   */
  public record Remedy(String title, String text) {}
}
