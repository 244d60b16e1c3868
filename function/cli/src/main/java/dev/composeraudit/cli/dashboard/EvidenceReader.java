package dev.composeraudit.cli.dashboard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.address.Address;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.network.SourceReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a finding's evidence what destinations see. If the evidence does not have the form
 * that the function writes, it is ignored, and the finding has no pictures.
 */
final class EvidenceReader {
  private static final int TEXT = 200;
  private static final int NOTE = 500;

  private EvidenceReader() {}

  /**
   * The destinations, in order.
   *
   * @param evidence the data of the finding's evidence
   * @return empty if the evidence has no destination, or one that cannot be drawn
   */
  static List<DestinationEvidence> read(JsonObject evidence) {
    try {
      JsonObject egress = Json.object(evidence, "egress");
      List<DestinationEvidence> destinations = new ArrayList<>();
      for (JsonObject each : FindingReader.head(Json.objects(egress, "destinations"))) {
        destinations.add(destination(egress, each));
      }
      return List.copyOf(destinations);
    } catch (MalformedDocumentException | IllegalArgumentException undrawable) {
      return List.of();
    }
  }

  private static DestinationEvidence destination(JsonObject egress, JsonObject json)
      throws MalformedDocumentException {
    Destination destination = Destination.parse(Json.text(json, "destination"));
    List<DestinationEvidence.Part> parts = new ArrayList<>();
    for (JsonObject each : FindingReader.head(Json.objects(json, "parts"))) {
      parts.add(part(destination.range(), each));
    }
    if (parts.isEmpty()) {
      throw new MalformedDocumentException("parts: missing");
    }
    return new DestinationEvidence(
        FindingReader.cut(Json.text(json, "name"), TEXT),
        destination.text(),
        texts(json, "accepts", TEXT),
        Mode.valueOf(Json.text(egress, "decidedBy")),
        texts(egress, "pods", TEXT),
        texts(egress, "nodes", TEXT),
        Source.valueOf(Json.text(json, "source")),
        acceptance(json),
        parts,
        more(json),
        texts(json, "notes", NOTE));
  }

  private static DestinationEvidence.Part part(Cidr whole, JsonObject json)
      throws MalformedDocumentException {
    Address first = Address.parse(Json.text(json, "first"));
    Address last = Address.parse(Json.text(json, "last"));
    if (!whole.contains(first) || !whole.contains(last) || first.compareTo(last) > 0) {
      throw new MalformedDocumentException("parts: outside the destination");
    }
    String range = FindingReader.cut(Json.text(json, "range"), TEXT);
    return new DestinationEvidence.Part(
        first.toString(),
        last.toString(),
        Source.valueOf(Json.text(json, "source")),
        DestinationScope.valueOf(Json.text(json, "scope")),
        SourceReason.valueOf(Json.text(json, "reason")),
        range.isEmpty() ? null : range,
        acceptance(json));
  }

  private static @Nullable Acceptance acceptance(JsonObject json)
      throws MalformedDocumentException {
    String text = Json.text(json, "accepted");
    return text.isEmpty() ? null : Acceptance.valueOf(text);
  }

  private static int more(JsonObject json) throws MalformedDocumentException {
    JsonElement more = json.get("more");
    if (more == null) {
      return 0;
    }
    if (!more.isJsonPrimitive() || !more.getAsJsonPrimitive().isNumber()) {
      throw new MalformedDocumentException("more: must be a number");
    }
    return Math.max(0, more.getAsInt());
  }

  private static List<String> texts(JsonObject json, String key, int limit)
      throws MalformedDocumentException {
    return FindingReader.texts(json, key, limit).stream().filter(text -> !text.isBlank()).toList();
  }
}
