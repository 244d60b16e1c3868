package dev.composeraudit.egress;

import dev.composeraudit.egress.agent.AgentConfigReader;
import dev.composeraudit.egress.agent.AgentFlags;
import dev.composeraudit.egress.agent.AgentReading;
import dev.composeraudit.subject.agent.AgentDaemonSet;
import dev.composeraudit.subject.agent.AgentPlacement;
import dev.composeraudit.subject.agent.AgentPrivileges;
import dev.composeraudit.subject.agent.AgentVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents and what they read, for tests. */
public final class Agents {
  private Agents() {}

  public static AgentReading read(String text, AgentFlags flags) {
    return AgentConfigReader.read(text, flags, ExemptRange.defaults(flags.allReserved()).size());
  }

  /**
   * Of an image that tells its version, without a status, started as a container's command says.
   */
  public static AgentDaemonSet of(String... commandLine) {
    return new AgentDaemonSet(
        "",
        List.of(commandLine),
        "gke.gcr.io/ip-masq-agent:v2.12.6",
        AgentVolume.USUAL,
        AgentPrivileges.USUAL,
        new AgentPlacement(Map.of(), false, List.of()),
        Optional.empty());
  }
}
