package dev.composeraudit.cli.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.doctor.Checkup.PartCheck;
import dev.composeraudit.cli.doctor.Checkup.State;
import dev.composeraudit.cli.format.JsonText;
import dev.composeraudit.report.json.JsonFields;
import java.util.List;

/** Checkups as JSON. */
final class CheckupJson {
  private CheckupJson() {}

  /**
   * {@code {"summary": {"WELL": n, …}, "environments": [{"environment", "state", "route", "parts":
   * [{"part", "sight", "reason", "why", "fix"}], "trouble"}]}}; what does not apply is left out.
   */
  static String of(List<Checkup> checkups) {
    JsonObject summary = new JsonObject();
    for (State state : State.values()) {
      summary.addProperty(
          state.name(), checkups.stream().filter(each -> each.state() == state).count());
    }
    JsonArray environments = new JsonArray();
    checkups.forEach(checkup -> environments.add(json(checkup)));
    JsonObject json = new JsonObject();
    json.add("summary", summary);
    json.add("environments", environments);
    return JsonText.of(json);
  }

  private static JsonObject json(Checkup checkup) {
    JsonObject json = new JsonObject();
    json.addProperty("environment", checkup.environment().toString());
    json.addProperty("state", checkup.state().name());
    add(json, "route", checkup.route());
    JsonArray parts = new JsonArray();
    checkup.parts().forEach(check -> parts.add(json(check)));
    json.add("parts", parts);
    add(json, "trouble", checkup.trouble());
    return json;
  }

  private static JsonObject json(PartCheck check) {
    JsonObject json = new JsonObject();
    json.addProperty("part", check.part());
    json.addProperty("sight", check.visibility().name());
    add(json, "reason", check.reason());
    add(json, "why", check.why());
    if (!check.fix().isEmpty()) {
      json.add("fix", JsonFields.texts(check.fix()));
    }
    return json;
  }

  private static void add(JsonObject json, String key, String value) {
    if (!value.isEmpty()) {
      json.addProperty(key, value);
    }
  }
}
