package dev.composeraudit.subject;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Compute subnetwork, as far as egress needs it. Ranges are as the API wrote them, unparsed.
 *
 * @param range the primary range, from which nodes take their addresses; blank if not stated
 * @param stackType whether it has IPv6, {@code IPV4_ONLY} or {@code IPV4_IPV6}; blank if not stated
 * @param ipv6 its IPv6 ranges, by the fields that state them
 */
public record Subnetwork(
    SubnetworkName name,
    String range,
    List<SecondaryRange> secondaryRanges,
    String stackType,
    Map<String, String> ipv6) {
  private static final List<String> IPV6_FIELDS =
      List.of("ipv6CidrRange", "internalIpv6Prefix", "externalIpv6Prefix");

  /** A named secondary range, from which Pods or Services take theirs. */
  public record SecondaryRange(String name, String range) {}

  public Subnetwork {
    secondaryRanges = List.copyOf(secondaryRanges);
    ipv6 = Collections.unmodifiableMap(new TreeMap<>(ipv6));
  }

  /**
   * Reads a Compute REST Subnetwork.
   *
   * @throws MalformedDocumentException if it does not say which subnetwork it is
   */
  public static Subnetwork of(JsonObject json) throws MalformedDocumentException {
    SubnetworkName name;
    try {
      name = SubnetworkName.parse(Json.text(json, "selfLink"));
    } catch (IllegalArgumentException notALink) {
      throw new MalformedDocumentException("selfLink: " + notALink.getMessage(), notALink);
    }
    List<SecondaryRange> secondary = new ArrayList<>();
    for (JsonObject range : Json.objects(json, "secondaryIpRanges")) {
      secondary.add(
          new SecondaryRange(Json.text(range, "rangeName"), Json.text(range, "ipCidrRange")));
    }
    Map<String, String> ipv6 = new TreeMap<>();
    for (String field : IPV6_FIELDS) {
      String text = Json.text(json, field);
      if (!text.isBlank()) {
        ipv6.put(field, text);
      }
    }
    return new Subnetwork(
        name, Json.text(json, "ipCidrRange"), secondary, Json.text(json, "stackType"), ipv6);
  }
}
