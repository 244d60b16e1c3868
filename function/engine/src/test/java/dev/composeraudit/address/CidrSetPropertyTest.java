package dev.composeraudit.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sets of ranges, held to sets of single addresses. */
final class CidrSetPropertyTest {
  @Provide
  Arbitrary<List<Cidr>> ranges() {
    return SmallRanges.ranges();
  }

  @Provide
  Arbitrary<Cidr> range() {
    return SmallRanges.range();
  }

  private static Set<Address> addresses(CidrSet set) {
    return SmallRanges.addresses(set.toCidrs());
  }

  @Property
  void mergingAddsNorLosesAnAddress(@ForAll("ranges") List<Cidr> ranges) {
    assertThat(addresses(CidrSet.of(ranges))).isEqualTo(SmallRanges.addresses(ranges));
  }

  @Property
  void mergingAgainChangesNothing(@ForAll("ranges") List<Cidr> ranges) {
    CidrSet once = CidrSet.of(ranges);
    CidrSet twice = CidrSet.of(once.toCidrs());

    assertThat(twice).isEqualTo(once);
    assertThat(twice.toCidrs()).isEqualTo(once.toCidrs());
  }

  @Property
  void orderAndRepetitionDoNotMatter(@ForAll("ranges") List<Cidr> ranges, @ForAll Random random) {
    List<Cidr> shuffled = new ArrayList<>(ranges);
    shuffled.addAll(ranges);
    Collections.shuffle(shuffled, random);

    assertThat(CidrSet.of(shuffled)).isEqualTo(CidrSet.of(ranges));
    assertThat(CidrSet.of(shuffled).toStrings()).isEqualTo(CidrSet.of(ranges).toStrings());
  }

  @Property
  void theRangesAreInOrderApartAndTheFewest(@ForAll("ranges") List<Cidr> ranges) {
    List<Cidr> merged = CidrSet.of(ranges).toCidrs();

    for (int i = 1; i < merged.size(); i++) {
      Cidr one = merged.get(i - 1);
      Cidr next = merged.get(i);
      assertThat(one.last()).isLessThan(next.first());
      assertThat(areHalvesOfOne(one, next)).as("%s and %s", one, next).isFalse();
    }
  }

  private static boolean areHalvesOfOne(Cidr one, Cidr next) {
    return one.prefix() == next.prefix()
        && one.prefix() > 0
        && one.address().firstOf(one.prefix() - 1).equals(next.address().firstOf(one.prefix() - 1));
  }

  @Property
  void subtractingLeavesWhatIsNotInTheOther(
      @ForAll("ranges") List<Cidr> ranges, @ForAll("ranges") List<Cidr> others) {
    Set<Address> expected = SmallRanges.addresses(ranges);
    expected.removeAll(SmallRanges.addresses(others));

    assertThat(addresses(CidrSet.of(ranges).minus(CidrSet.of(others)))).isEqualTo(expected);
  }

  @Property
  void intersectingLeavesWhatIsInBoth(
      @ForAll("ranges") List<Cidr> ranges, @ForAll("ranges") List<Cidr> others) {
    Set<Address> expected = SmallRanges.addresses(ranges);
    expected.retainAll(SmallRanges.addresses(others));

    assertThat(addresses(CidrSet.of(ranges).intersect(CidrSet.of(others)))).isEqualTo(expected);
  }

  @Property
  void joiningHoldsWhatIsInEither(
      @ForAll("ranges") List<Cidr> ranges, @ForAll("ranges") List<Cidr> others) {
    Set<Address> expected = SmallRanges.addresses(ranges);
    expected.addAll(SmallRanges.addresses(others));

    assertThat(addresses(CidrSet.of(ranges).union(CidrSet.of(others)))).isEqualTo(expected);
  }

  @Property
  void coveringIsHavingAllAddresses(
      @ForAll("ranges") List<Cidr> ranges, @ForAll("ranges") List<Cidr> others) {
    boolean expected = SmallRanges.addresses(ranges).containsAll(SmallRanges.addresses(others));

    assertThat(CidrSet.of(ranges).covers(CidrSet.of(others))).isEqualTo(expected);
    assertThat(CidrSet.of(others).minus(CidrSet.of(ranges)).isEmpty()).isEqualTo(expected);
  }

  @Property
  void coveringARangeIsHavingAllItsAddresses(
      @ForAll("ranges") List<Cidr> ranges, @ForAll("range") Cidr range) {
    Set<Address> held = SmallRanges.addresses(ranges);
    CidrSet set = CidrSet.of(ranges);

    assertThat(set.covers(range)).isEqualTo(held.containsAll(SmallRanges.addresses(range)));
    for (Address address : SmallRanges.addresses(range)) {
      assertThat(set.contains(address)).isEqualTo(held.contains(address));
    }
  }

  @Property
  void aFamilyHoldsItsOwnAddresses(@ForAll("ranges") List<Cidr> ranges) {
    CidrSet set = CidrSet.of(ranges);
    for (Family family : Family.values()) {
      Set<Address> expected =
          SmallRanges.addresses(ranges).stream()
              .filter(address -> address.family() == family)
              .collect(Collectors.toSet());
      assertThat(addresses(set.of(family))).isEqualTo(expected);
    }
  }
}
