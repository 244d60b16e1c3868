package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.address.Cidr;
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
    return AgentConfigReader.read(text, NO_FLAGS);
  }

  private static AgentReading.Refused refused(String text) {
    AgentReading reading = read(text);
    assertThat(reading).as(text).isInstanceOf(AgentReading.Refused.class);
    return (AgentReading.Refused) reading;
  }

  private static AgentReading.Programmed programmed(String text) {
    AgentReading reading = read(text);
    assertThat(reading).as(text).isInstanceOf(AgentReading.Programmed.class);
    return (AgentReading.Programmed) reading;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonMasqueradeCIDRs: x | nonMasqueradeCIDRs: must be a list",
        "NonMasqueradeCIDRs: [1] | NonMasqueradeCIDRs: must be a list of strings",
        "nonMasqueradeCIDRs: [[a]] | nonMasqueradeCIDRs: must be a list of strings",
        "cidrLimit: x | cidrLimit: must be an integer",
        "cidrLimit: 1.5 | cidrLimit: must be an integer",
        "masqLinkLocal: 1 | masqLinkLocal: must be true or false, without quotes",
        "masqLinkLocalIPv6: 'no' | masqLinkLocalIPv6: must be true or false, without quotes",
        "resyncInterval: 60 | resyncInterval: must be a duration such as 60s",
        "resyncInterval: soon | resyncInterval: must be a duration such as 60s",
        "[a] | the configuration must be an object",
        "text | the configuration must be an object",
        "cidrLimit: 2 | 3 ranges, of which cidrLimit allows 2",
        "{cidrLimit} | a text that begins with { must be strict JSON, and is not at line 1 column"
            + " 3 path $.",
        "{} {} | a text that begins with { must be strict JSON, and is not at line 1 column 5"
            + " path $",
        "{\"a\": | a text that begins with { must be strict JSON, and is not at line 1 column 6"
            + " path $.a",
        "a: *b | unknown anchor b",
        "a: &a [*a] | anchor a contains itself",
        "<<: x | << merges only maps",
        "[a]: b | a key of a mapping must be a scalar",
        "~: b | a key of a mapping must not be null, nor a number beyond 63 bits",
        "a: !!int x | cannot decode \"x\" as \"tag:yaml.org,2002:int\"",
        "a: !!binary x | not base64, for want of padding: \"x\"",
        "a: !!binary '????' | not base64: \"????\"",
        "a: .inf | JSON has no number Infinity",
        "a: -.inf | JSON has no number -Infinity",
        "a: .nan | JSON has no number NaN",
        "a: !!float 18446744073709551615 | cannot decode \"18446744073709551615\" as"
            + " \"tag:yaml.org,2002:float\"",
        "nonMasqueradeCIDRs: [10.1.0.0/8] | nonMasqueradeCIDRs[0]: \"10.1.0.0/8\" is not a range:"
            + " bits are set beyond its prefix; the network is 10.0.0.0/8",
        "nonMasqueradeCIDRs: [1.0.0.0/8, x] | nonMasqueradeCIDRs[1]: \"x\" is not a range:"
            + " it has no prefix length; write address/length"
      })
  void aRefusalSaysWhere(String text, String why) {
    assertThat(refused(text)).isEqualTo(new AgentReading.Refused(true, why));
  }

  @Test
  void yamlThatIsNoneIsRefusedInOneLine() {
    assertThat(refused("foo: ["))
        .isEqualTo(new AgentReading.Refused(true, "not YAML: while parsing a flow node"));
    assertThat(refused("%YAML 1.2\n---\na: b").why())
        .isEqualTo("not YAML: found incompatible YAML document");
    assertThat(refused("%NO x\n---\na: b").why())
        .isEqualTo("not YAML: found unknown directive name NO");
    assertThat(refused("a: &b! c").why()).isEqualTo("not YAML: no name for an anchor: \"b!\"");
    assertThat(refused("a: \"\\uD83D\\uDE00\"").why())
        .isEqualTo("not YAML: an escape that is no character");
    assertThat(refused("a: |\n \tb").why())
        .isEqualTo("not YAML: a tab where spaces tell the indentation");
    assertThat(refused("a: [b\n\t]").why())
        .isEqualTo("not YAML: a tab where spaces tell the indentation");
    assertThat(refused("a: >\n \tb").why())
        .isEqualTo("not YAML: a tab where spaces tell the indentation");
    assertThat(refused("a: [b \n\t]").why())
        .isEqualTo("not YAML: a tab where spaces tell the indentation");
    assertThat(refused("--- {a:[b]}").why())
        .isEqualTo("not YAML: a blank is missing after a colon");
    assertThat(refused("--- {a:{b: c}}").why())
        .isEqualTo("not YAML: a blank is missing after a colon");
    assertThat(refused("--- [a:").why()).startsWith("not YAML: ");
    assertThat(programmed("a: \"\\\\uD800\"").ignored()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: !!timestamp 2001-01-01T10:00:00+25:00 | agents differ about offsets of more than a day",
        "&a *bb *c! | behind the document: no name for an anchor: \"c!\"",
        "--- {? a}: b | braces as a key",
        "nonMasqueradeCIDRs: [10.0.0.0/08] | nonMasqueradeCIDRs[0]: the agent takes it, and"
            + " iptables takes it otherwise or not at all: \"10.0.0.0/08\" is not a range: its"
            + " prefix length must be a number from 0 to 32 without leading zeros",
        "nonMasqueradeCIDRs: ['::ffff:10.0.0.0/104'] | nonMasqueradeCIDRs[0]: the agent takes it,"
            + " and iptables takes it otherwise or not at all: \"::ffff:10.0.0.0/104\" is not a"
            + " range: \"::ffff:10.0.0.0\" is not an IP address: IPv4-mapped IPv6 is not read;"
            + " write the IPv4 address",
        "{\"resyncInterval\": \"60\\u0073\"} | resyncInterval: agents differ about escapes in a"
            + " duration"
      })
  void anAccidentSaysWhere(String text, String why) {
    assertThat(refused(text)).isEqualTo(new AgentReading.Refused(false, why));
  }

  @Test
  void aColonBeforeABracketOrACommaBelongsToTheText() {
    assertThat(programmed("--- {a:}").ignored()).containsExactly("a:");
    assertThat(programmed("--- {a:, b: c}").ignored()).containsExactly("a:", "b");
  }

  @Test
  void aTimestampStaysAText() {
    assertThat(programmed("a: !!timestamp 2001-01-01").ignored()).containsExactly("a");
    assertThat(refused("a: !!timestamp 2001-02-29").certain()).isTrue();
  }

  @Test
  void aKeyNeedsItsColon() {
    assertThat(refused("? ''\n  b").why()).isEqualTo("not YAML: a colon is missing after a key");
    assertThat(refused("? '' # :\n  b").why())
        .isEqualTo("not YAML: a colon is missing after a key");
    assertThat(programmed("? '' # c\n: b").ignored()).containsExactly("");
  }

  @Test
  void whatIsCertainlyRefusedCountsBeforeAnyAccident() {
    assertThat(refused("nonMasqueradeCIDRs: [~, 10.0.0.0/08, x]").certain()).isTrue();
    assertThat(refused("nonMasqueradeCIDRs: [~, 10.0.0.0/08]").why())
        .startsWith("nonMasqueradeCIDRs[0]: a null entry");
    assertThat(refused("nonMasqueradeCIDRs: [10.0.0.0/033]").certain()).isTrue();
    assertThat(refused("nonMasqueradeCIDRs: [10.0.0.1/08]").certain()).isTrue();
    assertThat(refused("nonMasqueradeCIDRs: ['::ffff:10.0.0.1/104']").certain()).isTrue();
    assertThat(refused("nonMasqueradeCIDRs: ['2001:db8::/032']").certain()).isTrue();
    assertThat(refused("nonMasqueradeCIDRs: [/08]").certain()).isTrue();
  }

  @Test
  void unknownKeysAreNamedAsWritten() {
    assertThat(programmed("b: 1\nA: 2\n2: x\ntrue: x\n1.5: x\nmasqLinkLocal: no\n").ignored())
        .containsExactly("1.5", "2", "A", "b", "true");
    assertThat(programmed("{\"b\": 1, \"A\": 2}").ignored()).containsExactly("b", "A");
  }

  @Test
  void theLimitCountsTheListThatHolds() {
    assertThat(programmed("cidrLimit: 3").config()).isEqualTo(AgentConfig.DEFAULT);
    assertThat(AgentConfigReader.read("cidrLimit: 10", new AgentFlags(true, false)))
        .isEqualTo(new AgentReading.Refused(true, "11 ranges, of which cidrLimit allows 10"));
    assertThat(programmed("cidrLimit: 0\nnonMasqueradeCIDRs: []").config().nonMasqueradeCidrs())
        .isEqualTo(List.of());
    assertThat(programmed(list(64)).config().nonMasqueradeCidrs()).hasSize(64);
    assertThat(refused(list(65)).why()).isEqualTo("65 ranges, of which cidrLimit allows 64");
    assertThat(programmed(list(65) + "cidrLimit: 65").config().nonMasqueradeCidrs()).hasSize(65);
  }

  private static String list(int ranges) {
    return "nonMasqueradeCIDRs:\n" + "- 10.0.0.0/8\n".repeat(ranges);
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 200})
  void deepNestingIsBorne(int depth) {
    String lists = "[".repeat(depth) + "]".repeat(depth);
    assertThat(programmed("a: " + lists).ignored()).containsExactly("a");
    assertThat(programmed("{\"a\": " + lists + "}").ignored()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 1000, 100_000})
  void deeperNestingIsNotForetold(int depth) {
    String lists = "[".repeat(depth) + "]".repeat(depth);
    AgentReading.Refused expected =
        new AgentReading.Refused(false, "nested deeper than 200 levels");
    assertThat(refused("a: " + lists)).isEqualTo(expected);
    assertThat(refused("{\"a\": " + lists + "}")).isEqualTo(expected);
  }

  @Test
  void deeperNestingOfKeysIsNotForetold() {
    String keys = "--- " + "{".repeat(1000) + "}".repeat(1000);

    assertThat(refused(keys))
        .isEqualTo(new AgentReading.Refused(false, "nested deeper than 200 levels"));
  }

  @Test
  void aNumberOfMoreThan400DigitsIsNotForetold() {
    assertThat(refused("cidrLimit: " + "9".repeat(400)).certain()).isTrue();
    assertThat(refused("cidrLimit: " + "9".repeat(401)))
        .isEqualTo(new AgentReading.Refused(false, "a number of more than 400 digits"));
  }

  @Test
  void manyTabsAreNotForetold() {
    assertThat(programmed("a:\t1\n".repeat(632)).ignored()).containsExactly("a");
    assertThat(refused("a:\t1\n".repeat(633)))
        .isEqualTo(new AgentReading.Refused(false, "too much that other YAML reads otherwise"));
  }

  @Test
  void hostileTextsCostLittle() {
    List<String> hostile =
        List.of(
            "resyncInterval: " + "9".repeat(500_000) + "s",
            "resyncInterval: 0." + "9".repeat(500_000) + "s",
            "cidrLimit: " + "9".repeat(500_000),
            "{\"cidrLimit\": " + "9".repeat(500_000) + "}",
            "a: " + "- ".repeat(100_000) + "\t",
            "- ".repeat(100_000) + "\t",
            "a: |\n" + "\n".repeat(500_000) + "\t",
            "a: 'b'\t" + "\t".repeat(500_000),
            "a: 'b'\t\n".repeat(100_000),
            "- |\n".repeat(100_000),
            "- a\n".repeat(200_000),
            "a: !+" + "x".repeat(500_000) + "!y b",
            "a: !+" + "%41".repeat(200_000) + "!y b",
            "a: &" + "x".repeat(500_000) + "?b",
            "--- {" + "a:,".repeat(300_000) + "}",
            "&a *b " + "*c ".repeat(300_000) + "*d!",
            aliases(9));
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
  void aTextLongerThanAConfigMapIsNotForetold() {
    assertThat(programmed("#".repeat(1024 * 1024)).config()).isEqualTo(AgentConfig.DEFAULT);
    assertThat(refused("#".repeat(1024 * 1024 + 1)))
        .isEqualTo(new AgentReading.Refused(false, "longer than a ConfigMap may be"));
  }

  @Test
  void moreValuesThanAnyoneWritesAreNotForetold() {
    assertThat(refused("[" + "a,".repeat(399_999) + "]").why())
        .isEqualTo("the configuration must be an object");
    assertThat(refused("[" + "a,".repeat(400_000) + "]"))
        .isEqualTo(new AgentReading.Refused(false, "more than 400,000 values"));
  }

  @Test
  void keysCountAsValues() {
    assertThat(programmed("a: b\n".repeat(199_999)).ignored()).containsExactly("a");
    assertThat(refused("a: b\n".repeat(200_000)))
        .isEqualTo(new AgentReading.Refused(false, "more than 400,000 values"));
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

  @Test
  void anchorsMayStandForKeys() {
    assertThat(
            programmed("x: &k nonMasqueradeCIDRs\n*k : [10.0.0.0/8]").config().nonMasqueradeCidrs())
        .containsExactly(Cidr.parse("10.0.0.0/8"));
  }

  @Test
  void anAnchorMayBeReferredToAgainAndAgain() {
    assertThat(programmed("b: &b {x: y}\nc: &c {<<: *b}\nd: *c\ne: *c\nf: [*c, *c]").ignored())
        .containsExactly("b", "c", "d", "e", "f");
    assertThat(programmed("b: &b {x: y}\nc: &c [*b]\nd: *c\ne: *c").ignored())
        .containsExactly("b", "c", "d", "e");
  }

  @Test
  void aReferenceToTheMappingAroundItIsRefused() {
    assertThat(refused("a: &a\n  <<: *a\n").why()).isEqualTo("anchor a contains itself");
  }

  @Test
  void onlyWhatComesFromAliasesCountsAsSuch() {
    String plain = "- x\n".repeat(3000);
    assertThat(programmed("a: &a 1\nb: *a\nc:\n" + plain).ignored()).containsExactly("a", "b", "c");
    assertThat(programmed("a: &a {x: y}\n<<: *a\nc:\n" + plain).ignored())
        .containsExactly("a", "c", "x");
  }

  /**
   * One list of 300 and so many references to it, each of one value written and 301 that are not.
   */
  @ParameterizedTest
  @CsvSource({"9, true", "90, true", "150, false", "1000, false"})
  void ninetyNineOfAHundredValuesMayComeFromAliases(int references, boolean borne) {
    AgentReading reading =
        read("a: &a [" + "x,".repeat(300) + "]\nb: [" + "*a ,".repeat(references) + "]");
    assertThat(reading instanceof AgentReading.Programmed).isEqualTo(borne);
  }

  @Test
  void aDocumentOfMostlyAliasesIsRefused() {
    assertThat(refused(aliases(10)).why()).isEqualTo("the document contains excessive aliasing");
  }

  /** Eight lists, each of so many references to the one before. */
  private static String aliases(int width) {
    StringBuilder text = new StringBuilder("a: &a [" + "x,".repeat(width) + "]\n");
    for (char key = 'b'; key <= 'h'; key++) {
      String before = "*" + (char) (key - 1) + " ,";
      text.append(key).append(": &").append(key).append(" [").append(before.repeat(width));
      text.append("]\n");
    }
    return text.toString();
  }
}
