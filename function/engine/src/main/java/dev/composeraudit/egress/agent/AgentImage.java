package dev.composeraudit.egress.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the agent in a container image. Source of the versions: the tags of
 * kubernetes-sigs/ip-masq-agent.
 *
 * @param version major, minor and patch as one number; empty if the image does not show it
 */
record AgentImage(Optional<Long> version) {
  // gke.gcr.io/ip-masq-agent:v2.9.3-v0.2.4@sha256:…,
  // k8s.gcr.io/networking/ip-masq-agent-amd64:v2.6.0
  private static final Pattern TAGGED =
      Pattern.compile(
          "(?:.*/)?ip-masq-agent[a-z0-9_-]*:v?([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})"
              + "(?:[-_+].*)?(?:@.*)?");

  // What mirrors call it; a program of another name is not known to be the agent.
  private static final Pattern NAME =
      Pattern.compile("(?i)(?:.*/)?(?:[^/]*ip[-_.]?masq[^/]*(?:/agent)?|masq(?:[-_.]agent)?)");

  /** What came with a later version of the agent than its second. */
  enum Feature {
    MASQ_CHAIN("--masq-chain", 2, 1),
    ALL_RESERVED("--nomasq-all-reserved-ranges", 2, 3),
    IPV6("--enable-ipv6", 2, 5),
    CIDR_LIMIT("cidrLimit", 2, 9),
    RANDOM_FULLY("--random-fully", 2, 11),
    TO_PORTS("--to-ports", 2, 12);

    private final String text;
    private final long since;

    Feature(String text, long major, long minor) {
      this.text = text;
      this.since = number(major, minor, 0);
    }

    private boolean isFlag(String argument) {
      return argument.equals(text)
          || argument.equals(text.substring(1))
          || argument.startsWith(text + "=")
          || argument.startsWith(text.substring(1) + "=");
    }
  }

  /** Reads a reference to an image; a tag of another name than the agent's says nothing. */
  static AgentImage of(String image) {
    Matcher tagged = TAGGED.matcher(image);
    if (!tagged.matches()) {
      return new AgentImage(Optional.empty());
    }
    return new AgentImage(
        Optional.of(
            number(
                Long.parseLong(tagged.group(1)),
                Long.parseLong(tagged.group(2)),
                Long.parseLong(tagged.group(3)))));
  }

  /** Whether the image may be the agent's; one that is not told is taken to be. */
  static boolean mayBeTheAgent(String image) {
    String reference = image.replaceFirst("@.*", "");
    int tag = reference.lastIndexOf(':');
    // Before a slash there is the port of a registry.
    String name = tag > reference.lastIndexOf('/') ? reference.substring(0, tag) : reference;
    return image.isEmpty() || NAME.matcher(name).matches();
  }

  private static long number(long major, long minor, long patch) {
    return (major * 1000 + minor) * 1000 + patch;
  }

  /** Whether the image may have the feature, and whether it may be without: one of them or both. */
  List<Boolean> possible(Feature feature) {
    return version.map(known -> List.of(known >= feature.since)).orElse(List.of(true, false));
  }

  /** Flags among the arguments that the version does not know, so that it exits at once. */
  List<String> unknownFlags(List<String> arguments) {
    List<String> unknown = new ArrayList<>();
    for (Feature feature : Feature.values()) {
      if (feature.text.startsWith("-")
          && possible(feature).equals(List.of(false))
          && arguments.stream().anyMatch(feature::isFlag)) {
        unknown.add(feature.text);
      }
    }
    return unknown;
  }
}
