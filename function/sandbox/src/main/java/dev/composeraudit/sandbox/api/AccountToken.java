package dev.composeraudit.sandbox.api;

/**
 * Access tokens of service accounts. They begin as Google's do, and name the account, so that calls
 * can be distinguished.
 */
public final class AccountToken {
  private static final String PREFIX = "ya29.of-";
  private static final String HEADER = "Bearer " + PREFIX;

  private AccountToken() {}

  /**
   * The token of an account.
   *
   * @param account the service account's e-mail
   */
  public static String of(String account) {
    return PREFIX + account;
  }

  /** The account of a token in an Authorization header; blank if it is none of these. */
  public static String account(String authorization) {
    return authorization.startsWith(HEADER) ? authorization.substring(HEADER.length()) : "";
  }
}
