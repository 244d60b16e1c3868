package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import dev.composeraudit.egress.Agents;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Egress;
import dev.composeraudit.egress.ExemptRange;
import dev.composeraudit.egress.Problem;
import dev.composeraudit.egress.Recordings;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.egress.SubjectFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that the real agent was given, and the rules it made of them. */
final class AgentReadingsTest {
  private static final AgentFlags NO_FLAGS = new AgentFlags(false, false);

  static Stream<Named<JsonObject>> readings() {
    JsonArray all = Recordings.read("agent-readings.json").getAsJsonArray();
    return StreamSupport.stream(all.spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .map(reading -> Named.of(reading.get("text").toString(), reading));
  }

  @Test
  void allReadingsAreCounted() {
    assertThat(readings()).hasSize(60);
  }

  /** None is read otherwise; some that the agent takes are not plain YAML, and are not read. */
  @ParameterizedTest
  @MethodSource("readings")
  void theTextIsReadAsTheAgentReadItOrNotAtAll(JsonObject reading) {
    AgentReading ours = Agents.read(reading.get("text").getAsString(), NO_FLAGS);

    if (ours instanceof AgentReading.Programmed programmed) {
      assertThat(reading.get("outcome").getAsString()).isEqualTo("programmed");
      assertThat(rules(programmed.config()))
          .isEqualTo(strings(reading.getAsJsonArray("returnRules")));
    }
    if (ours instanceof AgentReading.Rejected refused && refused.certain()) {
      assertThat(reading.get("outcome").getAsString()).isNotEqualTo("programmed");
    }
  }

  @Test
  void fiveTextsThatTheAgentTakesAreNotPlainYaml() {
    assertThat(
            readings()
                .map(Named::getPayload)
                .filter(reading -> reading.get("outcome").getAsString().equals("programmed"))
                .map(reading -> Agents.read(reading.get("text").getAsString(), NO_FLAGS))
                .filter(AgentReading.Rejected.class::isInstance))
        .hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("readings")
  void theSubjectKeepsWhatTheAgentsRulesKeep(JsonObject reading) {
    String text = reading.get("text").getAsString();
    Egress egress =
        SubjectFixture.standard("10.128.0.0/20", "10.4.0.0/14", "").agent().config(text).egress();
    List<SourceTrace.Part> parts = egress.trace(Destination.parse("0.0.0.0/0")).parts();

    if (Agents.read(text, NO_FLAGS) instanceof AgentReading.Programmed) {
      assertThat(keptBy(parts)).isEqualTo(set(strings(reading.getAsJsonArray("returnRules"))));
      assertThat(parts).extracting(SourceTrace.Part::source).isSubsetOf(Source.POD, Source.NODE);
    } else {
      assertThat(parts).extracting(SourceTrace.Part::source).containsOnly(Source.UNKNOWN);
      assertThat(egress.problems()).extracting(Problem::code).containsAnyOf("refused", "unclear");
    }
  }

  private static List<String> rules(AgentConfig config) {
    List<String> rules = new ArrayList<>();
    if (!config.masqLinkLocal()) {
      rules.add("169.254.0.0/16");
    }
    List<Cidr> given = config.nonMasqueradeCidrs();
    if (given == null) {
      ExemptRange.defaults(false).forEach(each -> rules.add(each.range().toString()));
    } else {
      given.forEach(each -> rules.add(each.toString()));
    }
    return rules;
  }

  private static CidrSet keptBy(List<SourceTrace.Part> parts) {
    return CidrSet.of(
        parts.stream()
            .filter(part -> part.source() == Source.POD)
            .map(SourceTrace.Part::cidr)
            .toList());
  }

  private static CidrSet set(List<String> ranges) {
    return CidrSet.of(ranges.stream().map(Cidr::parse).toList());
  }

  private static List<String> strings(JsonArray array) {
    List<String> strings = new ArrayList<>();
    array.forEach(each -> strings.add(each.getAsString()));
    return strings;
  }
}
