package dev.composeraudit.fetch;

import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Subject;

/** What a look at an environment gave. */
public sealed interface FetchResult {
  /**
   * There is something to judge. Parts of it may be unknown, the environment itself included where
   * Composer refused to show it.
   */
  record Found(Subject subject) implements FetchResult {}

  /**
   * Composer says, in its own form of a 404, that there is no such environment (yet, or anymore).
   */
  record Gone(EnvironmentName name) implements FetchResult {}
}
