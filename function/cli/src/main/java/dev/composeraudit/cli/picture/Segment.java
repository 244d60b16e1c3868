package dev.composeraudit.cli.picture;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.egress.DestinationEvidence.Part;
import java.math.BigInteger;
import java.util.List;

/** A part of a destination with its place in it. */
record Segment(Part part, AddressRange range) {
  /**
   * The part with its addresses.
   *
   * @throws IllegalArgumentException if these are not addresses
   */
  static Segment of(Part part) {
    return new Segment(
        part, new AddressRange(Address.parse(part.first()), Address.parse(part.last())));
  }

  /** As a range if it is one, else from first to last address. */
  String name() {
    List<Cidr> cidrs = range.toCidrs();
    return cidrs.size() == 1 ? cidrs.get(0).toString() : part.first() + " – " + part.last();
  }

  /** Where it begins in a range, from 0 to 1. */
  double start(Cidr whole) {
    return share(number(range.first()).subtract(number(whole.first())), whole);
  }

  /** How much of a range it is, from 0 to 1. */
  double share(Cidr whole) {
    return share(size(), whole);
  }

  /** How many addresses it has. */
  BigInteger size() {
    return number(range.last()).subtract(number(range.first())).add(BigInteger.ONE);
  }

  private static double share(BigInteger addresses, Cidr whole) {
    int bits = whole.family().bits() - whole.prefix();
    return addresses.doubleValue() / Math.pow(2, bits);
  }

  private static BigInteger number(Address address) {
    return unsigned(address.high()).shiftLeft(64).add(unsigned(address.low()));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
