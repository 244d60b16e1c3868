package dev.composeraudit.cli.export;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A VPC network, {@code projects/P/global/networks/N}, which firewall rules are made in. */
public record FirewallNetwork(String project, String name) {
  private static final Pattern FORM =
      Pattern.compile(
          "projects/((?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9])/global/networks/"
              + "([a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)");

  /** The place for one that is still to be named. */
  public static final FirewallNetwork UNNAMED = new FirewallNetwork("PROJECT", "NETWORK");

  /**
   * Reads the resource name.
   *
   * @throws IllegalArgumentException if it is none; the message says what it must be
   */
  public static FirewallNetwork parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("must be projects/P/global/networks/N");
    }
    return new FirewallNetwork(matcher.group(1), matcher.group(2));
  }
}
