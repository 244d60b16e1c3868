package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CidrSetTest {
  private static CidrSet set(String... ranges) {
    return CidrSet.of(Stream.of(ranges).map(Cidr::parse).toList());
  }

  @Test
  void rangesThatTouchBecomeOne() {
    assertThat(set("10.0.0.0/25", "10.0.0.128/25").toStrings()).containsExactly("10.0.0.0/24");
    assertThat(set("10.0.0.128/25", "10.0.1.0/24").toStrings())
        .containsExactly("10.0.0.128/25", "10.0.1.0/24");
    assertThat(set("10.0.0.128/25", "10.0.1.0/24").ranges()).hasSize(1);
    assertThat(set("10.0.0.0/25", "10.0.0.129/32").ranges()).hasSize(2);
  }

  @Test
  void aRangeWithinAnotherAddsNothing() {
    assertThat(set("10.0.0.0/8", "10.1.0.0/16", "10.255.255.255/32"))
        .isEqualTo(set("10.0.0.0/8"))
        .hasSameHashCodeAs(set("10.0.0.0/8"))
        .doesNotHaveSameHashCodeAs(set("10.0.0.0/9"));
  }

  @Test
  void hostBitsDoNotCount() {
    assertThat(set("10.1.2.3/8")).isEqualTo(set("10.0.0.0/8"));
  }

  @Test
  void theFamiliesStayApart() {
    CidrSet both = set("255.255.255.255/32", "::/128");
    assertThat(both.ranges()).hasSize(2);
    assertThat(both.toStrings()).containsExactly("255.255.255.255/32", "::/128");
    assertThat(both.of(Family.IPV4).toStrings()).containsExactly("255.255.255.255/32");
    assertThat(both.of(Family.IPV6).toStrings()).containsExactly("::/128");
    assertThat(CidrSet.EVERYTHING.toStrings()).containsExactly("0.0.0.0/0", "::/0");
    assertThat(CidrSet.EVERYTHING.minus(set("::/0"))).isEqualTo(set("0.0.0.0/0"));
  }

  @Test
  void theUncoveredPartsAreTheFewestRanges() {
    assertThat(set("10.0.0.0/8").minus(set("10.0.0.0/10", "10.128.0.0/32")).toStrings())
        .hasSize(24)
        .startsWith("10.64.0.0/10", "10.128.0.1/32", "10.128.0.2/31", "10.128.0.4/30")
        .endsWith("10.192.0.0/10");
  }

  @Test
  void aSetWithoutOneAddressInTheMiddleIsTwoForEachBit() {
    assertThat(set("::/0").minus(set("8000::1/128")).toStrings())
        .hasSize(128)
        .startsWith("::/1", "8000::/128", "8000::2/127")
        .endsWith("c000::/2");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8, true",
    "10.0.0.0/8, 10.255.255.255/32, true",
    "10.0.0.0/8, 9.255.255.255/32, false",
    "10.0.0.0/8, 11.0.0.0/32, false",
    "10.0.0.0/8, 0.0.0.0/0, false",
    "10.0.0.0/9, 10.0.0.0/8, false",
    "10.128.0.0/9, 10.0.0.0/8, false",
    "0.0.0.0/0, ::/128, false"
  })
  void itCoversARangeOrNot(String range, String other, boolean covers) {
    assertThat(set(range).covers(Cidr.parse(other))).isEqualTo(covers);
    assertThat(set(range).covers(set(other))).isEqualTo(covers);
  }

  @Test
  void itIsCoveredByTwoRangesThatTouch() {
    assertThat(set("10.0.0.0/9", "10.128.0.0/9").covers(Cidr.parse("10.0.0.0/8"))).isTrue();
    assertThat(set("10.0.0.0/9", "10.128.0.0/10").covers(Cidr.parse("10.0.0.0/8"))).isFalse();
  }

  @Test
  void nothingIsCoveredByNothingAndByAll() {
    assertThat(CidrSet.EMPTY.covers(CidrSet.EMPTY)).isTrue();
    assertThat(set("10.0.0.0/8").covers(CidrSet.EMPTY)).isTrue();
    assertThat(CidrSet.EMPTY.covers(Cidr.parse("10.0.0.0/32"))).isFalse();
    assertThat(CidrSet.EMPTY.isEmpty()).isTrue();
    assertThat(set("10.0.0.0/32").isEmpty()).isFalse();
    assertThat(CidrSet.of()).isEqualTo(CidrSet.EMPTY);
  }

  @Test
  void itContainsItsAddressesOnly() {
    CidrSet set = set("10.0.0.0/30", "10.0.0.8/30", "10.0.0.16/30");
    List<String> in =
        IntStream.range(0, 24)
            .mapToObj(last -> "10.0.0." + last)
            .filter(address -> set.contains(Address.parse(address)))
            .toList();
    assertThat(in)
        .containsExactly(
            "10.0.0.0",
            "10.0.0.1",
            "10.0.0.2",
            "10.0.0.3",
            "10.0.0.8",
            "10.0.0.9",
            "10.0.0.10",
            "10.0.0.11",
            "10.0.0.16",
            "10.0.0.17",
            "10.0.0.18",
            "10.0.0.19");
    assertThat(set.contains(Address.parse("::a00:0"))).isFalse();
  }

  @Test
  void aSetIsShownAsItsRanges() {
    assertThat(set("::/0", "10.0.0.0/8")).hasToString("[10.0.0.0/8, ::/0]");
    assertThat(set("10.0.0.0/8")).isNotEqualTo(set("10.0.0.0/9")).isNotEqualTo("[10.0.0.0/8]");
  }
}
