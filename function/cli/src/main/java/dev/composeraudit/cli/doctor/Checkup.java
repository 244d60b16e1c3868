package dev.composeraudit.cli.doctor;

import dev.composeraudit.subject.EnvironmentName;
import java.util.List;

/**
 * What can be seen of one environment.
 *
 * @param route by which endpoint its cluster's Kubernetes API is called; blank if by none
 * @param parts the check of each part, in the order in which they are read
 * @param trouble why it could not be read; blank if it could
 */
record Checkup(EnvironmentName environment, String route, List<PartCheck> parts, String trouble) {
  Checkup {
    parts = List.copyOf(parts);
  }

  /** How much of an environment can be read. */
  enum State {
    WELL,
    BLIND,
    /** It is being created. */
    NOT_YET,
    /** There is no such environment. */
    GONE,
    /** An API could not answer; another run may show more. */
    UNAVAILABLE
  }

  /** Whether a part can be read. */
  enum Visibility {
    SEEN,
    BLIND,
    /** Lies behind one that can't be seen. */
    NOT_REACHED,
    NOT_YET,
    /** Does not decide in this environment. */
    NOT_NEEDED,
    /** There is no such environment. */
    GONE
  }

  /**
   * The check of a part.
   *
   * @param part its key in a Subject document
   * @param reason the kind of obstacle; blank if it was seen
   * @param why what happened, one line; blank if it was seen
   * @param fix commands, or comments where no command does it; empty if there is nothing to do
   */
  record PartCheck(
      String part, Visibility visibility, String reason, String why, List<String> fix) {
    PartCheck {
      fix = List.copyOf(fix);
    }

    static PartCheck seen(String part) {
      return new PartCheck(part, Visibility.SEEN, "", "", List.of());
    }
  }

  State state() {
    if (!trouble.isEmpty()) {
      return State.UNAVAILABLE;
    }
    if (any(Visibility.GONE)) {
      return State.GONE;
    }
    if (any(Visibility.BLIND)) {
      return State.BLIND;
    }
    return any(Visibility.NOT_YET) ? State.NOT_YET : State.WELL;
  }

  /** Whether a part can't be seen for one of these reasons. */
  boolean isBlindFor(String... reasons) {
    return parts.stream()
        .filter(check -> check.visibility() == Visibility.BLIND)
        .anyMatch(check -> List.of(reasons).contains(check.reason()));
  }

  private boolean any(Visibility visibility) {
    return parts.stream().anyMatch(check -> check.visibility() == visibility);
  }
}
