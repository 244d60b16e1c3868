package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Address;
import dev.composeraudit.address.AddressRange;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * Changes of clusters in a world of few addresses, each held to the rules as they are written down.
 * {@code -Dclusters=200} compares all pairs of 200 clusters instead of a few.
 */
final class SourceChangesTest {
  private static final int CLUSTERS = Integer.getInteger("clusters", 16);
  private static final List<Address> WORLD =
      SmallClusters.WORLD.stream().map(Address::parse).sorted().toList();

  /** The world's addresses as long as they follow one another. */
  private static final List<AddressRange> PLACES = set(WORLD).ranges();

  /** A cluster, and what every address of the world sees by the plain rules. */
  private record Known(Egress egress, List<Source> sources) {
    static Known of(SmallCluster cluster) {
      PlainRules rules = new PlainRules(cluster, SmallClusters.WORLD);
      return new Known(
          cluster.egress(), WORLD.stream().map(each -> rules.source(each.toString())).toList());
    }
  }

  @Provide
  Arbitrary<List<SmallCluster>> clusters() {
    return SmallClusters.any().list().ofSize(CLUSTERS);
  }

  @Property(tries = 4, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void ofEveryPairEveryAddressIsInARangeExactlyIfItsSourceChanges(
      @ForAll("clusters") List<SmallCluster> clusters) {
    List<Known> known = clusters.stream().map(Known::of).toList();
    for (Known before : known) {
      for (Known after : known) {
        List<SourceChanges.Change> changes =
            SourceChanges.between(before.egress, after.egress).changes();
        // In each place as few ranges as there are runs of addresses, and the same ones.
        assertThat(inPlaces(changes)).isEqualTo(runs(before.sources, after.sources));
        assertFewest(changes);
      }
    }
  }

  /** Ranges in order, of which no two could be one. */
  private static void assertFewest(List<SourceChanges.Change> changes) {
    for (int i = 0; i < changes.size(); i++) {
      SourceChanges.Change change = changes.get(i);
      assertThat(change.before()).isNotEqualTo(change.after());
      if (i > 0) {
        SourceChanges.Change last = changes.get(i - 1);
        assertThat(last.range().last()).isLessThan(change.range().first());
        boolean same = last.before() == change.before() && last.after() == change.after();
        int ranges = CidrSet.ofRanges(List.of(last.range(), change.range())).ranges().size();
        assertThat(same && ranges == 1).isFalse();
      }
    }
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void whatChangesFromFirstToLastChangesOnTheWay(@ForAll("clusters") List<SmallCluster> clusters) {
    List<Egress> three = clusters.subList(0, 3).stream().map(SmallCluster::egress).toList();
    CidrSet onTheWay =
        changed(three.get(0), three.get(1)).union(changed(three.get(1), three.get(2)));

    assertThat(onTheWay.covers(changed(three.get(0), three.get(2)))).isTrue();
    assertThat(changed(three.get(0), three.get(0)).isEmpty()).isTrue();
    assertThat(changed(three.get(0), three.get(1))).isEqualTo(changed(three.get(1), three.get(0)));
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void theExampleOfARangeShowsItsChange(@ForAll("clusters") List<SmallCluster> clusters) {
    Egress before = clusters.get(0).egress();
    Egress after = clusters.get(1).egress();
    SourceChanges changes = SourceChanges.between(before, after);
    CidrSet preferred = CidrSet.of(Cidr.parse("10.0.0.20/30"), Cidr.parse("::4/126"));
    for (SourceChanges.Change change : changes.changes()) {
      Address example = changes.example(change, preferred);

      assertThat(set(change.range()).contains(example)).isTrue();
      assertThat(seen(before, example)).isEqualTo(change.before());
      assertThat(seen(after, example)).isEqualTo(change.after());
      assertThat(preferred.contains(example))
          .isEqualTo(!preferred.intersect(set(change.range())).isEmpty());
    }
  }

  @Test
  void anExampleIsAnAddressThatAServerMayHave() {
    Egress keeps =
        SubjectFixture.standard("10.0.0.0/24", "10.1.0.0/16", "")
            .noAgent()
            .noConfig()
            .inCluster(
                "networkConfig",
                "{defaultSnatStatus: {disabled: true}, subnetwork: '"
                    + SubjectFixture.SUBNETWORK
                    + "'}")
            .egress();
    Egress masquerades =
        SubjectFixture.standard("10.0.0.0/24", "10.1.0.0/16", "")
            .agent()
            .config("nonMasqueradeCIDRs: ['10.128.0.0/9']")
            .egress();

    SourceChanges changes = SourceChanges.between(keeps, masquerades);

    assertThat(changes.changes())
        .containsExactly(
            change("0.0.0.0", "10.127.255.255"),
            change("11.0.0.0", "169.253.255.255"),
            change("169.255.0.0", "255.255.255.255"));
    // Neither in 0.0.0.0/8 nor among the cluster's own; and no network's own address.
    assertThat(examples(changes)).containsExactly("1.0.0.1", "11.0.0.1", "169.255.0.1");
  }

  private static SourceChanges.Change change(String first, String last) {
    return new SourceChanges.Change(
        new AddressRange(Address.parse(first), Address.parse(last)), Source.POD, Source.NODE);
  }

  private static List<String> examples(SourceChanges changes) {
    return changes.changes().stream()
        .map(change -> changes.example(change, CidrSet.EMPTY).toString())
        .toList();
  }

  private static Source seen(Egress egress, Address address) {
    return egress.trace(Destination.parse(address.toString())).source();
  }

  private static CidrSet changed(Egress before, Egress after) {
    return CidrSet.ofRanges(
        SourceChanges.between(before, after).changes().stream()
            .map(SourceChanges.Change::range)
            .toList());
  }

  /** The changes, each cut to the places of the world. */
  private static List<String> inPlaces(List<SourceChanges.Change> changes) {
    List<String> cut = new ArrayList<>();
    for (AddressRange place : PLACES) {
      for (SourceChanges.Change change : changes) {
        if (change.range().overlaps(place)) {
          AddressRange part = change.range().common(place);
          cut.add(text(part.first(), part.last(), change.before(), change.after()));
        }
      }
    }
    return cut;
  }

  /** Runs of addresses of a place that change in the same way, found one address after another. */
  private static List<String> runs(List<Source> before, List<Source> after) {
    List<String> runs = new ArrayList<>();
    Address start = WORLD.get(0);
    for (int i = 0; i < WORLD.size(); i++) {
      boolean begins =
          i == 0
              || place(i) != place(i - 1)
              || before.get(i) != before.get(i - 1)
              || after.get(i) != after.get(i - 1);
      start = begins ? WORLD.get(i) : start;
      boolean ends =
          i == WORLD.size() - 1
              || place(i) != place(i + 1)
              || before.get(i) != before.get(i + 1)
              || after.get(i) != after.get(i + 1);
      if (ends && before.get(i) != after.get(i)) {
        runs.add(text(start, WORLD.get(i), before.get(i), after.get(i)));
      }
    }
    return runs;
  }

  private static final List<Integer> PLACE_OF =
      WORLD.stream()
          .map(
              address -> {
                for (int i = 0; i < PLACES.size(); i++) {
                  if (set(PLACES.get(i)).contains(address)) {
                    return i;
                  }
                }
                throw new IllegalStateException(address.toString());
              })
          .toList();

  private static int place(int index) {
    return Objects.requireNonNull(PLACE_OF.get(index));
  }

  private static String text(Address first, Address last, Source before, Source after) {
    return "%s-%s %s %s".formatted(first, last, before, after);
  }

  private static CidrSet set(AddressRange range) {
    return CidrSet.ofRanges(List.of(range));
  }

  private static CidrSet set(List<Address> addresses) {
    return CidrSet.ofRanges(
        addresses.stream().map(address -> new AddressRange(address, address)).toList());
  }
}
