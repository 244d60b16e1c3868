package dev.composeraudit.egress.network;

import dev.composeraudit.address.CidrSet;
import dev.composeraudit.address.Family;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subnetwork;
import dev.composeraudit.subject.SubnetworkName;
import dev.composeraudit.subject.UnknownPart;
import java.util.List;

/** The subnetworks of a cluster as far as they were observed, by the names the cluster uses. */
final class Subnetworks {
  private final Observed<List<Subnetwork>> observed;
  private final String region;

  /**
   * @param location of the cluster, a region or a zone; blank if it is not known
   */
  Subnetworks(Observed<List<Subnetwork>> observed, String location) {
    this.observed = observed;
    this.region = location.replaceFirst("-[a-z]$", "");
  }

  /**
   * The subnetwork that a cluster means by a text: a relative name, a self link or, in old
   * clusters, the last part alone. A blank text means the only one there is. A cluster's
   * subnetworks are in its own region.
   */
  Derived<Subnetwork> find(String place, String text) {
    if (observed instanceof Observed.Unknown<List<Subnetwork>> unknown) {
      return Derived.blocked(UnknownPart.of(Part.SUBNETWORKS, unknown));
    }
    List<Subnetwork> all = ((Observed.Known<List<Subnetwork>>) observed).value();
    List<Subnetwork> found = all.stream().filter(each -> isNamed(each.name(), text)).toList();
    if (found.size() == 1) {
      return Derived.value(found.get(0));
    }
    return Derived.blocked(
        new UnknownPart(
            Part.SUBNETWORKS,
            found.isEmpty() ? Reason.NOT_PROVIDED : Reason.INDETERMINATE,
            found.isEmpty()
                ? "%s names the subnetwork %s, which is not among the subnetworks%s; add it"
                    .formatted(
                        place,
                        text.isBlank() ? "(none)" : text,
                        region.isBlank() ? "" : " of the cluster's region " + region)
                : "%s does not say which of %d subnetworks is meant"
                    .formatted(place, found.size())));
  }

  private boolean isNamed(SubnetworkName name, String text) {
    if (!region.isBlank() && !name.region().equals(region)) {
      return false;
    }
    if (text.isBlank()) {
      return true;
    }
    if (!text.contains("/")) {
      return name.subnetwork().equals(text);
    }
    try {
      return SubnetworkName.parse(text).equals(name);
    } catch (IllegalArgumentException notAName) {
      return false;
    }
  }

  /** A subnetwork's primary range. */
  static Derived<CidrSet> primary(Subnetwork subnetwork) {
    RangeCollector range = new RangeCollector();
    range.add(
        Family.IPV4,
        Part.SUBNETWORKS,
        subnetwork.name().subnetwork() + ".ipCidrRange",
        subnetwork.range());
    return range.union();
  }

  /** A subnetwork's IPv6 ranges; none if it states that it has IPv4 alone. */
  static Derived<CidrSet> ipv6(Subnetwork subnetwork) {
    RangeCollector ranges = new RangeCollector();
    String name = subnetwork.name().subnetwork();
    subnetwork
        .ipv6()
        .forEach(
            (field, range) -> ranges.add(Family.IPV6, Part.SUBNETWORKS, name + "." + field, range));
    if (ranges.isEmpty() && !subnetwork.stackType().equals("IPV4_ONLY")) {
      ranges.block(
          new UnknownPart(
              Part.SUBNETWORKS,
              Reason.INDETERMINATE,
              "the cluster has IPv6, and %s states neither its IPv6 range nor the stackType IPV4_ONLY; give its whole document"
                  .formatted(name)));
    }
    return ranges.union();
  }

  /** A subnetwork's secondary range of that name. */
  static Derived<CidrSet> secondary(Subnetwork subnetwork, String rangeName) {
    RangeCollector ranges = new RangeCollector();
    for (Subnetwork.SecondaryRange range : subnetwork.secondaryRanges()) {
      if (range.name().equals(rangeName)) {
        ranges.add(
            Family.IPV4,
            Part.SUBNETWORKS,
            subnetwork.name().subnetwork() + ".secondaryIpRanges[" + rangeName + "]",
            range.range());
      }
    }
    if (ranges.isEmpty()) {
      ranges.block(
          new UnknownPart(
              Part.SUBNETWORKS,
              Reason.NOT_FOUND,
              "%s has no secondary range %s".formatted(subnetwork.name(), rangeName)));
    }
    return ranges.union();
  }
}
