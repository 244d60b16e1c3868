package dev.composeraudit;

import dev.composeraudit.fetch.kubernetes.ControlPlaneEndpoints;
import dev.composeraudit.report.finding.Principals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The forms of settings: each method returns the value of a text, or throws an
 * IllegalArgumentException that says what the text must be.
 */
final class SettingParsers {
  private static final String PROJECT = "(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{1,62}";
  private static final Pattern PROJECT_ID = Pattern.compile(PROJECT);
  private static final Pattern PROJECTS = Pattern.compile("!?[a-z0-9.:*-]*[a-z*][a-z0-9.:*-]*");
  private static final Pattern TOPIC =
      Pattern.compile("projects/" + PROJECT + "/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}");
  private static final Pattern LOG =
      Pattern.compile("projects/" + PROJECT + "/logs/[A-Za-z0-9._%-]{1,511}");
  private static final Pattern LABEL =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern ACCOUNT =
      Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z0-9.-]{1,128}\\.gserviceaccount\\.com");
  private static final Pattern SCOPE =
      Pattern.compile("(?:organizations|folders)/[0-9]{1,20}|projects/" + PROJECT);
  private static final Pattern READER_TOPIC =
      Pattern.compile(PROJECT + "@[a-z0-9-]{1,63}=" + TOPIC);
  private static final Pattern SECURITY_SOURCE =
      Pattern.compile("organizations/[0-9]{1,20}/sources/[0-9]{1,20}");

  /** Eventarc keeps an event no longer. */
  private static final Duration RETENTION = Duration.ofHours(24);

  private SettingParsers() {}

  static String topic(String text) {
    return matching(TOPIC, text, "projects/P/topics/T");
  }

  static String sweepScope(String text) {
    return matching(SCOPE, text, "organizations/N, folders/N or projects/P");
  }

  static String readerTopic(String text) {
    return matching(READER_TOPIC, text, "P@REGION=projects/Q/topics/T");
  }

  static String log(String text) {
    return matching(LOG, text, "projects/P/logs/L, the log's name URL-encoded");
  }

  static String account(String text) {
    return matching(
        ACCOUNT, text, "the e-mail of a service account, NAME@PROJECT.iam.gserviceaccount.com");
  }

  static String projects(String text) {
    return matching(
        PROJECTS,
        text,
        "project ids, not numbers, where * stands for any characters, and ! before one excludes it;"
            + " for a folder or an organization, put the log sink and the role there");
  }

  static ControlPlaneEndpoints controlPlanes(String text) {
    return switch (text) {
      case "any" -> ControlPlaneEndpoints.ANY;
      case "dns" -> ControlPlaneEndpoints.DNS;
      default -> throw new IllegalArgumentException("must be any or dns");
    };
  }

  static Principals principals(String text) {
    return switch (text) {
      case "full" -> Principals.FULL;
      case "hash" -> Principals.HASH;
      case "none" -> Principals.NONE;
      default -> throw new IllegalArgumentException("must be full, hash or none");
    };
  }

  static boolean choice(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  static Path folder(String text) {
    Path folder = Path.of(text);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("must be an existing folder");
    }
    return folder;
  }

  static Duration wait(String text) {
    String form = "must be an ISO 8601 duration up to PT24H, such as PT10M";
    try {
      Duration wait = Duration.parse(text);
      if (wait.isNegative() || wait.compareTo(RETENTION) > 0) {
        throw new IllegalArgumentException(form);
      }
      return wait;
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException(form, malformed);
    }
  }

  static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException malformed) {
      throw new IllegalArgumentException(
          "must be an RFC 3339 time, such as 2026-01-01T00:00:00Z", malformed);
    }
  }

  static String labelKey(String text) {
    return matching(LABEL, text, "keys of labels, such as team");
  }

  static String projectId(String text) {
    return matching(PROJECT_ID, text, "project ids");
  }

  static String securitySource(String text) {
    return matching(SECURITY_SOURCE, text, "organizations/O/sources/S, both by number");
  }

  private static String matching(Pattern form, String text, String what) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException("must be " + what);
    }
    return text;
  }
}
