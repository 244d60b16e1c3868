package dev.composeraudit.address;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Ranges in a world so small that every address of it can be looked at. */
public final class SmallRanges {
  /** At the ends of each family, and across a border of IPv6's two halves. */
  private static final List<Cidr> WORLD =
      List.of(
          Cidr.parse("0.0.0.0/28"),
          Cidr.parse("10.0.0.16/28"),
          Cidr.parse("255.255.255.240/28"),
          Cidr.parse("::/124"),
          Cidr.parse("::ffff:ffff:ffff:fff0/124"),
          Cidr.parse("0:0:0:1::/124"),
          Cidr.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0/124"));

  private SmallRanges() {}

  /** A range of that world. */
  public static Arbitrary<Cidr> range() {
    return range(WORLD);
  }

  public static Arbitrary<Cidr> ipv4Range() {
    return range(WORLD.subList(0, 3));
  }

  /** A range within one of these. */
  public static Arbitrary<Cidr> range(List<Cidr> corners) {
    return Arbitraries.of(corners)
        .flatMap(
            corner ->
                Arbitraries.integers()
                    .between(0, 15)
                    .flatMap(
                        host ->
                            Arbitraries.integers()
                                .between(corner.prefix(), corner.family().bits())
                                .map(prefix -> at(corner, host, prefix))));
  }

  private static Cidr at(Cidr corner, int host, int prefix) {
    Address first = corner.first();
    Address address = new Address(first.family(), first.high(), first.low() + host);
    return new Cidr(address, prefix).masked();
  }

  static Arbitrary<List<Cidr>> ranges() {
    return range().list().ofMaxSize(12);
  }

  /** All addresses of ranges of that world, one by one. */
  public static Set<Address> addresses(Iterable<Cidr> ranges) {
    Set<Address> addresses = new LinkedHashSet<>();
    ranges.forEach(range -> addresses.addAll(addresses(range)));
    return addresses;
  }

  public static List<Address> addresses(Cidr range) {
    List<Address> addresses = new ArrayList<>();
    Address address = range.first();
    addresses.add(address);
    while (!address.equals(range.last())) {
      address = address.next();
      addresses.add(address);
    }
    return addresses;
  }
}
