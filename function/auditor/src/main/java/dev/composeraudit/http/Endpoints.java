package dev.composeraudit.http;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of Google's APIs. Each is {@code https://host[:port]}; {@code http} is accepted for
 * a loopback address only.
 */
public record Endpoints(URI composer, URI gke, URI compute, URI assets, URI logs) {
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final String FORM = "must be https://host[:port]";

  /** Google's own. */
  public static final Endpoints GOOGLE =
      new Endpoints(
          URI.create("https://composer.googleapis.com"),
          URI.create("https://container.googleapis.com"),
          URI.create("https://compute.googleapis.com"),
          URI.create("https://cloudasset.googleapis.com"),
          URI.create("https://logging.googleapis.com"));

  /**
   * @throws IllegalArgumentException with a sentence that names the endpoint, if one is not of the
   *     form
   */
  public Endpoints {
    check("composer", composer);
    check("gke", gke);
    check("compute", compute);
    check("assets", assets);
    check("logs", logs);
  }

  /** Whether GKE is a fake on this machine; then control planes may be on this machine too. */
  public boolean fakeGke() {
    return isLoopback(gke.getHost());
  }

  static boolean isLoopback(String host) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return bare.equals("localhost")
        || (InetAddresses.isInetAddress(bare) && address(bare).isLoopbackAddress());
  }

  private static InetAddress address(String literal) {
    return InetAddresses.forString(literal);
  }

  /**
   * Parses one endpoint, as a setting has it.
   *
   * @throws IllegalArgumentException with what it must be, if it is not of the form
   */
  public static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(FORM, malformed);
    }
    error(uri)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    return uri;
  }

  private static void check(String name, URI uri) {
    error(uri)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(name + " endpoint: " + sentence);
            });
  }

  private static Optional<String> error(URI uri) {
    if (uri.getScheme() == null || !SCHEMES.contains(uri.getScheme()) || uri.getHost() == null) {
      return Optional.of(FORM);
    }
    if (uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !Set.of("", "/").contains(uri.getRawPath())) {
      return Optional.of("must have no user, path, query or fragment");
    }
    if (uri.getScheme().equals("http") && !isLoopback(uri.getHost())) {
      return Optional.of("plain text (http) is accepted to a loopback address only");
    }
    return Optional.empty();
  }
}
