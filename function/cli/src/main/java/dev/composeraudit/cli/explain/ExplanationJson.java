package dev.composeraudit.cli.explain;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.format.JsonText;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.report.json.JsonFields;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Explanations as JSON; scripts rely on its fields. */
final class ExplanationJson implements Format<List<Explanation>> {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public void write(List<Explanation> explanations, Writer out) throws IOException {
    JsonArray results = new JsonArray();
    for (Explanation explanation : explanations) {
      explanation.answers().forEach(answer -> results.add(result(explanation, answer)));
    }
    JsonObject root = new JsonObject();
    root.add("results", results);
    out.write(JsonText.of(root) + "\n");
  }

  private static JsonObject result(Explanation explanation, Explanation.Answer answer) {
    SourceTrace trace = answer.trace();
    JsonObject result = new JsonObject();
    result.addProperty("file", explanation.file());
    result.addProperty("subject", explanation.subject().toString());
    result.addProperty("destination", trace.destination().text());
    result.addProperty("source", trace.source().name());
    result.addProperty("leavesCluster", !trace.stays());
    result.addProperty("reason", trace.reason().name());
    if (answer.accepted() != null) {
      result.addProperty("accepted", answer.accepted().name());
    }
    JsonArray parts = new JsonArray();
    trace.parts().forEach(part -> parts.add(part(part)));
    result.add("parts", parts);
    return result;
  }

  private static JsonObject part(SourceTrace.Part part) {
    JsonObject json = new JsonObject();
    json.addProperty("cidr", part.cidr().toString());
    json.addProperty("scope", part.scope().name());
    json.addProperty("source", part.source().name());
    json.add("addresses", JsonFields.texts(part.addresses()));
    json.addProperty("reason", part.reason().name());
    json.addProperty("range", part.range());
    return json;
  }
}
