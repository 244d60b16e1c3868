package dev.composeraudit.event;

/**
 * A page of the list of environments below one scope. A sweep and a coverage check handle one page
 * a message.
 *
 * @param scope {@code organizations/N}, {@code folders/N} or {@code projects/P}
 * @param number the first page is 1
 * @param token which the page before it gave for this one; blank for the first page
 * @param isRestarted whether the list was begun anew, because a token had been refused
 */
public record PagePosition(String scope, int number, String token, boolean isRestarted) {
  /** The first page of a scope. */
  public static PagePosition first(String scope) {
    return new PagePosition(scope, 1, "", false);
  }

  /** The page after this one. */
  public PagePosition next(String nextToken) {
    return new PagePosition(scope, number + 1, nextToken, isRestarted);
  }

  /** The first page of another scope, in the same run. */
  public PagePosition nextScope(String other) {
    return new PagePosition(other, 1, "", isRestarted);
  }

  /** The same, of a list that was begun anew. */
  public PagePosition restarted() {
    return new PagePosition(scope, number, token, true);
  }

  /** Whether the list may be begun anew if this page cannot be read: once, if it has a token. */
  public boolean mayRestart() {
    return !token.isEmpty() && !isRestarted;
  }

  /** {@code page 3 of organizations/1}. */
  @Override
  public String toString() {
    return "page " + number + " of " + scope;
  }
}
