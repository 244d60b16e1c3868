package dev.composeraudit.egress;

import dev.composeraudit.subject.Excerpt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of the ConfigMap {@code kube-system/ip-masq-agent} as the agent does. Source:
 * syncConfig and validate of kubernetes-sigs/ip-masq-agent.
 */
final class AgentConfigReader {
  private static final BigInteger DEFAULT_LIMIT = BigInteger.valueOf(64);

  private final AgentFlags flags;
  private final List<String> ignored = new ArrayList<>();
  private @Nullable List<GoValue> entries;
  private BigInteger limit = DEFAULT_LIMIT;
  private boolean masqLinkLocal;
  private boolean masqLinkLocalIpv6;

  private AgentConfigReader(AgentFlags flags) {
    this.flags = flags;
  }

  static AgentReading read(String text, AgentFlags flags) {
    try {
      AgentConfigReader reader = new AgentConfigReader(flags);
      reader.unmarshal(isJson(text) ? GoJson.read(text) : GoYaml.read(text));
      return new AgentReading.Programmed(reader.validate(), reader.ignored);
    } catch (AgentRefusal refusal) {
      return new AgentReading.Refused(refusal.isCertain(), refusal.why());
    }
  }

  /** Whether the first character that Go's unicode.IsSpace leaves is a brace. */
  private static boolean isJson(String text) {
    return text.codePoints().dropWhile(AgentConfigReader::isGoSpace).findFirst().orElse(' ') == '{';
  }

  private static boolean isGoSpace(int codePoint) {
    return (codePoint >= '\t' && codePoint <= '\r')
        || codePoint == 0x85
        || Character.isSpaceChar(codePoint);
  }

  private void unmarshal(GoValue value) throws AgentRefusal {
    if (value instanceof GoValue.Null) {
      return;
    }
    if (!(value instanceof GoValue.Struct struct)) {
      throw new AgentRefusal("the configuration must be an object");
    }
    for (GoValue.Member member : struct.members()) {
      put(member.key(), member.value());
    }
  }

  private void put(String key, GoValue value) throws AgentRefusal {
    switch (folded(key)) {
      case "nonmasqueradecidrs" -> entries = strings(key, value);
      case "cidrlimit" -> limit = integer(key, value, limit);
      case "masqlinklocal" -> masqLinkLocal = bool(key, value, masqLinkLocal);
      case "masqlinklocalipv6" -> masqLinkLocalIpv6 = bool(key, value, masqLinkLocalIpv6);
      case "resyncinterval" -> checkDuration(key, value);
      default -> ignored.add(key);
    }
  }

  /** Go folds two letters beyond ASCII to ASCII ones: the long s and the Kelvin sign. */
  private static String folded(String key) {
    return key.replace('\u017f', 's').replace('\u212a', 'k').toLowerCase(Locale.ROOT);
  }

  private static List<GoValue> strings(String key, GoValue value) throws AgentRefusal {
    if (value instanceof GoValue.Null) {
      return List.of();
    }
    if (!(value instanceof GoValue.Array array)) {
      throw new AgentRefusal(key + ": must be a list");
    }
    for (GoValue element : array.elements()) {
      if (!(element instanceof GoValue.Text || element instanceof GoValue.Null)) {
        throw new AgentRefusal(key + ": must be a list of strings");
      }
    }
    return array.elements();
  }

  private static BigInteger integer(String key, GoValue value, BigInteger before)
      throws AgentRefusal {
    if (value instanceof GoValue.Null) {
      return before;
    }
    if (value instanceof GoValue.Numeral number && number.literal().matches("-?[0-9]{1,400}")) {
      BigInteger integer = new BigInteger(number.literal());
      if (integer.bitLength() < Long.SIZE) {
        return integer;
      }
    }
    throw new AgentRefusal(key + ": must be an integer");
  }

  private static boolean bool(String key, GoValue value, boolean before) throws AgentRefusal {
    if (value instanceof GoValue.Null) {
      return before;
    }
    if (value instanceof GoValue.Bool bool) {
      return bool.value();
    }
    throw new AgentRefusal(key + ": must be true or false, without quotes");
  }

  private static void checkDuration(String key, GoValue value) throws AgentRefusal {
    if (!(value instanceof GoValue.Text text) || !GoDuration.isDuration(text.value())) {
      throw new AgentRefusal(key + ": must be a duration such as 60s");
    }
  }

  private AgentConfig validate() throws AgentRefusal {
    List<GoValue> given = entries;
    int count = given == null ? Exemption.defaults(flags.allReserved()).size() : given.size();
    if (BigInteger.valueOf(count).compareTo(limit) > 0) {
      throw new AgentRefusal("%d ranges, of which cidrLimit allows %s".formatted(count, limit));
    }
    if (given == null) {
      return new AgentConfig(null, masqLinkLocal, masqLinkLocalIpv6);
    }
    List<Cidr> cidrs = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      cidrs.add(entry("nonMasqueradeCIDRs[" + i + "]: ", given.get(i)));
    }
    return new AgentConfig(cidrs, masqLinkLocal, masqLinkLocalIpv6);
  }

  private Cidr entry(String place, GoValue entry) throws AgentRefusal {
    if (!(entry instanceof GoValue.Text text)) {
      throw AgentRefusal.unforeseeable(
          place + "a null entry leaves a range of the default list in its place, or none");
    }
    Cidr cidr = range(place, text.value());
    if (cidr.family() == Family.IPV6 && !flags.ipv6()) {
      throw new AgentRefusal(
          place + Excerpt.of(text.value()) + " is IPv6, which needs the flag --enable-ipv6");
    }
    return cidr;
  }

  private static Cidr range(String place, String text) throws AgentRefusal {
    try {
      return Cidr.parseNetwork(text);
    } catch (IllegalArgumentException malformed) {
      String why = place + malformed.getMessage();
      throw isAccident(text) ? AgentRefusal.unforeseeable(why) : new AgentRefusal(why);
    }
  }

  /**
   * Ranges that the agent takes and iptables then takes for something else, or for nothing: a
   * length with leading zeros, which is octal there, and IPv4 in the clothes of IPv6.
   */
  private static boolean isAccident(String text) {
    return text.matches("[^/]+/0[0-9]+") || text.toLowerCase(Locale.ROOT).startsWith("::ffff:");
  }
}
