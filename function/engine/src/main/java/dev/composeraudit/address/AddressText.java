package dev.composeraudit.address;

import com.google.common.base.CharMatcher;
import com.google.common.net.InetAddresses;
import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import dev.composeraudit.document.Excerpt;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Addresses as text, read strictly and written canonically by Guava. */
final class AddressText {
  private AddressText() {}

  static Address parse(String text) {
    if (!CharMatcher.ascii().matchesAllOf(text) || text.indexOf('%') >= 0) {
      throw malformed(text, "write it in ASCII and without a zone");
    }
    InetAddress address;
    try {
      address = InetAddresses.forString(text);
    } catch (IllegalArgumentException malformed) {
      throw malformed(
          text,
          text.indexOf(':') < 0
              ? "write four numbers from 0 to 255 without leading zeros, as 10.0.0.1"
              : "write groups of one to four hexadecimal digits, as 2001:db8::1");
    }
    boolean ipv4 = address instanceof Inet4Address;
    if (ipv4 && text.indexOf(':') >= 0) {
      throw malformed(text, "IPv4-mapped IPv6 is not read; write the IPv4 address");
    }
    byte[] bytes = address.getAddress();
    return ipv4
        ? new Address(Family.IPV4, 0, Integer.toUnsignedLong(Ints.fromByteArray(bytes)))
        : new Address(
            Family.IPV6,
            Longs.fromByteArray(bytes),
            Longs.fromByteArray(Arrays.copyOfRange(bytes, 8, 16)));
  }

  /** A number in ASCII digits without sign or leading zeros; -1 if it is none. */
  static int decimal(String text, int maxDigits) {
    boolean isNumber =
        !text.isEmpty()
            && text.length() <= maxDigits
            && CharMatcher.inRange('0', '9').matchesAllOf(text)
            && (text.length() == 1 || text.charAt(0) != '0');
    return isNumber ? Integer.parseInt(text) : -1;
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException(Excerpt.of(text) + " is not an IP address: " + why);
  }

  static String of(Address address) {
    return InetAddresses.toAddrString(inet(address));
  }

  private static InetAddress inet(Address address) {
    try {
      if (address.family() == Family.IPV4) {
        return InetAddress.getByAddress(Ints.toByteArray((int) address.low()));
      }
      byte[] bytes =
          Bytes.concat(Longs.toByteArray(address.high()), Longs.toByteArray(address.low()));
      // Not InetAddress: it makes an IPv4 address of an IPv4-mapped one.
      return Inet6Address.getByAddress(null, bytes, -1);
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException("an address has 4 or 16 bytes", wrongLength);
    }
  }
}
