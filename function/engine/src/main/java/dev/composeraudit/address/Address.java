package dev.composeraudit.address;

/**
 * An IP address, as an unsigned number of 32 or 128 bits. All IPv4 addresses come before all IPv6
 * addresses.
 *
 * @param high the upper 64 bits; zero in IPv4
 * @param low the lower 64 bits; in IPv4 the 32 bits of the address
 */
public record Address(Family family, long high, long low) implements Comparable<Address> {
  public Address {
    if (family == Family.IPV4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits");
    }
  }

  /**
   * Reads an address as Go's {@code netip} does: ASCII, four octets without leading zeros, or IPv6
   * without a zone. IPv4-mapped IPv6 is refused, as Kubernetes refuses it.
   *
   * @throws IllegalArgumentException with a message that says what is wrong
   */
  public static Address parse(String text) {
    return AddressText.parse(text);
  }

  /** 0.0.0.0 or {@code ::}. */
  public boolean isUnspecified() {
    return high == 0 && low == 0;
  }

  /** 127.0.0.0/8 or {@code ::1}. */
  public boolean isLoopback() {
    return family == Family.IPV4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  /** 169.254.0.0/16 or fe80::/10. */
  public boolean isLinkLocalUnicast() {
    return family == Family.IPV4 ? low >>> 16 == 0xa9fe : high >>> 54 == 0xfe80 >>> 6;
  }

  /** 224.0.0.0/24, or ff00::/8 with link-local scope. */
  public boolean isLinkLocalMulticast() {
    return family == Family.IPV4
        ? low >>> 8 == 0xe00000
        : high >>> 56 == 0xff && (high >>> 48 & 0xf) == 2;
  }

  /** 224.0.0.0/4 or ff00::/8. */
  public boolean isMulticast() {
    return family == Family.IPV4 ? low >>> 28 == 0xe : high >>> 56 == 0xff;
  }

  /** Neither broadcast, unspecified, loopback, multicast nor link-local; private ranges are. */
  public boolean isGlobalUnicast() {
    boolean broadcast = family == Family.IPV4 && low == 0xffffffffL;
    return !broadcast
        && !isUnspecified()
        && !isLoopback()
        && !isMulticast()
        && !isLinkLocalUnicast();
  }

  /** The first address that shares this many leading bits with this one. */
  Address firstOf(int prefix) {
    int host = family.bits() - prefix;
    return new Address(family, high & ~ones(host - 64), low & ~ones(host));
  }

  /** The last address that shares this many leading bits with this one. */
  Address lastOf(int prefix) {
    int host = family.bits() - prefix;
    return new Address(family, high | ones(host - 64), low | ones(host));
  }

  /** The address after this one, which must not be its family's last. */
  Address next() {
    return new Address(family, low == -1 ? high + 1 : high, low + 1);
  }

  /** The address before this one, which must not be its family's first. */
  Address previous() {
    return new Address(family, low == 0 ? high - 1 : high, low - 1);
  }

  /** How many bits at the end are zero: the size of the largest block that can begin here. */
  int trailingZeros() {
    if (low != 0) {
      return Long.numberOfTrailingZeros(low);
    }
    return family == Family.IPV4 ? 32 : 64 + Long.numberOfTrailingZeros(high);
  }

  @Override
  public int compareTo(Address other) {
    if (family != other.family) {
      return family.compareTo(other.family);
    }
    int upper = Long.compareUnsigned(high, other.high);
    return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
  }

  /** The canonical text; of IPv6 that of RFC 5952. */
  @Override
  public String toString() {
    return AddressText.of(this);
  }

  /** A number whose last bits, so many, are one. */
  private static long ones(int count) {
    return count <= 0 ? 0 : -1L >>> Math.max(0, 64 - count);
  }
}
