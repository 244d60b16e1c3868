package dev.composeraudit.report.ocsf;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.report.json.JsonFields;
import java.util.List;

/**
 * Writes what destinations see as evidence of a finding: the ranges and sources from which a page
 * draws a picture.
 */
final class EgressWriter {
  private EgressWriter() {}

  /**
   * The evidence.
   *
   * @param destinations at least one, all of one environment
   */
  static JsonObject egress(List<DestinationEvidence> destinations) {
    DestinationEvidence any = destinations.get(0);
    JsonObject egress = new JsonObject();
    egress.addProperty("decidedBy", any.decidedBy().name());
    egress.add("pods", JsonFields.texts(any.pods()));
    egress.add("nodes", JsonFields.texts(any.nodes()));
    JsonArray all = new JsonArray();
    destinations.forEach(each -> all.add(destination(each)));
    egress.add("destinations", all);
    return egress;
  }

  private static JsonObject destination(DestinationEvidence evidence) {
    JsonObject json = new JsonObject();
    JsonFields.addText(json, "name", evidence.name());
    json.addProperty("destination", evidence.destination());
    json.addProperty("source", evidence.source().name());
    if (!evidence.accepts().isEmpty()) {
      json.add("accepts", JsonFields.texts(evidence.accepts()));
    }
    if (evidence.accepted() != null) {
      json.addProperty("accepted", evidence.accepted().name());
    }
    JsonArray parts = new JsonArray();
    evidence.parts().forEach(part -> parts.add(part(part)));
    json.add("parts", parts);
    if (evidence.more() > 0) {
      json.addProperty("more", evidence.more());
    }
    if (!evidence.notes().isEmpty()) {
      json.add("notes", JsonFields.texts(evidence.notes()));
    }
    return json;
  }

  private static JsonObject part(DestinationEvidence.Part part) {
    JsonObject json = new JsonObject();
    json.addProperty("first", part.first());
    json.addProperty("last", part.last());
    json.addProperty("source", part.source().name());
    json.addProperty("scope", part.scope().name());
    json.addProperty("reason", part.reason().name());
    if (part.range() != null) {
      json.addProperty("range", part.range());
    }
    if (part.accepted() != null) {
      json.addProperty("accepted", part.accepted().name());
    }
    return json;
  }
}
