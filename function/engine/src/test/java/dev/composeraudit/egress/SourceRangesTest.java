package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.network.SourceReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every destination sees, in order and without gaps. */
final class SourceRangesTest {
  private static final Cidr ALL = Cidr.parse("0.0.0.0/0");

  private static CidrSet set(String... ranges) {
    return CidrSet.of(Stream.of(ranges).map(Cidr::parse).toList());
  }

  private static SourceRanges sourceRanges(String perhaps, String... exempt) {
    List<ExemptRange> labels =
        Stream.of(exempt).map(text -> ExemptRange.configured(Cidr.parse(text), text)).toList();
    CidrSet open = perhaps.isEmpty() ? CidrSet.EMPTY : set(perhaps);
    return SourceRanges.of(
        Masquerading.certainly(new MasqueradeRules(labels, open, MasqueradeRules.POLICY)));
  }

  private static List<String> shown(SourceRanges sourceRanges, Cidr range) {
    return sourceRanges.of(range.range()).stream()
        .map(
            sourceRange ->
                sourceRange.range().toCidrs()
                    + " "
                    + sourceRange.source()
                    + " "
                    + sourceRange.text())
        .toList();
  }

  @Test
  void theWidestRangeThatExemptsGivesTheReason() {
    assertThat(
            shown(
                sourceRanges("", "10.1.0.0/16", "10.0.0.0/8", "10.1.2.0/24"),
                Cidr.parse("8.0.0.0/6")))
        .containsExactly(
            "[8.0.0.0/7] NODE null", "[10.0.0.0/8] POD 10.0.0.0/8", "[11.0.0.0/8] NODE null");
  }

  @Test
  void rangesThatTouchKeepTheirOwnReasons() {
    assertThat(shown(sourceRanges("", "10.128.0.0/9", "10.0.0.0/9"), Cidr.parse("10.0.0.0/8")))
        .containsExactly("[10.0.0.0/9] POD 10.0.0.0/9", "[10.128.0.0/9] POD 10.128.0.0/9");
  }

  @Test
  void theSameRangeTwiceIsTheSameRange() {
    assertThat(shown(sourceRanges("", "10.0.0.0/8", "10.0.0.0/8"), Cidr.parse("10.0.0.0/8")))
        .containsExactly("[10.0.0.0/8] POD 10.0.0.0/8");
  }

  @Test
  void whatIsPerhapsExemptIsOpenUnlessItIsExempt() {
    assertThat(shown(sourceRanges("10.0.0.0/8", "10.0.0.0/9"), Cidr.parse("10.0.0.0/7")))
        .containsExactly(
            "[10.0.0.0/9] POD 10.0.0.0/9", "[10.128.0.0/9] UNKNOWN null", "[11.0.0.0/8] NODE null");
  }

  @Test
  void aVerdictIsCutToTheRequestedRange() {
    assertThat(shown(sourceRanges("", "10.0.0.0/8"), Cidr.parse("10.1.0.0/16")))
        .containsExactly("[10.1.0.0/16] POD 10.0.0.0/8");
    assertThat(shown(sourceRanges("", "10.0.0.0/8"), Cidr.parse("255.255.255.255/32")))
        .containsExactly("[255.255.255.255/32] NODE null");
    assertThat(shown(sourceRanges("", "10.0.0.0/8"), Cidr.parse("::/0")))
        .containsExactly("[::/0] NODE null");
  }

  @Test
  void anExemptRangeIsCutToWhatIsExemptInEveryScenario() {
    MasqueradeRules one =
        new MasqueradeRules(configured("10.0.0.0/8"), CidrSet.EMPTY, MasqueradeRules.CONFIG_MAP);
    MasqueradeRules other =
        new MasqueradeRules(
            configured("10.0.0.0/16", "10.2.0.0/16", "11.0.0.0/8"),
            CidrSet.EMPTY,
            MasqueradeRules.NONE);
    SourceRanges sourceRanges = SourceRanges.of(new Masquerading(List.of(one, other), List.of()));

    assertThat(shown(sourceRanges, Cidr.parse("10.0.0.0/14")))
        .containsExactly(
            "[10.0.0.0/16] POD 10.0.0.0/8",
            "[10.1.0.0/16] UNKNOWN null",
            "[10.2.0.0/16] POD 10.0.0.0/8",
            "[10.3.0.0/16] UNKNOWN null");
    assertThat(shown(sourceRanges, Cidr.parse("11.0.0.0/8")))
        .containsExactly("[11.0.0.0/8] UNKNOWN null");
    assertThat(shown(sourceRanges, Cidr.parse("12.0.0.0/8")))
        .containsExactly("[12.0.0.0/8] NODE null");
  }

  private static List<ExemptRange> configured(String... ranges) {
    return Stream.of(ranges).map(text -> ExemptRange.configured(Cidr.parse(text), text)).toList();
  }

  @Test
  void oneVerdictForAll() {
    SourceRanges sourceRanges =
        SourceRanges.uniform(Source.UNKNOWN, SourceReason.CONFIGURATION_UNKNOWN);
    assertThat(shown(sourceRanges, ALL)).containsExactly("[0.0.0.0/0] UNKNOWN null");
    assertThat(shown(sourceRanges, Cidr.parse("::1/128")))
        .containsExactly("[::1/128] UNKNOWN null");
  }

  @Test
  void aServicesAddressIsDecidedByItsBackends() {
    SourceRanges plain = sourceRanges("", "10.0.0.0/16");
    CidrSet services = set("10.96.0.0/16");

    assertThat(withServices(plain, services, set("10.0.0.0/16")))
        .containsExactly(
            "[10.64.0.0/11] NODE null MASQUERADED",
            "[10.96.0.0/16] POD null DESTINATION_IS_SERVICE",
            "[10.97.0.0/16, 10.98.0.0/15, 10.100.0.0/14, 10.104.0.0/13, 10.112.0.0/12] NODE null"
                + " MASQUERADED");
    assertThat(withServices(plain, services, set("10.1.0.0/16")))
        .containsExactly("[10.64.0.0/10] NODE null MASQUERADED");
    assertThat(withServices(plain, services, set("10.0.0.0/15")).get(1))
        .isEqualTo("[10.96.0.0/16] UNKNOWN null DESTINATION_IS_SERVICE");
    assertThat(withServices(plain, services, CidrSet.EMPTY).get(1))
        .isEqualTo("[10.96.0.0/16] UNKNOWN null DESTINATION_IS_SERVICE");
    assertThat(withServices(plain, CidrSet.EMPTY, CidrSet.EMPTY)).hasSize(1);
  }

  private static List<String> withServices(SourceRanges plain, CidrSet services, CidrSet backends) {
    return plain.withServices(services, backends).of(Cidr.parse("10.64.0.0/10").range()).stream()
        .map(v -> v.range().toCidrs() + " " + v.source() + " " + v.text() + " " + v.reason())
        .toList();
  }
}
