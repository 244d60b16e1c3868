package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.Agents;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.ExemptRange;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.egress.SubjectFixture;
import java.util.ArrayList;
import java.util.List;

/** The text of ip-masq-agent's ConfigMap, which whoever may edit it writes. */
class AgentTextFuzzTest {
  private static final String LINK_LOCAL = "169.254.0.0/16";
  private static final Destination ANYWHERE = Destination.parse("0.0.0.0/0");

  static {
    // The first of a process pays for the classes of the providers' messages.
    hold("");
  }

  @FuzzTest
  void anyTextIsReadOrRejectedAndWhatIsRejectedDecidesNothing(byte[] data) {
    FuzzBounds.withinASecond(() -> hold(FuzzBounds.text(data)));
  }

  private static void hold(String text) {
    AgentReading reading = Agents.read(text, new AgentFlags(false, false));
    Egress egress =
        SubjectFixture.standard("10.128.0.0/20", "10.4.0.0/14", "").agent().config(text).egress();
    egress.problems().forEach(problem -> FuzzBounds.isOneLine(problem.message()));
    if (reading instanceof AgentReading.Programmed programmed) {
      assertThat(Agents.read(text, new AgentFlags(false, true))).isEqualTo(reading);
      hold(programmed.config(), egress);
    } else {
      hold((AgentReading.Rejected) reading, egress);
    }
  }

  private static void hold(AgentConfig config, Egress egress) {
    List<Cidr> kept = new ArrayList<>();
    if (!config.masqLinkLocal()) {
      kept.add(Cidr.parse(LINK_LOCAL));
    }
    List<Cidr> given = config.nonMasqueradeCidrs();
    if (given == null) {
      ExemptRange.defaults(false).forEach(each -> kept.add(each.range()));
    } else {
      assertThat(given).allMatch(Cidr::isNetwork).hasSizeLessThanOrEqualTo(1_000_000);
      kept.addAll(given);
    }
    List<Cidr> pods =
        egress.trace(ANYWHERE).parts().stream()
            .filter(part -> part.source() == Source.POD)
            .map(SourceTrace.Part::cidr)
            .toList();
    assertThat(CidrSet.of(pods)).isEqualTo(CidrSet.of(kept));
  }

  private static void hold(AgentReading.Rejected refused, Egress egress) {
    FuzzBounds.isOneLine(refused.why());
    assertThat(egress.trace(ANYWHERE).parts())
        .extracting(SourceTrace.Part::source)
        .containsOnly(Source.UNKNOWN);
  }
}
