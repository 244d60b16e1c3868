package dev.composeraudit.sandbox.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private final Faults faults = new Faults();

  @Test
  void aFaultIsMetByWhatIsAboutItsTextAsOftenAsItIsSet() {
    faults.add(new Faults.Setting(ApiCall.GET_CLUSTER, Fault.RESET, "one", 2, 100));

    assertThat(faults.next(ApiCall.GET_CLUSTER, "another")).isEmpty();
    assertThat(faults.next(ApiCall.PUBLISH, "one")).isEmpty();
    assertThat(faults.next(ApiCall.GET_CLUSTER, "one")).contains(Fault.RESET);
    assertThat(faults.next(ApiCall.GET_CLUSTER, "one")).contains(Fault.RESET);
    assertThat(faults.next(ApiCall.GET_CLUSTER, "one")).isEmpty();
  }

  @Test
  void aShareOfTheCallsMeetsAFaultByChance() {
    faults.add(new Faults.Setting(ApiCall.PUBLISH, Fault.UNAVAILABLE, "", 0, 30));

    assertThat(
            IntStream.range(0, 1000)
                .filter(i -> faults.next(ApiCall.PUBLISH, "x").isPresent())
                .count())
        .isBetween(240L, 360L);
  }
}
