package dev.composeraudit.cli.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Since when a finding has its verdict, and who created its environment. A finding of a sweep has
 * neither, so both are taken from earlier findings.
 *
 * @param since the time of the first event that said the same, in milliseconds since 1970
 * @param isExact false if that event was a sweep or a scan, so that it may have begun earlier
 * @param author who created the environment; blank if no event named anybody
 */
record Opening(long since, boolean isExact, String author) {
  private static final List<String> LOOKS = List.of("sweep", "scan");

  /**
   * Reads it from what was said of the finding.
   *
   * @param said by each event about this policy and environment, in the order of the events, the
   *     finding's own included
   * @param before what was known while it said the same, from events that may be forgotten now;
   *     null if nothing was
   */
  static Opening of(Verdict verdict, long seen, List<Statement> said, @Nullable Opening before) {
    List<Statement> earlier = said.stream().filter(statement -> statement.seen() <= seen).toList();
    Opening opening = new Opening(seen, false, author(verdict, earlier));
    for (int i = earlier.size() - 1; i >= 0; i--) {
      Statement statement = earlier.get(i);
      if (isEnd(statement.verdict(), verdict)) {
        return opening;
      }
      if (statement.verdict() == verdict) {
        boolean isExact = !LOOKS.contains(statement.trigger().kind());
        opening = new Opening(statement.seen(), isExact, opening.author());
      }
    }
    return before == null ? opening : opening.orEarlier(before);
  }

  /** Whether an event ended what is said now: a violation lasts while it can't be judged. */
  private static boolean isEnd(Verdict earlier, Verdict now) {
    return now.isOpen() ? !earlier.isOpen() : earlier != now;
  }

  /** The last person who is named in findings of the environment that exists now. */
  private static String author(Verdict verdict, List<Statement> said) {
    String author = "";
    for (Statement statement : said) {
      if (statement.verdict() == Verdict.GONE && verdict != Verdict.GONE) {
        author = "";
      } else if (!statement.trigger().principal().isEmpty()) {
        author = statement.trigger().principal();
      }
    }
    return author;
  }

  private Opening orEarlier(Opening before) {
    Opening earlier = before.since() <= since ? before : this;
    return new Opening(
        earlier.since(), earlier.isExact(), author.isEmpty() ? before.author() : author);
  }
}
