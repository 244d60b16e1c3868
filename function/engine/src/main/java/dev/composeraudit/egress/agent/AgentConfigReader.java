package dev.composeraudit.egress.agent;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of the ConfigMap {@code kube-system/ip-masq-agent} as the agent does. Source:
 * syncConfig and validate of kubernetes-sigs/ip-masq-agent.
 */
public final class AgentConfigReader {
  /** The keys that the agent knows. */
  public static final List<String> KEYS =
      List.of(
          "nonMasqueradeCIDRs",
          "cidrLimit",
          "masqLinkLocal",
          "masqLinkLocalIPv6",
          "resyncInterval");

  private static final BigInteger DEFAULT_LIMIT = BigInteger.valueOf(64);
  // A ConfigMap holds at most 1 MiB.
  private static final int LENGTH = 1024 * 1024;

  private final String text;
  private final AgentFlags flags;
  private final int defaults;
  private final Map<String, GoValue> ignored = new LinkedHashMap<>();
  private final Map<String, GoValue> settings = new LinkedHashMap<>();
  private @Nullable List<GoValue> entries;
  private BigInteger limit = DEFAULT_LIMIT;
  private boolean masqLinkLocal;
  private boolean masqLinkLocalIpv6;

  private AgentConfigReader(String text, AgentFlags flags, int defaults) {
    this.text = text;
    this.flags = flags;
    this.defaults = defaults;
  }

  /**
   * Reads a text as an agent with these flags does.
   *
   * @param defaults how many ranges its default list has
   */
  public static AgentReading read(String text, AgentFlags flags, int defaults) {
    try {
      if (text.length() > LENGTH) {
        throw RejectedConfigException.effectUnknown("longer than a ConfigMap may be");
      }
      AgentConfigReader reader = new AgentConfigReader(text, flags, defaults);
      reader.unmarshal(isJson(text) ? GoJson.read(text) : PlainYaml.read(text));
      return new AgentReading.Programmed(reader.validate(), reader.ignoredKeys(), reader.settings);
    } catch (RejectedConfigException rejected) {
      return new AgentReading.Rejected(rejected.isCertain(), rejected.why());
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

  private void unmarshal(GoValue value) throws RejectedConfigException {
    if (value instanceof GoValue.Null) {
      return;
    }
    if (!(value instanceof GoValue.Struct struct)) {
      throw new RejectedConfigException("the configuration must be an object");
    }
    for (GoValue.Member member : struct.members()) {
      put(member.key(), member.value());
    }
  }

  private void put(String key, GoValue value) throws RejectedConfigException {
    switch (folded(key)) {
      case "nonmasqueradecidrs" -> entries = strings(key, value);
      case "cidrlimit" -> {
        BigInteger given = integer(key, value, limit);
        limit = flags.cidrLimit() ? given : limit;
        settings.put("cidrLimit", value);
      }
      case "masqlinklocal" -> {
        masqLinkLocal = bool(key, value, masqLinkLocal);
        settings.put("masqLinkLocal", value);
      }
      case "masqlinklocalipv6" -> {
        masqLinkLocalIpv6 = bool(key, value, masqLinkLocalIpv6);
        settings.put("masqLinkLocalIPv6", value);
      }
      case "resyncinterval" -> {
        checkDuration(key, value);
        settings.put("resyncInterval", value);
      }
      default -> ignored.put(key, value);
    }
  }

  /** Go folds two letters beyond ASCII to ASCII ones: the long s and the Kelvin sign. */
  private static String folded(String key) {
    return key.replace('\u017f', 's').replace('\u212a', 'k').toLowerCase(Locale.ROOT);
  }

  private static List<GoValue> strings(String key, GoValue value) throws RejectedConfigException {
    if (value instanceof GoValue.Null) {
      return List.of();
    }
    if (!(value instanceof GoValue.Array array)) {
      throw new RejectedConfigException(key + ": must be a list");
    }
    for (GoValue element : array.elements()) {
      if (!(element instanceof GoValue.Text || element instanceof GoValue.Null)) {
        throw new RejectedConfigException(key + ": must be a list of strings");
      }
    }
    return array.elements();
  }

  private static BigInteger integer(String key, GoValue value, BigInteger before)
      throws RejectedConfigException {
    if (value instanceof GoValue.Null) {
      return before;
    }
    if (value instanceof GoValue.Numeral number && number.literal().matches("-?[0-9]{1,400}")) {
      BigInteger integer = new BigInteger(number.literal());
      if (integer.bitLength() < Long.SIZE) {
        return integer;
      }
    }
    throw new RejectedConfigException(key + ": must be an integer");
  }

  private static boolean bool(String key, GoValue value, boolean before)
      throws RejectedConfigException {
    if (value instanceof GoValue.Null) {
      return before;
    }
    if (value instanceof GoValue.Bool bool) {
      return bool.value();
    }
    throw new RejectedConfigException(key + ": must be true or false, without quotes");
  }

  private void checkDuration(String key, GoValue value) throws RejectedConfigException {
    if (!(value instanceof GoValue.Text duration) || !GoDuration.isDuration(duration.value())) {
      throw new RejectedConfigException(key + ": must be a duration such as 60s");
    }
    // Older agents take what is between the quotes, newer ones what it means.
    if (isJson(text) && !text.contains('"' + duration.value() + '"')) {
      throw RejectedConfigException.effectUnknown(
          key + ": agents read escapes in a duration differently");
    }
  }

  private AgentConfig validate() throws RejectedConfigException {
    List<GoValue> given = entries;
    int count = given == null ? defaults : given.size();
    if (BigInteger.valueOf(count).compareTo(limit) > 0) {
      throw new RejectedConfigException("%d ranges, of which %s".formatted(count, allowed()));
    }
    if (given == null) {
      return new AgentConfig(null, masqLinkLocal, masqLinkLocalIpv6);
    }
    return new AgentConfig(
        AgentRange.readAll(given, flags.ipv6()), masqLinkLocal, masqLinkLocalIpv6);
  }

  private String allowed() {
    return flags.cidrLimit()
        ? "cidrLimit allows " + limit
        : "an agent before v2.9.0 allows " + limit;
  }

  private List<AgentReading.IgnoredKey> ignoredKeys() {
    List<AgentReading.IgnoredKey> keys = new ArrayList<>();
    ignored.forEach(
        (key, value) -> keys.add(new AgentReading.IgnoredKey(key, isHarmless(key, value))));
    return keys;
  }

  /** Whether the key is a misspelling of one that would say what holds anyway. */
  private boolean isHarmless(String key, GoValue value) {
    if (key.length() > 2 * "nonMasqueradeCIDRs".length()) {
      return false;
    }
    if (MisspeltKey.isMeantFor(key, "masqlinklocalipv6")) {
      return MisspeltKey.isMeantFor(key, "masqlinklocal")
          ? isAlready(value, masqLinkLocal) && isAlready(value, masqLinkLocalIpv6)
          : isAlready(value, masqLinkLocalIpv6);
    }
    if (MisspeltKey.isMeantFor(key, "masqlinklocal")) {
      return isAlready(value, masqLinkLocal);
    }
    return MisspeltKey.isMeantFor(key, "resyncinterval");
  }

  private static boolean isAlready(GoValue value, boolean setting) {
    return value.equals(new GoValue.Bool(setting)) || value instanceof GoValue.Null;
  }
}
