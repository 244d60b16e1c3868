package dev.composeraudit.cli.picture;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationEvidence.Part;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Source;
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
        .formatted(picture.destination(), picture.environment());
  }

  /** The answer, with the destination. */
  static String headline(Picture picture) {
    DestinationEvidence evidence = picture.evidence();
    boolean stays = evidence.more() == 0 && evidence.parts().stream().allMatch(Words::stays);
    return picture.destination()
        + (stays
            ? " lies in the cluster: packets to it never leave it"
            : " sees " + source(evidence.source()));
  }

  private static boolean stays(Part part) {
    return part.scope().stays();
  }

  private static String source(Source source) {
    return switch (source) {
      case POD -> "the Pod's address (POD)";
      case NODE -> "the node's address (NODE)";
      case MIXED -> "Pod addresses in parts, node addresses in others (MIXED)";
      case UNKNOWN -> "an unknown address (UNKNOWN)";
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
  static String why(Part part) {
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
    Part part = segment.part();
    return "%s%s: %s; %s%s"
        .formatted(
            segment.name(), count(segment), part.source().name(), why(part), scope(part.scope()));
  }

  private static String scope(DestinationScope scope) {
    return switch (scope) {
      case OUTSIDE -> "";
      case OWN_NODES -> "; stays in the cluster: its own node range";
      case OWN_PODS -> "; stays in the cluster: its own Pod range";
      case OWN_SERVICES -> "; the cluster's own Service range";
    };
  }

  private static String count(Segment segment) {
    return segment.size().bitLength() > 48
        ? ""
        : String.format(
            Locale.ENGLISH,
            segment.size().bitLength() == 1 ? " (%,d address)" : " (%,d addresses)",
            segment.size());
  }

  static String firewall(DestinationEvidence evidence) {
    return addresses(evidence.accepts(), 3);
  }

  /** All that the picture shows, for people who do not see it. */
  static String description(Picture picture, List<Segment> segments) {
    DestinationEvidence evidence = picture.evidence();
    List<String> sentences = new ArrayList<>();
    sentences.add(headline(picture) + ".");
    sentences.add("Pods have addresses of %s.".formatted(addresses(evidence.pods(), 8)));
    sentences.add("Nodes have addresses of %s.".formatted(addresses(evidence.nodes(), 8)));
    sentences.add(sentence(ModeText.of(evidence.decidedBy())));
    segments.stream().limit(SEGMENTS).forEach(each -> sentences.add(segment(each) + "."));
    int more = evidence.more() + Math.max(0, segments.size() - SEGMENTS);
    if (more > 0) {
      sentences.add("And %d more parts.".formatted(more));
    }
    if (evidence.accepted() != null) {
      sentences.add(
          "Its firewall accepts %s only: %s."
              .formatted(firewall(evidence), acceptance(evidence.accepted())));
    }
    evidence.notes().forEach(note -> sentences.add(sentence(note)));
    return String.join(" ", sentences);
  }

  private static String sentence(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1) + ".";
  }
}
