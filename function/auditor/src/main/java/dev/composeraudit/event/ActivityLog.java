package dev.composeraudit.event;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.event.RejectedEvent.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Admin Activity log that an entry stands in. Composer and GKE write entries with the same
 * methods into the policy, data_access and system_event logs; those tell of no change.
 *
 * @param name as the entry has it
 * @param project whose log it is
 */
record ActivityLog(String name, String project) {
  private static final String ACTIVITY = "cloudaudit.googleapis.com%2Factivity";
  private static final Pattern NAME = Pattern.compile("([a-zA-Z]+)/([^/]+)/logs/(.+)");

  /**
   * Reads an entry's log name.
   *
   * @throws RejectedException as FOREIGN_ENTRY if it is another log's, as INCONSISTENT if it is no
   *     log's of a project
   */
  static ActivityLog of(JsonObject entry) throws RejectedException, MalformedDocumentException {
    String name = ProtoJson.text(entry, "logName");
    Matcher matcher = NAME.matcher(name);
    boolean isLog = matcher.matches();
    if (isLog && !isActivity(matcher.group(3))) {
      throw new RejectedException(
          Code.FOREIGN_ENTRY, "logName: not the Admin Activity log: " + Excerpt.of(name));
    }
    if (!isLog || !matcher.group(1).equals("projects")) {
      throw new RejectedException(
          Code.INCONSISTENT,
          "logName: must be projects/PROJECT/logs/%s, is %s".formatted(ACTIVITY, Excerpt.of(name)));
    }
    return new ActivityLog(name, matcher.group(2));
  }

  /**
   * The slash in a log's id is written as it is by some tools, and escaped in lower case by others.
   */
  private static boolean isActivity(String id) {
    return id.replaceFirst("(?i)%2f", "/").equals(ACTIVITY.replace("%2F", "/"));
  }

  /** Rejects the entry as INCONSISTENT if it is about another project. */
  void requireProject(String expected) throws RejectedException {
    if (!project.equals(expected)) {
      throw new RejectedException(
          Code.INCONSISTENT,
          "logName: must be of project %s, is %s".formatted(expected, Excerpt.of(name)));
    }
  }
}
