package dev.composeraudit.cli.dashboard;

/** What a finding says of its environment. */
enum Verdict {
  FAIL,
  /** It could not be judged. */
  ERROR,
  /** It fails, and an exception covers that. */
  EXEMPT,
  PASS,
  NOT_APPLICABLE,
  /** The environment is gone. */
  GONE;

  private static final int SUPPRESSED = 3;
  private static final int ARCHIVED = 5;

  /** Whether the finding is open until a later one closes it. */
  boolean isOpen() {
    return this == FAIL || this == ERROR || this == EXEMPT;
  }

  /**
   * From the numbers that OCSF 1.8.0 gives the finding's life and the verdict.
   *
   * @param code our own word for it, which alone distinguishes a policy that does not apply from an
   *     environment that is gone
   * @throws IllegalArgumentException if the numbers say nothing together
   */
  static Verdict of(int status, int compliance, String code) {
    if (status == ARCHIVED) {
      return code.equals("GONE") ? GONE : NOT_APPLICABLE;
    }
    return switch (compliance) {
      case 1 -> PASS;
      case 2 -> ERROR;
      case 3 -> status == SUPPRESSED ? EXEMPT : FAIL;
      default ->
          throw new IllegalArgumentException(
              "status_id %d with compliance.status_id %d".formatted(status, compliance));
    };
  }
}
