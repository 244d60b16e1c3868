package dev.composeraudit.fetch.kubernetes;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks that an address can be a control plane's, so that the token is sent nowhere else. */
final class ControlPlaneAddress {
  private static final Pattern GKE_NAME =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.){1,4}gke\\.goog");

  private ControlPlaneAddress() {}

  /** Whether it has the form of a DNS endpoint of GKE, {@code gke-….REGION.gke.goog}. */
  static boolean isGkeName(String text) {
    return GKE_NAME.matcher(text).matches();
  }

  /**
   * An IP address as a URL has it.
   *
   * @param fake whether a loopback address, with or without a port, may be meant
   * @return empty if it is none, or one that only this machine, its link or its cloud's metadata
   *     server can have
   */
  static Optional<String> authority(String text, boolean fake) {
    if (InetAddresses.isInetAddress(text) && isRoutable(InetAddresses.forString(text))) {
      return Optional.of(InetAddresses.toUriString(InetAddresses.forString(text)));
    }
    return fake ? loopback(text) : Optional.empty();
  }

  private static boolean isRoutable(InetAddress address) {
    if (address instanceof Inet6Address six) {
      // Global unicast, 2000::/3. It excludes loopback, link-local, unique local (the metadata
      // server has fd20:ce::254) and NAT64. An embedded IPv4 address could be any of those.
      return (six.getAddress()[0] & 0xe0) == 0x20
          && !InetAddresses.hasEmbeddedIPv4ClientAddress(six);
    }
    return address instanceof Inet4Address
        && !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && address.getAddress()[0] != 0
        && (address.getAddress()[0] & 0xf0) != 0xf0;
  }

  private static Optional<String> loopback(String text) {
    HostAndPort hostAndPort;
    try {
      hostAndPort = HostAndPort.fromString(text);
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    String host = hostAndPort.getHost();
    return InetAddresses.isInetAddress(host) && InetAddresses.forString(host).isLoopbackAddress()
        ? Optional.of(text)
        : Optional.empty();
  }
}
