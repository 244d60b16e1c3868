package dev.composeraudit.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a list goes on.
 *
 * @param offset how many items the pages before had
 */
record PageToken(int offset) {
  private static final Pattern FORM = Pattern.compile("after-([0-9]{1,9})");

  /**
   * The token in a request; a blank one is the beginning.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static PageToken parse(String text) {
    if (text.isEmpty()) {
      return new PageToken(0);
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Request contains an invalid page token.");
    }
    return new PageToken(Integer.parseInt(matcher.group(1)));
  }

  @Override
  public String toString() {
    return "after-" + offset;
  }
}
