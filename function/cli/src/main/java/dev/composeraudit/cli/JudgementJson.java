package dev.composeraudit.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.Result;
import java.util.List;

/** Judgements as JSON; scripts rely on its fields. */
final class JudgementJson {
  private JudgementJson() {}

  static String of(List<Judgement> judgements) {
    JsonObject summary = new JsonObject();
    Judgement.count(judgements)
        .forEach((outcome, count) -> summary.addProperty(outcome.name(), count));
    JsonArray results = new JsonArray();
    for (Judgement judgement : judgements) {
      judgement.results().forEach(result -> results.add(result(judgement, result)));
    }
    JsonObject root = new JsonObject();
    root.add("summary", summary);
    root.add("results", results);
    return JsonText.of(root);
  }

  private static JsonObject result(Judgement judgement, Result result) {
    JsonObject json = new JsonObject();
    json.addProperty("policy", result.policy().name());
    json.addProperty("environment", judgement.environment().toString());
    json.addProperty("result", result.outcome().name());
    json.addProperty("severity", result.severity().name());
    json.add("messages", JsonText.texts(result.messages()));
    json.add(
        "unknown",
        JsonText.texts(
            result.unknown().stream().map(unknown -> unknown.part().key()).distinct().toList()));
    json.addProperty("recommendation", recommendation(result));
    return json;
  }

  /** The policy's own, and the ways to comply that were worked out for this environment. */
  private static String recommendation(Result result) {
    StringBuilder text = new StringBuilder(result.policy().recommendation());
    for (Result.Remedy remedy : result.remedies()) {
      text.append("\n\n").append(remedy.title()).append('\n').append(remedy.text());
    }
    return text.toString().strip();
  }
}
