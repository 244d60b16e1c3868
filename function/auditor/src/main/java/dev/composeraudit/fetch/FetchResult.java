package dev.composeraudit.fetch;

import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Subject;

/** The result of reading an environment. */
public sealed interface FetchResult {
  /**
   * A subject that can be judged. Parts of it may be unknown, also the environment itself if
   * Composer denied access to it.
   */
  record Found(Subject subject) implements FetchResult {}

  /**
   * Composer says, in its own form of a 404, that there is no such environment (yet, or anymore).
   */
  record Gone(EnvironmentName name) implements FetchResult {}
}
