package dev.composeraudit.policy.result;

import dev.composeraudit.subject.UnknownPart;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one policy says of one subject, the bindings that matched joined into one.
 *
 * @param severity of this result: the policy's, unless a binding or the policy itself lowers or
 *     raises it
 * @param messages one line each, for a person; never empty
 * @param violations the validations that are certainly false; empty unless FAIL or EXEMPT
 * @param unknown the parts that stood in the way, those of a FAIL's undecided validations included
 * @param causedBy the policies among {@link PolicyInfo#causedBy} and, for an ERROR, {@code
 *     egress-is-observable}, whose own result explains this one; empty = a root
 * @param exception the exception in date that covers it; null unless EXEMPT
 * @param notes what a person should know beside the messages, such as an exception that expired
 * @param remedies ways to comply, least effort first; empty unless FAIL or EXEMPT
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
    List<Remedy> remedies) {
  public Result {
    messages = List.copyOf(messages);
    violations = List.copyOf(violations);
    unknown = List.copyOf(unknown);
    causedBy = List.copyOf(causedBy);
    notes = List.copyOf(notes);
    remedies = List.copyOf(remedies);
  }

  /**
   * A validation that is certainly false.
   *
   * @param expression its CEL source
   * @param message one line for a person
   */
  public record Violation(String expression, String message) {}

  /** The exception that covers a violation. */
  public record AppliedException(String name, Instant expiresAt, String owner, String reason) {}

  /**
   * A way to comply.
   *
   * @param title one line: what to do
   * @param text what can be pasted: a command, a request body, a manifest; may have many lines
   */
  public record Remedy(String title, String text) {}
}
