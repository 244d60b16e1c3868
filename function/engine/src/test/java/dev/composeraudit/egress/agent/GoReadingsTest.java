package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.egress.Agents;
import dev.composeraudit.egress.Recordings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Odd texts, and what Go's encoding/json, sigs.k8s.io/yaml, time.ParseDuration and net.ParseCIDR
 * made of them with --enable-ipv6. An accident is a text that they take and whose effect is another
 * than it says, or that nobody would rely on.
 */
final class GoReadingsTest {
  private static final AgentFlags IPV6 = new AgentFlags(false, true);

  static Stream<Named<JsonObject>> readings() {
    JsonArray all = Recordings.read("go-readings.json").getAsJsonArray();
    return StreamSupport.stream(all.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(reading -> Named.of(reading.get("text").toString(), reading));
  }

  @ParameterizedTest
  @MethodSource("readings")
  void whatIsReadIsReadAsGoReadIt(JsonObject reading) {
    if (!(read(reading) instanceof AgentReading.Programmed ours)) {
      assertThat(((AgentReading.Rejected) read(reading)).why()).isNotBlank().hasLineCount(1);
      return;
    }
    assertThat(reading.get("outcome").getAsString()).isEqualTo("programmed");
    AgentConfig config = ours.config();
    assertThat(cidrs(config)).isEqualTo(strings(reading.getAsJsonArray("cidrs")));
    assertThat(config.masqLinkLocal()).isEqualTo(reading.has("masqLinkLocal"));
    assertThat(config.masqLinkLocalIpv6()).isEqualTo(reading.has("masqLinkLocalIPv6"));
  }

  /** JSON is read whole: there nothing is given up as unclear that Go takes as it stands. */
  @ParameterizedTest
  @MethodSource("readings")
  void jsonThatGoTakesIsRead(JsonObject reading) {
    if (reading.get("text").getAsString().startsWith("{")
        && reading.get("outcome").getAsString().equals("programmed")) {
      assertThat(read(reading)).isInstanceOf(AgentReading.Programmed.class);
    }
  }

  private static AgentReading read(JsonObject reading) {
    return Agents.read(reading.get("text").getAsString(), IPV6);
  }

  private static List<String> cidrs(AgentConfig config) {
    List<Cidr> given = config.nonMasqueradeCidrs();
    return given == null
        ? List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
        : given.stream().map(Cidr::toString).toList();
  }

  /** Go keeps the text; we compare its canonical form. */
  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(Cidr.parse(each.getAsString()).toString()));
    return strings;
  }
}
