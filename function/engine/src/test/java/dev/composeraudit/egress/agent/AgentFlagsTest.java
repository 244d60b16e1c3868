package dev.composeraudit.egress.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ObjectArrays;
import dev.composeraudit.egress.Agents;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent's command line says, as Go's flag package reads it. */
final class AgentFlagsTest {
  /** Of the agent's own program where none is named. */
  private static List<AgentFlags> flags(String... arguments) {
    boolean named = arguments.length > 0 && !arguments[0].startsWith("-");
    return AgentFlags.of(
        Agents.of(named ? arguments : ObjectArrays.concat("ip-masq-agent", arguments)));
  }

  private static List<AgentFlags> spaced(String arguments) {
    return flags(arguments.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "/ip-masq-agent, false, false",
    "--masq-chain=IP-MASQ, false, false",
    "--nomasq-all-reserved-ranges, true, false",
    "-nomasq-all-reserved-ranges, true, false",
    "--nomasq-all-reserved-ranges=true, true, false",
    "--nomasq-all-reserved-ranges=T, true, false",
    "--nomasq-all-reserved-ranges=1, true, false",
    "--nomasq-all-reserved-ranges=false, false, false",
    "--nomasq-all-reserved-ranges=0, false, false",
    "--enable-ipv6, false, true",
    "--enable-ipv6=True, false, true",
    "--enable-ipv6=FALSE, false, false",
    "--enable-ipv6 --nomasq-all-reserved-ranges, true, true",
    "--enable-ipv6 --enable-ipv6=false, false, false",
    "/ip-masq-agent --v=2 --enable-ipv6, false, true",
    "/ip-masq-agent -v 2 --enable-ipv6, false, true",
    "--masq-chain IP-MASQ --to-ports 1024-65535 --enable-ipv6, false, true",
    "--stderrthreshold 2 --vmodule a=1 --log_dir /x --log_file y --enable-ipv6, false, true",
    "--log_backtrace_at a:1 --log_file_max_size 9 --enable-ipv6, false, true",
    "--logtostderr --random-fully --enable-ipv6, false, true",
    "--to-ports=1=2 --enable-ipv6, false, true",
    "--enable-ipv6 false --nomasq-all-reserved-ranges, false, true",
    "--nomasq-all-reserved-ranges -- --enable-ipv6, true, false",
    "--nomasq-all-reserved-ranges - --enable-ipv6, true, false",
    "--unknown value --enable-ipv6, false, false",
    "--enable-ipv, false, false",
    "---enable-ipv6, false, false"
  })
  void theFlagsAreRead(String arguments, boolean allReserved, boolean ipv6) {
    boolean gkeChain = arguments.matches(".*--masq-chain[= ]IP-MASQ.*");
    assertThat(spaced(arguments))
        .containsExactly(new AgentFlags(allReserved, ipv6, gkeChain, true));
  }

  @Test
  void withoutArgumentsNothingIsSet() {
    assertThat(flags()).containsExactly(new AgentFlags(false, false, false, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--enable-ipv6=maybe",
        "--enable-ipv6=",
        "--enable-ipv6=yes",
        "--nomasq-all-reserved-ranges=tRUE",
        "--enable-ipv6=$(IPV6)",
        "$(FLAGS)"
      })
  void aValueThatIsUnknownMayBeAny(String argument) {
    assertThat(flags("/ip-masq-agent", argument)).isEqualTo(AgentFlags.ANY);
  }

  @Test
  void whatAShellDoesMayBeAny() {
    assertThat(flags("/bin/sh", "-c", "exec /ip-masq-agent --enable-ipv6"))
        .isEqualTo(AgentFlags.ANY);
    assertThat(flags("sh", "-c", "agent\t--x")).isEqualTo(AgentFlags.ANY);
  }

  @Test
  void whatAnotherProgramDoesMayBeAny() {
    assertThat(flags("/run.sh", "--enable-ipv6")).isEqualTo(AgentFlags.ANY);
    assertThat(flags("/bin/sh", "/run.sh")).isEqualTo(AgentFlags.ANY);
    assertThat(flags("/usr/bin/ip-masq-agent-amd64", "--enable-ipv6"))
        .containsExactly(new AgentFlags(false, true, false, true));
  }

  @Test
  void aWordBeforeTheFlagsEndsThem() {
    assertThat(flags("ip-masq-agent", "run", "--enable-ipv6"))
        .containsExactly(new AgentFlags(false, false, false, true));
  }

  @Test
  void anyIsEachCombinationOnce() {
    assertThat(AgentFlags.ANY).hasSize(8).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--masq-chain=IP-MASQ-AGENT", "--masq-chain=", "-masq-chain ip-masq"})
  void anotherChainIsNotGkes(String arguments) {
    assertThat(spaced(arguments)).extracting(AgentFlags::gkeChain).containsExactly(false);
  }
}
