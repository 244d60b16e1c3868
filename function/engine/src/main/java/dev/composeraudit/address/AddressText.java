package dev.composeraudit.address;

import com.google.common.base.CharMatcher;
import dev.composeraudit.document.Excerpt;
import java.util.HexFormat;

/** Addresses as text, read strictly and written canonically. */
public final class AddressText {
  private static final int GROUPS = 8;
  private static final CharMatcher DOT = CharMatcher.is('.');

  private final String text;
  private final int[] groups = new int[GROUPS];
  private int count;
  private int gap = -1;

  private AddressText(String text) {
    this.text = text;
  }

  static Address parse(String text) {
    Address address = parseAny(text);
    if (address.isIpv4Mapped()) {
      throw refusal(text, "IPv4-mapped IPv6 is not read; write the IPv4 address");
    }
    return address;
  }

  /** The same, IPv4-mapped IPv6 included. */
  public static Address parseAny(String text) {
    if (text.indexOf(':') < 0) {
      return new Address(Family.IPV4, 0, octets(text, text));
    }
    return new AddressText(text).readGroups();
  }

  private static long octets(String dotted, String whole) {
    if (DOT.countIn(dotted) != 3) {
      throw refusal(whole, "an IPv4 address has four octets");
    }
    long value = 0;
    int start = 0;
    for (int dot = dotted.indexOf('.'); dot >= 0; dot = dotted.indexOf('.', start)) {
      value = value << 8 | octet(dotted.substring(start, dot), whole);
      start = dot + 1;
    }
    return value << 8 | octet(dotted.substring(start), whole);
  }

  private static int octet(String part, String whole) {
    int value = decimal(part, 3);
    if (value < 0 || value > 255) {
      throw refusal(whole, "an octet is a number from 0 to 255 without leading zeros");
    }
    return value;
  }

  /** A number in ASCII digits without sign or leading zeros; -1 if it is none. */
  public static int decimal(String text, int maxDigits) {
    if (text.isEmpty()
        || text.length() > maxDigits
        || (text.length() > 1 && text.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      value = value * 10 + (digit - '0');
    }
    return value;
  }

  private Address readGroups() {
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      at = readGroup(at);
    }
    return assemble();
  }

  /** Reads a group and the colons behind it; returns where the next begins. */
  private int readGroup(int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != ':') {
      end++;
    }
    String group = text.substring(start, end);
    if (group.contains(".") && end == text.length()) {
      long tail = octets(group, text);
      add((int) (tail >>> 16));
      add((int) (tail & 0xffff));
      return end;
    }
    add(hexadecimal(group));
    if (end == text.length()) {
      return end;
    }
    if (text.startsWith("::", end)) {
      if (gap >= 0) {
        throw refusal(text, "\"::\" may stand only once");
      }
      gap = count;
      return end + 2;
    }
    if (end + 1 == text.length()) {
      throw refusal(text, "it ends in a colon");
    }
    return end + 1;
  }

  private void add(int group) {
    if (count == GROUPS) {
      throw refusal(text, "an IPv6 address has at most eight groups");
    }
    groups[count++] = group;
  }

  private int hexadecimal(String group) {
    if (group.isEmpty() || group.length() > 4 || !group.chars().allMatch(HexFormat::isHexDigit)) {
      throw refusal(text, "a group has one to four hexadecimal digits");
    }
    return HexFormat.fromHexDigits(group);
  }

  private Address assemble() {
    if (gap < 0 ? count < GROUPS : count == GROUPS) {
      throw refusal(
          text, gap < 0 ? "it has fewer than eight groups" : "\"::\" must stand for a group");
    }
    int missing = GROUPS - count;
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS; i++) {
      int group = 0;
      if (gap < 0 || i < gap) {
        group = groups[i];
      } else if (i >= gap + missing) {
        group = groups[i - missing];
      }
      high = high << 16 | low >>> 48;
      low = low << 16 | group;
    }
    return new Address(Family.IPV6, high, low);
  }

  private static IllegalArgumentException refusal(String text, String why) {
    return new IllegalArgumentException(Excerpt.of(text) + " is not an IP address: " + why);
  }

  static String of(Address address) {
    if (address.family() == Family.IPV4) {
      long bits = address.low();
      return (bits >>> 24)
          + "."
          + (bits >>> 16 & 255)
          + "."
          + (bits >>> 8 & 255)
          + "."
          + (bits & 255);
    }
    return text(address);
  }

  private static String text(Address address) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      long half = i < 4 ? address.high() : address.low();
      groups[i] = (int) ((half >>> (48 - 16 * (i % 4))) & 0xffff);
    }
    int start = longestZeros(groups);
    int end = start < 0 ? -1 : start + zeros(groups, start);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == start) {
        text.append("::");
        i = end - 1;
      } else {
        text.append(i == 0 || i == end ? "" : ":").append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }

  /** Where the longest run of two or more zero groups begins, the first of equals; -1 if none. */
  private static int longestZeros(int[] groups) {
    int best = -1;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      if (zeros(groups, i) > length) {
        best = i;
        length = zeros(groups, i);
      }
    }
    return best;
  }

  private static int zeros(int[] groups, int from) {
    int end = from;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - from;
  }
}
