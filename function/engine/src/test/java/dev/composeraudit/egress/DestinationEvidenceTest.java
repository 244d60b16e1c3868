package dev.composeraudit.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.composeraudit.egress.network.SourceReason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DestinationEvidenceTest {
  private static final SubjectFixture SUBJECT =
      SubjectFixture.standard("10.0.0.0/20", "192.168.0.0/16", "172.20.0.0/16")
          .agent()
          .config("nonMasqueradeCIDRs: [10.64.0.0/10, 192.168.0.0/16]");

  private static DestinationEvidence evidence(String destination, String... accepts) {
    return DestinationEvidence.of(
        SUBJECT.egress(),
        "db",
        Destination.parse(destination),
        Stream.of(accepts).map(Destination::parse).toList());
  }

  @Test
  void neighboursThatSeeTheSameAreOnePart() {
    DestinationEvidence evidence = evidence("10.0.0.0/8", "10.0.0.0/20");

    assertThat(evidence.source()).isEqualTo(Source.MIXED);
    assertThat(evidence.accepted()).isEqualTo(Acceptance.IN_PART);
    assertThat(evidence.pods()).containsExactly("192.168.0.0/16");
    assertThat(evidence.nodes()).containsExactly("10.0.0.0/20");
    assertThat(evidence.parts())
        .extracting(
            DestinationEvidence.Part::first,
            DestinationEvidence.Part::last,
            DestinationEvidence.Part::source,
            DestinationEvidence.Part::accepted)
        .containsExactly(
            tuple("10.0.0.0", "10.0.15.255", Source.NODE, null),
            tuple("10.0.16.0", "10.63.255.255", Source.NODE, Acceptance.YES),
            tuple("10.64.0.0", "10.127.255.255", Source.POD, Acceptance.NO),
            tuple("10.128.0.0", "10.255.255.255", Source.NODE, Acceptance.YES));
    assertThat(evidence.parts().get(2).range()).isEqualTo("10.64.0.0/10");
    assertThat(evidence.parts().get(3).reason()).isEqualTo(SourceReason.MASQUERADED);
  }

  @Test
  void whereNothingIsSaidOfAFirewallNothingIsAccepted() {
    DestinationEvidence evidence = evidence("10.65.0.1");

    assertThat(evidence.accepted()).isNull();
    assertThat(evidence.parts())
        .singleElement()
        .extracting(DestinationEvidence.Part::accepted)
        .isNull();
  }

  @Test
  void whatIsLeftOutIsCounted() {
    DestinationEvidence limited = evidence("10.0.0.0/8", "10.0.0.0/20").limited(1);

    assertThat(limited.parts()).hasSize(1);
    assertThat(limited.more()).isEqualTo(3);
    assertThat(limited.limited(1)).isEqualTo(limited);
    assertThat(List.of(limited.accepts(), limited.pods(), limited.nodes()))
        .allSatisfy(ranges -> assertThat(ranges).hasSize(1));
  }
}
