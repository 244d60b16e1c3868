package dev.composeraudit.egress.agent;

import dev.composeraudit.address.Cidr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration that the agent accepts.
 *
 * @param nonMasqueradeCidrs the list; null if the text has none, so that the default list holds
 * @param masqLinkLocal whether 169.254.0.0/16 is masqueraded
 * @param masqLinkLocalIpv6 whether fe80::/10 is, where IPv6 is masqueraded at all
 */
public record AgentConfig(
    @Nullable List<Cidr> nonMasqueradeCidrs, boolean masqLinkLocal, boolean masqLinkLocalIpv6) {
  /** What holds without a configuration. */
  public static final AgentConfig DEFAULT = new AgentConfig(null, false, false);

  public AgentConfig {
    nonMasqueradeCidrs = nonMasqueradeCidrs == null ? null : List.copyOf(nonMasqueradeCidrs);
  }
}
