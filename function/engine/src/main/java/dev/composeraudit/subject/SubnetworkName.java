package dev.composeraudit.subject;

import dev.composeraudit.document.Excerpt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a subnetwork, {@code projects/P/regions/R/subnetworks/S}. Under Shared VPC the
 * project is the host project.
 */
public record SubnetworkName(String project, String region, String subnetwork) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:https://(?:www|compute)\\.googleapis\\.com/compute/[a-z0-9]+/)?"
              + "projects/([a-z0-9][a-z0-9.:-]{1,127})/regions/([a-z0-9-]{1,63})/subnetworks/([a-z][a-z0-9-]{0,62})");

  /**
   * Reads a relative name or a self link.
   *
   * @throws IllegalArgumentException if the whole text is neither
   */
  public static SubnetworkName parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not a subnetwork name (projects/*/regions/*/subnetworks/*): " + Excerpt.of(text));
    }
    return new SubnetworkName(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  @Override
  public String toString() {
    return "projects/" + project + "/regions/" + region + "/subnetworks/" + subnetwork;
  }
}
