package dev.composeraudit.policy.result;

/** What one policy says of one subject. */
public enum Outcome {
  /** It complies, whatever the unknown parts are. */
  PASS,
  /** It certainly violates. */
  FAIL,
  /** The policy does not apply to it. */
  SKIP,
  /** It could not be judged; the result names what is unknown or went wrong. */
  ERROR,
  /** It violates, and an exception in date covers that. */
  EXEMPT,
  /** It cannot be judged before something exists that does not exist yet. */
  PENDING
}
