package dev.composeraudit.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.network.SourceReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EvidenceReaderTest {
  private static final String EVIDENCE =
      """
      {"egress": {
        "decidedBy": "EGRESS_NAT_POLICY", "pods": ["192.168.0.0/16"], "nodes": ["10.10.0.0/20"],
        "destinations": [{
          "name": "db", "destination": "10.200.0.0/16", "source": "POD", "accepts": ["10.0.0.0/8"], "accepted": "NO",
          "parts": [{"first": "10.200.0.0", "last": "10.200.255.255", "source": "POD", "scope": "OUTSIDE",
            "reason": "DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE", "range": "10.0.0.0/8", "accepted": "NO"}],
          "more": 2, "notes": ["a note"]}]}}
      """;

  /** A finding of that id with this evidence. */
  static String finding(String uid) {
    try {
      JsonObject finding =
          JsonParser.parseString(
                  Files.readString(Path.of("src/test/resources/dashboard/violation.json")))
              .getAsJsonObject();
      finding.getAsJsonObject("finding_info").addProperty("uid", uid);
      JsonObject evidence = new JsonObject();
      evidence.add("data", JsonParser.parseString(EVIDENCE));
      JsonArray evidences = new JsonArray();
      evidences.add(evidence);
      finding.add("evidences", evidences);
      return finding.toString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<DestinationEvidence> read(String json) {
    return EvidenceReader.read(JsonParser.parseString(json).getAsJsonObject());
  }

  @Test
  void readsWhatAFindingSaysOfADestination() {
    assertThat(read(EVIDENCE))
        .containsExactly(
            new DestinationEvidence(
                "db",
                "10.200.0.0/16",
                List.of("10.0.0.0/8"),
                Mode.EGRESS_NAT_POLICY,
                List.of("192.168.0.0/16"),
                List.of("10.10.0.0/20"),
                Source.POD,
                Acceptance.NO,
                List.of(
                    new DestinationEvidence.Part(
                        "10.200.0.0",
                        "10.200.255.255",
                        Source.POD,
                        DestinationScope.OUTSIDE,
                        SourceReason.DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE,
                        "10.0.0.0/8",
                        Acceptance.NO)),
                2,
                List.of("a note")));
  }

  @Test
  void aFindingWithoutItHasNoPictures() {
    assertThat(read("{}")).isEmpty();
    assertThat(read("{\"egress\": {\"destinations\": []}}")).isEmpty();
  }

  @Test
  void blankTextIsLeftOut() {
    assertThat(read(EVIDENCE.replace("[\"a note\"]", "[\"\", \" \"]")).get(0).notes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "10.200.0.0/16 | 10.200.0.1/16",
        "10.200.0.0/16 | nonsense",
        "\"first\": \"10.200.0.0\" | \"first\": \"10.199.0.0\"",
        "\"last\": \"10.200.255.255\" | \"last\": \"::1\"",
        "\"first\": \"10.200.0.0\", \"last\": \"10.200.255.255\" | \"first\": \"10.200.9.0\","
            + " \"last\": \"10.200.1.0\"",
        "EGRESS_NAT_POLICY | SOMETHING_NEW",
        "OUTSIDE | 7",
        "\"more\": 2 | \"more\": \"2\"",
        "[\"a note\"] | [{}]",
        "[\"a note\"] | 7",
        "\"parts\" | \"others\""
      })
  void whatCannotBeDrawnIsLeftOut(String from, String to) {
    assertThat(EVIDENCE).contains(from);
    assertThat(read(EVIDENCE.replace(from, to))).isEmpty();
  }

  @Test
  void longTextAndLongListsAreCut() {
    String long200 = "x".repeat(5000);
    List<DestinationEvidence> found =
        read(
            EVIDENCE
                .replace("\"db\"", "\"" + long200 + "\"")
                .replace("[\"a note\"]", "[" + "\"n\",".repeat(500) + "\"n\"]"));

    assertThat(found.get(0).name()).hasSize(200);
    assertThat(found.get(0).notes()).hasSize(32);
  }
}
