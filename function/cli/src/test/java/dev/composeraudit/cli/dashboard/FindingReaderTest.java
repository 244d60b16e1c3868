package dev.composeraudit.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.document.MalformedDocumentException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over findings that the function has published into the sandbox. */
final class FindingReaderTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_795_490_010_000L);
  private static final FindingReader READER = new FindingReader(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void readsAViolationAsTheFunctionPublishesIt() throws Exception {
    DashboardFinding finding = READER.read(published("violation").toString());
    assertThat(finding.uid()).isEqualTo("9e2bc19c92a02494df44c046ac75780c");
    assertThat(finding.message()).isEqualTo("e778f2b5ceff412b4d1c8e42db2dfcb9");
    assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.severity()).isEqualTo(4);
    assertThat(finding.seen()).isEqualTo(1_795_490_002_275L);
    assertThat(finding.judged()).isEqualTo(1_795_490_002_391L);
    assertThat(finding.environment().name())
        .isEqualTo("projects/demo-project/locations/us-central1/environments/x-absent");
    assertThat(finding.environment().project()).isEqualTo("demo-project");
    assertThat(finding.environment().state()).isEqualTo("CREATING");
    assertThat(finding.environment().team()).isEmpty();
    assertThat(finding.policy().name()).isEqualTo("ip-masquerade-agent-enabled");
    assertThat(finding.policy().references()).hasSize(1);
    assertThat(finding.trigger().kind()).isEqualTo("create-first");
    assertThat(finding.trigger().principal()).isEqualTo("alice@example.com");
    assertThat(finding.messages())
        .containsExactly("The IP masquerade agent is not enabled, and cannot be enabled later.");
    assertThat(finding.expressions())
        .containsExactly("resource.config.nodeConfig.enableIpMasqAgent");
    assertThat(finding.remediation()).startsWith("Recreate the environment");
    assertThat(finding.causedBy()).isEmpty();
    assertThat(finding.baseline()).isFalse();
    assertThat(finding.exemption()).isNull();
  }

  @Test
  void readsWhoseEnvironmentItIs() throws Exception {
    JsonObject json = published("violation");
    JsonObject group = new JsonObject();
    group.addProperty("name", "data");
    json.getAsJsonArray("resources").get(0).getAsJsonObject().add("group", group);
    assertThat(READER.read(json.toString()).environment().team()).isEqualTo("data");
  }

  @Test
  void readsWhyItCouldNotBeJudged() throws Exception {
    DashboardFinding finding = READER.read(published("unjudged").toString());
    assertThat(finding.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(finding.causedBy()).containsExactly("egress-is-observable");
    assertThat(finding.unknown())
        .singleElement()
        .satisfies(
            unknown -> {
              assertThat(unknown.part()).isEqualTo("egressNatPolicies");
              assertThat(unknown.reason()).isEqualTo("CONTROL_PLANE_UNREACHABLE");
              assertThat(unknown.help()).contains("no route to its control plane");
            });
  }

  @Test
  void readsAnExceptionAndItsEnd() throws Exception {
    JsonObject json = published("violation");
    json.addProperty("status_id", 3);
    JsonObject exception = new JsonObject();
    exception.addProperty("name", "old-image");
    exception.addProperty("expires_at", "2027-01-01T00:00:00Z");
    json.getAsJsonObject("unmapped").add("exception", exception);
    json.getAsJsonObject("unmapped").addProperty("baseline", true);
    DashboardFinding finding = READER.read(json.toString());
    assertThat(finding.verdict()).isEqualTo(Verdict.EXEMPT);
    assertThat(finding.exemption())
        .isEqualTo(
            new DashboardFinding.ExceptionEntry("old-image", "2027-01-01T00:00:00Z", "", ""));
    assertThat(finding.baseline()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3, FAIL, FAIL",
    "3, 3, SUPPRESSED, EXEMPT",
    "4, 1, PASS, PASS",
    "1, 2, ERROR, ERROR",
    "5, 0, SKIP, NOT_APPLICABLE",
    "5, 0, GONE, GONE"
  })
  void eachStepOfAFindingsLifeHasItsVerdict(
      int status, int compliance, String code, Verdict verdict) throws Exception {
    JsonObject json = published("violation");
    json.addProperty("status_id", status);
    json.getAsJsonObject("compliance").addProperty("status_id", compliance);
    json.getAsJsonObject("compliance").addProperty("status_code", code);
    assertThat(READER.read(json.toString()).verdict()).isEqualTo(verdict);
  }

  @Test
  void anEventFromTheFutureIsRejected() throws Exception {
    JsonObject json = published("violation");
    json.getAsJsonObject("finding_info")
        .addProperty("last_seen_time", NOW.plus(Duration.ofHours(25)).toEpochMilli());
    assertRejected(json.toString(), "last_seen_time: not a time of the past");
    json.getAsJsonObject("finding_info")
        .addProperty("last_seen_time", NOW.plus(Duration.ofHours(23)).toEpochMilli());
    assertThat(READER.read(json.toString()).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void addressesThatDoMoreThanOpenAPageAreLeftOut() throws Exception {
    JsonObject json = published("violation");
    json.getAsJsonObject("finding_info").addProperty("src_url", "javascript:alert(1)");
    JsonArray references = new JsonArray();
    references.add("data:text/html,<script>");
    references.add("https://example.com/");
    json.getAsJsonObject("remediation").add("references", references);
    DashboardFinding finding = READER.read(json.toString());
    assertThat(finding.environment().console()).isEmpty();
    assertThat(finding.policy().references()).containsExactly("https://example.com/");
  }

  @Test
  void longTextIsCutAndLongListsToo() throws Exception {
    JsonObject json = published("violation");
    json.getAsJsonObject("finding_info").addProperty("title", "x".repeat(1022) + "\ud83d\ude00y");
    JsonArray details = new JsonArray();
    for (int i = 0; i < 100; i++) {
      details.add("detail " + i);
    }
    json.getAsJsonObject("compliance").add("status_details", details);
    DashboardFinding finding = READER.read(json.toString());
    assertThat(finding.policy().title()).isEqualTo("x".repeat(1022) + "…");
    assertThat(finding.messages()).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "no finding",
        "{}",
        "{\"class_uid\": 2003}",
        "{\"class_uid\": 2004}",
        "{\"class_uid\": \"2003\"}",
        "{\"class_uid\": 2003, \"class_uid\": 2003}",
        "{\"class_uid\": 2003, \"finding_info\": []}",
        "{\"class_uid\": 1e400}"
      })
  void whatIsNoFindingIsRejected(String text) {
    assertThatThrownBy(() -> READER.read(text))
        .isInstanceOf(MalformedDocumentException.class)
        .message()
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"finding_info", "compliance", "resources", "time", "status_id"})
  void whatItCannotDoWithoutIsDemanded(String key) throws Exception {
    JsonObject json = published("violation");
    json.remove(key);
    assertThatThrownBy(() -> READER.read(json.toString()))
        .isInstanceOf(MalformedDocumentException.class);
  }

  @Test
  void anIdThatWouldHaveToBeCutIsRejected() throws Exception {
    JsonObject json = published("violation");
    json.getAsJsonObject("finding_info").addProperty("uid", "a".repeat(2000));
    assertRejected(json.toString(), "finding_info.uid: too long");
  }

  private static void assertRejected(String text, String why) {
    assertThatThrownBy(() -> READER.read(text))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessage(why);
  }

  private static JsonObject published(String name) throws IOException {
    String file = "/dashboard/" + name + ".json";
    try (InputStream resource = FindingReaderTest.class.getResourceAsStream(file)) {
      if (resource == null) {
        throw new IllegalStateException(file + " is missing");
      }
      return JsonParser.parseString(new String(resource.readAllBytes(), StandardCharsets.UTF_8))
          .getAsJsonObject();
    }
  }
}
