package dev.composeraudit.egress;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of GKE: {@code 1.22.7-gke.1500}. */
record GkeVersion(int major, int minor, int patch, int build) implements Comparable<GkeVersion> {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})-gke\\.(\\d{1,9})");
  private static final Comparator<GkeVersion> ORDER =
      Comparator.comparingInt(GkeVersion::major)
          .thenComparingInt(GkeVersion::minor)
          .thenComparingInt(GkeVersion::patch)
          .thenComparingInt(GkeVersion::build);

  // "Use Egress NAT policy to configure IP masquerade in Autopilot clusters": from these on.
  private static final GkeVersion FIRST_OF_1_22 = new GkeVersion(1, 22, 7, 1500);
  private static final GkeVersion FIRST_OF_1_23 = new GkeVersion(1, 23, 4, 1600);

  /** Empty if the text is no full version, as where it is blank. */
  static Optional<GkeVersion> parse(String text) {
    Matcher version = FORM.matcher(text);
    return version.matches()
        ? Optional.of(
            new GkeVersion(
                Integer.parseInt(version.group(1)),
                Integer.parseInt(version.group(2)),
                Integer.parseInt(version.group(3)),
                Integer.parseInt(version.group(4))))
        : Optional.empty();
  }

  /** Whether Autopilot of this version does not know EgressNATPolicies yet. */
  boolean isBeforeEgressNatPolicies() {
    boolean is122 = major == 1 && minor == 22;
    return compareTo(is122 ? FIRST_OF_1_22 : FIRST_OF_1_23) < 0;
  }

  @Override
  public int compareTo(GkeVersion other) {
    return ORDER.compare(this, other);
  }
}
