package dev.composeraudit.egress.agent;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.Family;
import dev.composeraudit.document.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads an entry of the agent's list. Go's {@code net.ParseCIDR} must accept it, then iptables.
 * Where the two differ, the effect is reported as unknown.
 */
final class AgentRange {
  // Go reads a length with leading zeros and IPv4-mapped IPv6; iptables does not, or differently.
  private static final Pattern UNCLEAR =
      Pattern.compile(".*/0[0-9]+|(?i)[0:]*:ffff:[^:]*(:[^:]*)?/.*");

  private AgentRange() {}

  /**
   * Reads all entries.
   *
   * @throws RejectedConfigException if the agent certainly refuses one; otherwise if the effect of
   *     one is unknown
   */
  static List<Cidr> readAll(List<GoValue> entries, boolean ipv6) throws RejectedConfigException {
    List<Cidr> ranges = new ArrayList<>();
    RejectedConfigException unclear = null;
    for (int i = 0; i < entries.size(); i++) {
      try {
        ranges.add(read("nonMasqueradeCIDRs[" + i + "]: ", entries.get(i), ipv6));
      } catch (RejectedConfigException rejected) {
        if (rejected.isCertain()) {
          throw rejected;
        }
        unclear = unclear == null ? rejected : unclear;
      }
    }
    if (unclear != null) {
      throw unclear;
    }
    return ranges;
  }

  private static Cidr read(String place, GoValue entry, boolean ipv6)
      throws RejectedConfigException {
    if (!(entry instanceof GoValue.Text text)) {
      throw RejectedConfigException.effectUnknown(
          place + "a null entry leaves a range of the default list in its place, or none");
    }
    Cidr range;
    try {
      range = Cidr.parseNetwork(text.value());
    } catch (IllegalArgumentException malformed) {
      String why = place + malformed.getMessage();
      throw UNCLEAR.matcher(text.value()).matches()
          ? RejectedConfigException.effectUnknown(why)
          : new RejectedConfigException(why);
    }
    if (range.family() == Family.IPV6 && !ipv6) {
      throw new RejectedConfigException(
          place + Excerpt.of(text.value()) + " is IPv6, which needs the flag --enable-ipv6");
    }
    return range;
  }
}
