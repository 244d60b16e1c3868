package dev.composeraudit.egress.agent;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.AddressText;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.Family;
import dev.composeraudit.document.Excerpt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the agent's list: first Go's {@code net.ParseCIDR} must take it, then iptables, and
 * the two do not take the same. What only the first takes is an accident.
 */
final class AgentRange {
  private AgentRange() {}

  /** All entries; one that the agent certainly refuses counts before any accident. */
  static List<Cidr> readAll(List<GoValue> entries, AgentFlags flags)
      throws RejectedConfigException {
    List<Cidr> ranges = new ArrayList<>();
    RejectedConfigException accident = null;
    for (int i = 0; i < entries.size(); i++) {
      try {
        ranges.add(read("nonMasqueradeCIDRs[" + i + "]: ", entries.get(i), flags));
      } catch (RejectedConfigException refusal) {
        if (refusal.isCertain()) {
          throw refusal;
        }
        accident = accident == null ? refusal : accident;
      }
    }
    if (accident != null) {
      throw accident;
    }
    return ranges;
  }

  private static Cidr read(String place, GoValue entry, AgentFlags flags)
      throws RejectedConfigException {
    if (!(entry instanceof GoValue.Text text)) {
      throw RejectedConfigException.unforeseeable(
          place + "a null entry leaves a range of the default list in its place, or none");
    }
    Cidr range = taken(place, text.value());
    boolean mapped = range.address().isIpv4Mapped();
    if (range.family() == Family.IPV6 && !mapped && !flags.ipv6()) {
      throw new RejectedConfigException(
          place + Excerpt.of(text.value()) + " is IPv6, which needs the flag --enable-ipv6");
    }
    String why = strictly(text.value());
    if (why != null) {
      throw RejectedConfigException.unforeseeable(
          place + "the agent takes it, and iptables takes it otherwise or not at all: " + why);
    }
    return range;
  }

  private static Cidr taken(String place, String text) throws RejectedConfigException {
    Cidr range = leniently(text);
    if (range == null || !range.isNetwork()) {
      throw new RejectedConfigException(place + strictly(text));
    }
    return range;
  }

  /** As net.ParseCIDR reads it: the length with leading zeros, IPv4 in the clothes of IPv6. */
  private static @Nullable Cidr leniently(String text) {
    int slash = text.indexOf('/');
    try {
      String length = text.substring(slash + 1).replaceFirst("^0+(?=.)", "");
      Address address = AddressText.parseAny(text.substring(0, Math.max(0, slash)));
      return new Cidr(address, AddressText.decimal(length, 3));
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** What is wrong with the text if it is read strictly; null if nothing is. */
  private static @Nullable String strictly(String text) {
    try {
      Cidr.parseNetwork(text);
      return null;
    } catch (IllegalArgumentException malformed) {
      return String.valueOf(malformed.getMessage());
    }
  }
}
