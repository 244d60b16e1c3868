package dev.composeraudit.document;

/**
 * A pattern for a text, in which an asterisk matches any run of characters, the empty one included.
 * All other characters match themselves.
 */
public record Glob(String pattern) {
  /** Whether the whole text is of the pattern. Takes time in the product of the lengths at most. */
  public boolean matches(String text) {
    int p = 0;
    int asterisk = -1;
    int tried = 0;
    int at = 0;
    // Where the text does not go on as the pattern does, the last asterisk takes one character
    // more; an earlier one need not be tried again.
    while (at < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        asterisk = p++;
        tried = at;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(at)) {
        p++;
        at++;
      } else if (asterisk >= 0) {
        p = asterisk + 1;
        at = ++tried;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }
}
