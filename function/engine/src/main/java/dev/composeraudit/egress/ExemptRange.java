package dev.composeraudit.egress;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.DerivedNetwork;
import dev.composeraudit.egress.network.SourceReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Destinations that see the Pod address, and why.
 *
 * @param range without host bits
 * @param text the range as configured; null if no range was configured
 * @param named whether it counts among the non-masquerade ranges, see {@link DerivedNetwork}
 */
public record ExemptRange(Cidr range, SourceReason reason, @Nullable String text, boolean named) {
  private static final List<String> RFC_1918 =
      List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
  // NewMasqConfig(true) of ip-masq-agent; GKE's nodes have the same eleven as their own default.
  private static final List<String> RESERVED =
      List.of(
          "100.64.0.0/10", // RFC 6598
          "192.0.0.0/24", // RFC 6890
          "192.0.2.0/24", // RFC 5737
          "192.88.99.0/24", // RFC 7526
          "198.18.0.0/15", // RFC 6815
          "198.51.100.0/24", // RFC 5737
          "203.0.113.0/24", // RFC 5737
          "240.0.0.0/4"); // RFC 5735

  static final ExemptRange LINK_LOCAL =
      implied("169.254.0.0/16", SourceReason.DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE);
  static final ExemptRange LINK_LOCAL_IPV6 =
      implied("fe80::/10", SourceReason.DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE);
  static final ExemptRange ALL_IPV6 =
      new ExemptRange(Cidr.parse("::/0"), SourceReason.NO_MASQUERADING_FOR_IPV6, null, false);
  static final ExemptRange ALL_IPV4 =
      new ExemptRange(Cidr.parse("0.0.0.0/0"), SourceReason.DEFAULT_SNAT_DISABLED, null, true);

  private static ExemptRange implied(String range, SourceReason reason) {
    return new ExemptRange(Cidr.parse(range), reason, range, false);
  }

  /** The range that a configuration names. */
  static ExemptRange configured(Cidr range, String text) {
    return new ExemptRange(
        range.masked(), SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE, text, true);
  }

  /** The same, cut to a range within its own. */
  ExemptRange within(Cidr part) {
    return new ExemptRange(part, reason, text, named);
  }

  static List<ExemptRange> configured(CidrSet ranges) {
    return ranges.toCidrs().stream().map(range -> configured(range, range.toString())).toList();
  }

  /** The default list: RFC 1918 alone, or all eleven reserved ranges. */
  public static List<ExemptRange> defaults(boolean allReserved) {
    List<String> texts = new ArrayList<>(RFC_1918);
    if (allReserved) {
      texts.addAll(RESERVED);
    }
    return texts.stream()
        .map(
            text ->
                new ExemptRange(
                    Cidr.parse(text),
                    SourceReason.DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE,
                    text,
                    true))
        .toList();
  }

  static List<ExemptRange> defaultsWith(boolean allReserved, ExemptRange... more) {
    List<ExemptRange> list = new ArrayList<>(defaults(allReserved));
    list.addAll(List.of(more));
    return list;
  }

  static CidrSet ranges(Collection<ExemptRange> exemptions) {
    return CidrSet.of(exemptions.stream().map(ExemptRange::range).toList());
  }

  static CidrSet namedRanges(Collection<ExemptRange> exemptions) {
    return CidrSet.of(
        exemptions.stream().filter(ExemptRange::named).map(ExemptRange::range).toList());
  }
}
