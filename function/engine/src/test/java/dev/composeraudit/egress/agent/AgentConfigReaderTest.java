package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.egress.Agents;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of texts of the agent's, and how much of a text is borne. */
final class AgentConfigReaderTest {
  private static final AgentFlags NO_FLAGS = new AgentFlags(false, false);

  private static AgentReading read(String text) {
    return Agents.read(text, NO_FLAGS);
  }

  private static AgentReading.Rejected refused(String text) {
    AgentReading reading = read(text);
    assertThat(reading).as(text).isInstanceOf(AgentReading.Rejected.class);
    return (AgentReading.Rejected) reading;
  }

  private static AgentReading.Programmed programmed(String text) {
    AgentReading reading = read(text);
    assertThat(reading).as(text).isInstanceOf(AgentReading.Programmed.class);
    return (AgentReading.Programmed) reading;
  }

  private static List<String> ignored(String text) {
    return programmed(text).ignored().stream().map(AgentReading.IgnoredKey::key).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonMasqueradeCIDRs: x | nonMasqueradeCIDRs: must be a list",
        "NonMasqueradeCIDRs: [1] | NonMasqueradeCIDRs: must be a list of strings",
        "nonMasqueradeCIDRs: [[a]] | nonMasqueradeCIDRs: must be a list of strings",
        "cidrLimit: x | cidrLimit: must be an integer",
        "masqLinkLocal: 1 | masqLinkLocal: must be true or false, without quotes",
        "masqLinkLocalIPv6: 'no' | masqLinkLocalIPv6: must be true or false, without quotes",
        "resyncInterval: 60 | resyncInterval: must be a duration such as 60s",
        "resyncInterval: soon | resyncInterval: must be a duration such as 60s",
        "[a] | the configuration must be an object",
        "text | the configuration must be an object",
        "cidrLimit: 2 | 3 ranges, of which cidrLimit allows 2",
        "{cidrLimit} | a text that begins with { must be strict JSON, and this one is not at line"
            + " 1 column 3 path $.",
        "{} {} | a text that begins with { must be strict JSON, and this one is not at line 1"
            + " column 5 path $",
        "{\"a\": | a text that begins with { must be strict JSON, and this one is not at line 1"
            + " column 6 path $.a",
        "nonMasqueradeCIDRs: [10.1.0.0/8] | nonMasqueradeCIDRs[0]: \"10.1.0.0/8\" is not a range:"
            + " bits are set beyond its prefix; the network is 10.0.0.0/8",
        "nonMasqueradeCIDRs: [1.0.0.0/8, x] | nonMasqueradeCIDRs[1]: \"x\" is not a range:"
            + " it has no prefix length; write address/length"
      })
  void aDenialSaysWhere(String text, String why) {
    assertThat(refused(text)).isEqualTo(new AgentReading.Rejected(true, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: *b | it has anchors or aliases; write the values out",
        "a: &a b | it has anchors or aliases; write the values out",
        "a: !!str b | it has tags; leave them out",
        "a: !!seq [] | it has tags; leave them out",
        "[a]: b | a key is not a text; write keys as text",
        "~: b | a key is not a text; write keys as text",
        "2: b | a key is not a text; write keys as text",
        "a: 1.5 | \"1.5\" is read as a number or a time by some programs; put it in quotes",
        "a: 0x10 | \"0x10\" is read as a number or a time by some programs; put it in quotes",
        "a: 1:30 | \"1:30\" is read as a number or a time by some programs; put it in quotes",
        "a: 2001-01-01 | \"2001-01-01\" is read as a number or a time by some programs; put it in"
            + " quotes",
        "a: .inf | \".inf\" is read as a number or a time by some programs; put it in quotes",
        "<<: x | \"<<\" is read as a number or a time by some programs; put it in quotes",
        "--- {a:} | it has a backslash, a directive, an explicit key, or no space after a colon;"
            + " write one \"key: value\" in each line",
        "foo: [ | while parsing a flow node"
      })
  void whatIsNotPlainIsNotReadAndSaysWhatToWrite(String text, String why) {
    assertThat(refused(text))
        .isEqualTo(new AgentReading.Rejected(false, "it is not plain YAML: " + why));
  }

  @Test
  void aKeyThatIsGivenTwiceIsNotRead() {
    assertThat(refused("a: b\na: c").why())
        .isEqualTo("it is not plain YAML: the key \"a\" is given twice; write it once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:\tb",
        "a: \u00e9",
        "\ufeffa: b",
        "a: b\u0085c: d",
        "a: b\rc: d",
        "a: \"\\x41\"",
        "%YAML 1.1\n---\na: b",
        "? a\n: b",
        "a: b\n---\nc: d",
        "a: b\n...\nc: d"
      })
  void charactersAndMarksThatReadersDifferAboutAreNotRead(String text) {
    assertThat(refused(text).why()).startsWith("it is not plain YAML: ").hasLineCount(1);
    assertThat(refused(text).certain()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonMasqueradeCIDRs: [10.0.0.0/08] | nonMasqueradeCIDRs[0]: \"10.0.0.0/08\" is not a"
            + " range: its prefix length must be a number from 0 to 32 without leading zeros",
        "nonMasqueradeCIDRs: ['::ffff:10.0.0.0/104'] | nonMasqueradeCIDRs[0]:"
            + " \"::ffff:10.0.0.0/104\" is not a range: \"::ffff:10.0.0.0\" is not an IP address:"
            + " IPv4-mapped IPv6 is not read; write the IPv4 address",
        "{\"resyncInterval\": \"60\\u0073\"} | resyncInterval: agents read escapes in a duration"
            + " differently"
      })
  void whatIsUnclearSaysWhere(String text, String why) {
    assertThat(refused(text)).isEqualTo(new AgentReading.Rejected(false, why));
  }

  @Test
  void whatIsCertainlyRejectedCountsBeforeWhatIsUnclear() {
    assertThat(refused("nonMasqueradeCIDRs: [~, 10.0.0.0/08, x]").certain()).isTrue();
    assertThat(refused("nonMasqueradeCIDRs: [~, 10.0.0.0/08]").why())
        .startsWith("nonMasqueradeCIDRs[0]: a null entry");
    assertThat(refused("nonMasqueradeCIDRs: ['2001:db8::/32']").certain()).isTrue();
  }

  @Test
  void unknownKeysAreNamedAsWritten() {
    assertThat(ignored("b: 1\nA: 2\n'2': x\nmasqLinkLocal: no\n")).containsExactly("2", "A", "b");
    assertThat(ignored("{\"b\": 1, \"A\": 2}")).containsExactly("b", "A");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resyscInterval: 60s | true",
        "resyncIntervall: 60 | true",
        "resync_interval: 60s | true",
        "masqLinkLocl: false | true",
        "masqLinkLocl: true | false",
        "masqLinkLocalIPv4: true | false",
        "nonMasqueradeCIDR: [10.0.0.0/8] | false",
        "nonMasqCIDRs: [] | false",
        "masqueradeAll: true | false",
        "cidrLimt: 64 | false",
        "comment: x | false"
      })
  void aMisspeltKeyIsHarmlessWhereItChangesNothing(String text, boolean harmless) {
    assertThat(programmed(text).ignored())
        .extracting(AgentReading.IgnoredKey::harmless)
        .containsExactly(harmless);
  }

  @Test
  void theLimitCountsTheListThatHolds() {
    assertThat(programmed("cidrLimit: 3").config()).isEqualTo(AgentConfig.DEFAULT);
    assertThat(Agents.read("cidrLimit: 10", new AgentFlags(true, false)))
        .isEqualTo(new AgentReading.Rejected(true, "11 ranges, of which cidrLimit allows 10"));
    assertThat(programmed("cidrLimit: 0\nnonMasqueradeCIDRs: []").config().nonMasqueradeCidrs())
        .isEqualTo(List.of());
    assertThat(programmed(list(64)).config().nonMasqueradeCidrs()).hasSize(64);
    assertThat(refused(list(65)).why()).isEqualTo("65 ranges, of which cidrLimit allows 64");
    assertThat(programmed(list(65) + "cidrLimit: 65").config().nonMasqueradeCidrs()).hasSize(65);
  }

  @Test
  void anAgentBeforeTheKeyCidrLimitGoesByItsOwnLimit() {
    AgentFlags old = new AgentFlags(false, false, true, false);

    assertThat(Agents.read(list(65) + "cidrLimit: 100", old))
        .isEqualTo(
            new AgentReading.Rejected(
                true, "65 ranges, of which an agent before v2.9.0 allows 64"));
    assertThat(Agents.read(list(64) + "cidrLimit: 1", old))
        .isInstanceOf(AgentReading.Programmed.class);
  }

  private static String list(int ranges) {
    return "nonMasqueradeCIDRs:\n" + "- 10.0.0.0/8\n".repeat(ranges);
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 1000, 100_000})
  void deepNestingOfYamlIsNotRead(int depth) {
    assertThat(refused("a: " + "[".repeat(depth) + "]".repeat(depth)).why())
        .startsWith("it is not plain YAML: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 1000, 100_000})
  void deepNestingOfJsonIsNotRead(int depth) {
    assertThat(refused("{\"a\": " + "[".repeat(depth) + "]".repeat(depth) + "}"))
        .isEqualTo(new AgentReading.Rejected(false, "nested deeper than 200 levels"));
  }

  @Test
  void hostileTextsCostLittle() {
    List<String> hostile =
        List.of(
            "resyncInterval: " + "9".repeat(500_000) + "s",
            "resyncInterval: 0." + "9".repeat(500_000) + "s",
            "cidrLimit: " + "9".repeat(500_000),
            "{\"cidrLimit\": " + "9".repeat(500_000) + "}",
            "a: " + "- ".repeat(100_000),
            "a: |\n" + "\n".repeat(500_000),
            "- |\n".repeat(100_000),
            "- a\n".repeat(200_000),
            "--- {" + "a:,".repeat(300_000) + "}",
            "a" + ":".repeat(500_000),
            "x".repeat(500_000) + ": y");
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    for (String text : hostile) {
      long start = thread.getCurrentThreadCpuTime();
      assertThat(read(text)).isNotNull();
      assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - start))
          .as(text.substring(0, 30))
          .isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aTextLongerThanAConfigMapIsNotRead() {
    assertThat(programmed("#".repeat(1024 * 1024)).config()).isEqualTo(AgentConfig.DEFAULT);
    assertThat(refused("#".repeat(1024 * 1024 + 1)))
        .isEqualTo(new AgentReading.Rejected(false, "longer than a ConfigMap may be"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\t", "\n", "\u000b", "\f", "\r", " ", "\u0085", "\u00a0", "\u1680", "\u2000", "\u200a",
        "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"
      })
  void aBraceBehindWhatGoCallsSpaceBeginsStrictJson(String space) {
    assertThat(refused(space + "{a: b}").why())
        .startsWith("a text that begins with { must be strict JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\b", "\u000e", "\u001c", "\u180e", "\u200b"})
  void aBraceBehindAnythingElseDoesNot(String other) {
    assertThat(read(other + "{a: b}").toString()).doesNotContain("strict JSON");
  }
}
