package dev.composeraudit.address;

import dev.composeraudit.document.Excerpt;

/**
 * An address with a prefix length. Host bits are kept as written: 10.0.0.1/8 is another Cidr than
 * 10.0.0.0/8, though it contains the same addresses.
 */
public record Cidr(Address address, int prefix) implements Comparable<Cidr> {
  public Cidr {
    if (prefix < 0 || prefix > address.family().bits()) {
      throw new IllegalArgumentException("no prefix length: " + prefix);
    }
  }

  /**
   * Reads address, slash and prefix length, strictly: ASCII, no sign, no leading zeros, no zone, no
   * IPv4-mapped IPv6; host bits may be set.
   *
   * @throws IllegalArgumentException with a message that says what is wrong
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw malformed(text, "it has no prefix length; write address/length");
    }
    Address address;
    try {
      address = Address.parse(text.substring(0, slash));
    } catch (IllegalArgumentException malformed) {
      throw malformed(text, String.valueOf(malformed.getMessage()));
    }
    int prefix = AddressText.decimal(text.substring(slash + 1), 3);
    if (prefix < 0 || prefix > address.family().bits()) {
      throw malformed(
          text,
          "its prefix length must be a number from 0 to %d without leading zeros"
              .formatted(address.family().bits()));
    }
    return new Cidr(address, prefix);
  }

  /**
   * Reads a range, host bits refused.
   *
   * @throws IllegalArgumentException with a message that says what is wrong
   */
  public static Cidr parseNetwork(String text) {
    Cidr cidr = parse(text);
    if (!cidr.isNetwork()) {
      throw malformed(text, "bits are set beyond its prefix; the network is " + cidr.masked());
    }
    return cidr;
  }

  public Family family() {
    return address.family();
  }

  /** Whether no bit is set beyond the prefix. */
  public boolean isNetwork() {
    return address.equals(first());
  }

  /** The same range with its host bits cleared. */
  public Cidr masked() {
    return new Cidr(first(), prefix);
  }

  public Address first() {
    return address.firstOf(prefix);
  }

  public Address last() {
    return address.lastOf(prefix);
  }

  /** Whether the address lies in the range; false for one of the other family. */
  public boolean contains(Address other) {
    return other.family() == family() && other.firstOf(prefix).equals(first());
  }

  /** Whether all of the other range lies in this one, the host bits of both ignored. */
  public boolean contains(Cidr other) {
    return prefix <= other.prefix && contains(other.address);
  }

  /** By address, then the wider first. */
  @Override
  public int compareTo(Cidr other) {
    int byAddress = address.compareTo(other.address);
    return byAddress != 0 ? byAddress : Integer.compare(prefix, other.prefix);
  }

  public AddressRange range() {
    return new AddressRange(first(), last());
  }

  /** The canonical address, a slash, and the prefix length. */
  @Override
  public String toString() {
    return address + "/" + prefix;
  }

  private static IllegalArgumentException malformed(String text, String why) {
    return new IllegalArgumentException(Excerpt.of(text) + " is not a range: " + why);
  }
}
