package dev.composeraudit.subject;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.List;

/**
 * A Compute subnetwork, as far as egress needs it. Ranges are as the API wrote them, unparsed.
 *
 * @param range the primary range, from which nodes take their addresses; blank if not stated
 */
public record Subnetwork(SubnetworkName name, String range, List<SecondaryRange> secondaryRanges) {
  /** A named secondary range, from which Pods or Services take theirs. */
  public record SecondaryRange(String name, String range) {}

  public Subnetwork {
    secondaryRanges = List.copyOf(secondaryRanges);
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
    return new Subnetwork(name, Json.text(json, "ipCidrRange"), secondary);
  }
}
