package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.egress.network.SourceReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What pictures say, and their text alternative. */
final class Words {
  /** So many segments are described one by one. */
  private static final int SEGMENTS = 40;

  private Words() {}

  static String title(Picture picture) {
    return "Which source address %s sees from %s"
        .formatted(picture.trace().destination().text(), picture.environment());
  }

  static String source(Source source) {
    return switch (source) {
      case POD -> "the Pod's address (POD)";
      case NODE -> "the node's address (NODE)";
      case MIXED -> "Pod addresses in parts, node addresses in others (MIXED)";
      case UNKNOWN -> "an address that cannot be told (UNKNOWN)";
    };
  }

  static String acceptance(Acceptance acceptance) {
    return switch (acceptance) {
      case YES -> "accepted";
      case NO -> "dropped";
      case IN_PART -> "accepted in part";
      case UNKNOWN -> "cannot be told";
    };
  }

  /** The range that decides, and why. */
  static String why(SourceTrace.Part part) {
    String reason = reason(part.reason());
    return part.range() == null ? reason : "%s: %s".formatted(part.range(), reason);
  }

  private static String reason(SourceReason reason) {
    return switch (reason) {
      case DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE -> "configured to keep Pod addresses";
      case DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE -> "keeps Pod addresses by default";
      case DEFAULT_SNAT_DISABLED -> "default SNAT is disabled and no agent runs";
      case NO_MASQUERADING_FOR_IPV6 -> "IPv6 is not masqueraded";
      case MASQUERADED -> "no range exempts it: masqueraded";
      case DESTINATION_IS_SERVICE -> "a Service's address: its backend decides";
      case SERVICE_RANGE_UNKNOWN -> "perhaps a Service's address";
      case CONFIGURATION_UNKNOWN -> "what decides is unknown";
      case NOT_APPLICABLE_COMPOSER_3 -> "a network attachment's address is seen";
      case SEVERAL -> "several reasons";
    };
  }

  static String addresses(List<String> ranges, int most) {
    if (ranges.isEmpty()) {
      return "unknown";
    }
    String shown = ranges.stream().limit(most).collect(Collectors.joining(", "));
    return ranges.size() > most ? "%s and %d more".formatted(shown, ranges.size() - most) : shown;
  }

  static String segment(Segment segment) {
    return "%s%s: %s; %s"
        .formatted(segment.name(), count(segment), segment.source().name(), why(segment.any()));
  }

  private static String count(Segment segment) {
    return segment.size().bitLength() > 48
        ? ""
        : String.format(
            Locale.ENGLISH,
            segment.size().bitLength() == 1 ? " (%,d address)" : " (%,d addresses)",
            segment.size());
  }

  static String firewall(List<Destination> firewall) {
    return addresses(firewall.stream().map(Destination::text).toList(), 3);
  }

  /** All that the picture shows, for people who do not see it. */
  static String description(Picture picture, List<Segment> segments) {
    SourceTrace trace = picture.trace();
    List<String> sentences = new ArrayList<>();
    sentences.add("Pods have addresses of %s.".formatted(addresses(picture.pods(), 8)));
    sentences.add("Nodes have addresses of %s.".formatted(addresses(picture.nodes(), 8)));
    sentences.add(picture.decidedBy() + ".");
    sentences.add("%s sees %s.".formatted(trace.destination().text(), source(trace.source())));
    segments.stream().limit(SEGMENTS).forEach(each -> sentences.add(segment(each) + "."));
    if (segments.size() > SEGMENTS) {
      sentences.add("And %d more parts.".formatted(segments.size() - SEGMENTS));
    }
    List<Destination> firewall = picture.firewall();
    if (firewall != null) {
      sentences.add(
          "Its firewall accepts %s only: %s."
              .formatted(
                  firewall(firewall), acceptance(trace.acceptedBy(SourcePath.set(firewall)))));
    }
    trace.notes().forEach(note -> sentences.add(note + "."));
    trace
        .unknown()
        .forEach(
            unknown ->
                sentences.add("Unknown: %s: %s.".formatted(unknown.part().key(), unknown.help())));
    return String.join(" ", sentences);
  }
}
