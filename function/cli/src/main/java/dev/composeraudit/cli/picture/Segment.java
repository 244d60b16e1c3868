package dev.composeraudit.cli.picture;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Neighbouring parts of a destination that see the same source for the same reason.
 *
 * @param parts in order, without a gap; never empty
 */
record Segment(List<SourceTrace.Part> parts) {
  Segment {
    parts = List.copyOf(parts);
  }

  /** The segments of a destination, in order. */
  static List<Segment> of(SourceTrace trace) {
    List<Segment> segments = new ArrayList<>();
    List<SourceTrace.Part> open = new ArrayList<>();
    for (SourceTrace.Part part : trace.parts()) {
      if (!open.isEmpty() && !alike(open.get(0), part)) {
        segments.add(new Segment(open));
        open.clear();
      }
      open.add(part);
    }
    segments.add(new Segment(open));
    return segments;
  }

  private static boolean alike(SourceTrace.Part one, SourceTrace.Part other) {
    return one.source() == other.source()
        && one.reason() == other.reason()
        && Objects.equals(one.range(), other.range());
  }

  SourceTrace.Part any() {
    return parts.get(0);
  }

  Source source() {
    return any().source();
  }

  /** As a range if it is one, else from first to last address. */
  String name() {
    Cidr first = parts.get(0).cidr();
    return parts.size() == 1
        ? first.toString()
        : first.first() + " – " + parts.get(parts.size() - 1).cidr().last();
  }

  /** Where it begins in a range, from 0 to 1. */
  double start(Cidr whole) {
    BigInteger offset = number(parts.get(0).cidr().first()).subtract(number(whole.first()));
    return share(offset, whole);
  }

  /** How much of a range it is, from 0 to 1. */
  double share(Cidr whole) {
    return share(size(), whole);
  }

  /** How many addresses it has. */
  BigInteger size() {
    return number(parts.get(parts.size() - 1).cidr().last())
        .subtract(number(parts.get(0).cidr().first()))
        .add(BigInteger.ONE);
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
