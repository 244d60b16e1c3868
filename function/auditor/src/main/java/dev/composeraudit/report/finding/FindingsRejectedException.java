package dev.composeraudit.report.finding;

/**
 * Findings that a sink will not accept until somebody fixes the cause, such as a permission that is
 * missing. That is logged; the event need not be delivered again. The message says why, and what
 * would help.
 */
public final class FindingsRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String sink;
  private final String code;

  /**
   * @param sink its name, for a person
   * @param code its name in the log entry's field {@code code}: {@code SECURITY_CENTER}
   */
  public FindingsRejectedException(String sink, String code, String message) {
    super(message);
    this.sink = sink;
    this.code = code;
  }

  public String sink() {
    return sink;
  }

  public String code() {
    return code;
  }
}
