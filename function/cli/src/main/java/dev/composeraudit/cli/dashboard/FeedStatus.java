package dev.composeraudit.cli.dashboard;

/**
 * How the subscription fares, as the page shows it. Times are milliseconds since 1970.
 *
 * @param source the subscription or topic, by its resource name
 * @param started when we began to listen: nothing is known of what was said before
 * @param since when this state began
 * @param problem what went wrong last; blank unless the state is TROUBLE
 * @param received messages so far, repeated ones included
 * @param unreadable how many of them were no findings
 * @param refusal why the last unreadable one was none; blank if there was none
 */
record FeedStatus(
    String source,
    long started,
    State state,
    long since,
    String problem,
    long received,
    long unreadable,
    String refusal) {
  /** Whether findings arrive. */
  enum State {
    CONNECTING,
    LIVE,
    /** They don't at present; it is tried again and again. */
    TROUBLE
  }

  static FeedStatus connecting(String source, long now) {
    return new FeedStatus(source, now, State.CONNECTING, now, "", 0, 0, "");
  }

  FeedStatus live(long now) {
    return state == State.LIVE
        ? this
        : new FeedStatus(source, started, State.LIVE, now, "", received, unreadable, refusal);
  }

  FeedStatus trouble(String what, long now) {
    return new FeedStatus(
        source,
        started,
        State.TROUBLE,
        state == State.TROUBLE ? since : now,
        what,
        received,
        unreadable,
        refusal);
  }

  FeedStatus withFinding() {
    return new FeedStatus(
        source, started, state, since, problem, received + 1, unreadable, refusal);
  }

  FeedStatus withUnreadable(String why) {
    return new FeedStatus(
        source, started, state, since, problem, received + 1, unreadable + 1, why);
  }
}
