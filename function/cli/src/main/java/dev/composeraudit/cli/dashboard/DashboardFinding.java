package dev.composeraudit.cli.dashboard;

import dev.composeraudit.egress.DestinationEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding as the page shows it: what one event said of one policy and environment. The names of
 * its components are those that the page reads. Times are milliseconds since 1970.
 *
 * @param uid the finding's id; those of later events take this one's place
 * @param message the id of this message; a repeated one repeats it
 * @param seen when the event happened that it comes from
 * @param judged when the policy was evaluated
 * @param severity OCSF's number, 1 (informational) to 6
 * @param messages at least one; the first is the finding's sentence
 * @param causedBy names of the policies whose finding explains this one; empty for a root
 * @param baseline whether the environment is older than the audit's enforcement
 * @param egress what the destinations of the finding see; a picture is drawn of each
 */
record DashboardFinding(
    String uid,
    String message,
    long seen,
    long judged,
    Verdict verdict,
    int severity,
    Environment environment,
    Policy policy,
    TriggerEntry trigger,
    List<String> messages,
    List<String> causedBy,
    List<UnknownEntry> unknown,
    List<String> expressions,
    List<String> notes,
    String remediation,
    boolean baseline,
    @Nullable ExceptionEntry exemption,
    String observer,
    List<DestinationEvidence> egress) {
  DashboardFinding {
    messages = List.copyOf(messages);
    causedBy = List.copyOf(causedBy);
    unknown = List.copyOf(unknown);
    expressions = List.copyOf(expressions);
    notes = List.copyOf(notes);
    egress = List.copyOf(egress);
  }

  /**
   * What was judged.
   *
   * @param name the resource name
   * @param team whose environment it is, as a label of it says; blank if none does
   * @param state Composer's, at that time; blank if it could not be seen
   * @param console its page in the console; blank if that is no https address
   */
  record Environment(
      String name,
      String project,
      String region,
      String team,
      String image,
      String state,
      String console) {}

  /** What it was judged by. */
  record Policy(String name, String title, String description, List<String> references) {
    Policy {
      references = List.copyOf(references);
    }
  }

  /**
   * What caused the audit.
   *
   * @param id the same for all findings of one event
   * @param principal who acted; blank if nobody is named
   */
  record TriggerEntry(String kind, String id, String method, String principal) {}

  /**
   * A part of the environment that could not be seen.
   *
   * @param reason the kind of obstacle
   * @param help what happened and what would help
   */
  record UnknownEntry(String part, String reason, String help) {}

  /**
   * Why a violation is tolerated, and until when.
   *
   * @param until RFC 3339
   */
  record ExceptionEntry(String name, String until, String owner, String reason) {}

  /** Whether it is what counts, rather than the other, of the same id and come before it. */
  boolean supersedes(long otherSeen, long otherJudged) {
    return seen > otherSeen || (seen == otherSeen && judged >= otherJudged);
  }
}
