package dev.composeraudit.fetch.kubernetes;

import dev.composeraudit.document.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A VPC and region in which a reader runs, by Direct VPC egress. A reader is a deployment of the
 * function inside a VPC; see policies/README, "Words".
 *
 * @param network {@code projects/P/global/networks/N}
 */
public record ReaderVpc(String network, String region) {
  private static final Pattern FORM =
      Pattern.compile(
          "(projects/[a-z0-9][a-z0-9.:-]{1,127}/global/networks/[a-z][a-z0-9-]{0,62})@([a-z0-9-]{1,63})");

  /**
   * Reads {@code projects/P/global/networks/N@REGION}.
   *
   * @throws IllegalArgumentException if the whole text is not of the form
   */
  public static ReaderVpc parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a VPC and region (projects/*/global/networks/*@REGION): " + Excerpt.of(text));
    }
    return new ReaderVpc(matcher.group(1), matcher.group(2));
  }
}
