package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddress;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Parsing, held to the library ipaddress in its strictest settings. */
final class ParsingPropertyTest {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(ipv4(), ipv6(), mixed()).flatMap(ParsingPropertyTest::perhapsMisspelt);
  }

  private static Arbitrary<String> ipv4() {
    Arbitrary<String> octet =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 260).map(String::valueOf),
            Arbitraries.of("0", "00", "01", "255", "256", ""));
    return octet.list().ofMinSize(3).ofMaxSize(5).map(octets -> String.join(".", octets));
  }

  private static Arbitrary<String> ipv6() {
    Arbitrary<String> group =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 0xffff).map(Integer::toHexString),
            Arbitraries.of("0", "0000", "ABCD", "", "", "12345"));
    return group.list().ofMinSize(2).ofMaxSize(9).map(groups -> String.join(":", groups));
  }

  private static Arbitrary<String> mixed() {
    return Combinators.combine(ipv6(), ipv4()).as((six, four) -> six + ":" + four);
  }

  private static Arbitrary<String> perhapsMisspelt(String text) {
    Arbitrary<String> misspelt =
        Combinators.combine(
                Arbitraries.integers().between(0, text.length()),
                Arbitraries.of("0", "1", "f", "g", ".", ":", "::", "%", "-", "+", " ", "x"))
            .as((at, what) -> text.substring(0, at) + what + text.substring(at));
    return Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just(text)), Tuple.of(1, misspelt));
  }

  @Provide
  Arbitrary<String> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-1, 130).map(String::valueOf),
        Arbitraries.of("", "00", "08", "+8", " 8", "8 ", "032", "0x8"));
  }

  private static Optional<Address> ours(String text) {
    try {
      return Optional.of(Address.parse(text));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  @Property(tries = 5000)
  void anAddressIsReadAsTheOracleReadsIt(@ForAll("texts") String text) {
    Optional<Address> ours = ours(text);
    Optional<IPAddress> theirs = StrictAddresses.read(text);

    assertThat(ours.isPresent()).as("%s: %s", text, theirs).isEqualTo(theirs.isPresent());
    if (ours.isPresent()) {
      assertThat(ours.get()).hasToString(theirs.orElseThrow().toCanonicalString());
    }
  }

  @Property(tries = 5000)
  void aRangeIsReadAsTheOracleReadsIt(
      @ForAll("texts") String text, @ForAll("lengths") String length) {
    String range = text + "/" + length;
    Optional<IPAddress> address = StrictAddresses.read(text);
    boolean isLength =
        length.matches("0|[1-9][0-9]{0,2}")
            && address.isPresent()
            && Integer.parseInt(length) <= address.get().getBitCount();

    try {
      Cidr ours = Cidr.parse(range);
      assertThat(isLength).as(range).isTrue();
      IPAddress theirs = address.orElseThrow();
      int prefix = Integer.parseInt(length);
      assertThat(ours.first())
          .hasToString(theirs.toZeroHost(prefix).withoutPrefixLength().toCanonicalString());
      assertThat(ours.last())
          .hasToString(theirs.toMaxHost(prefix).withoutPrefixLength().toCanonicalString());
    } catch (IllegalArgumentException malformed) {
      assertThat(isLength).as(range).isFalse();
    }
  }
}
