package dev.composeraudit.cli.diff;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.diff.DiffReport.EnvironmentChange;
import dev.composeraudit.cli.diff.DiffReport.FirewallChange;
import dev.composeraudit.cli.diff.DiffReport.Presence;
import dev.composeraudit.cli.diff.DiffReport.RangeChange;
import dev.composeraudit.cli.diff.DiffReport.ResultChange;
import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.format.JsonText;
import dev.composeraudit.report.json.JsonFields;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object. Scripts may rely on its fields; fields may be added.
 *
 * <pre>
 * {"summary": {"compared": n, "changed": n, "worse": n, "onlyBefore": n, "onlyAfter": n},
 *  "worse": true if something got worse, "partial": true if something could not be read,
 *  "missing": […], "notes": […], one line each,
 *  "environments": those that change: [{
 *    "environment": "projects/…", or what it is called where its name is not known yet,
 *    "presence": BOTH, ONLY_BEFORE or ONLY_AFTER,
 *    "effect": WORSE, UNKNOWN (not known), OTHER or BETTER: the gravest of its changes,
 *    "results": [{"policy", "binding", "destination": blank where there is none, "effect",
 *      "before", "after": {"result", "severity", "messages": […]}, or null if there is none}],
 *    "ranges": [{"first", "last": addresses, "cidrs": the same as CIDRs,
 *      "before", "after": POD, NODE or UNKNOWN, "effect",
 *      "example": {"destination", "before", "after": the ranges of the source address},
 *      "firewalls": [{"binding", "destination", "address": where the packet goes,
 *        "before", "after": YES, NO, IN_PART or UNKNOWN: whether it is let through}]}],
 *    "notes": […]}]}
 * </pre>
 */
public final class DiffJson implements Format<DiffReport> {
  @Override
  public String name() {
    return "json";
  }

  @Override
  public void write(DiffReport report, Writer out) throws IOException {
    JsonObject json = new JsonObject();
    JsonObject summary = new JsonObject();
    summary.addProperty("compared", report.compared());
    summary.addProperty(
        "changed",
        report.environments().stream().filter(each -> each.presence() == Presence.BOTH).count());
    summary.addProperty("worse", report.count(Effect.WORSE));
    summary.addProperty("onlyBefore", report.count(Presence.ONLY_BEFORE));
    summary.addProperty("onlyAfter", report.count(Presence.ONLY_AFTER));
    json.add("summary", summary);
    json.addProperty("worse", report.isWorse());
    json.addProperty("partial", report.isPartial());
    json.add("missing", JsonFields.texts(report.missing()));
    json.add("notes", JsonFields.texts(report.notes()));
    JsonArray environments = new JsonArray();
    report.environments().forEach(each -> environments.add(environment(each)));
    json.add("environments", environments);
    out.write(JsonText.of(json) + "\n");
  }

  private static JsonObject environment(EnvironmentChange change) {
    JsonObject json = new JsonObject();
    json.addProperty("environment", change.label());
    json.addProperty("presence", change.presence().name());
    json.addProperty("effect", change.effect().name());
    JsonArray results = new JsonArray();
    change.results().forEach(each -> results.add(result(each)));
    json.add("results", results);
    JsonArray ranges = new JsonArray();
    change.ranges().forEach(each -> ranges.add(range(each)));
    json.add("ranges", ranges);
    json.add("notes", JsonFields.texts(change.notes()));
    return json;
  }

  private static JsonObject result(ResultChange change) {
    JsonObject json = new JsonObject();
    json.addProperty("policy", change.key().policy());
    json.addProperty("binding", change.key().binding());
    json.addProperty("destination", change.key().destination());
    json.addProperty("effect", change.effect().name());
    json.add("before", judged(change.before()));
    json.add("after", judged(change.after()));
    return json;
  }

  private static JsonElement judged(@Nullable JudgedResult result) {
    if (result == null) {
      return JsonNull.INSTANCE;
    }
    JsonObject json = new JsonObject();
    json.addProperty("result", result.outcome().name());
    json.addProperty("severity", result.severity().name());
    json.add("messages", JsonFields.texts(result.messages()));
    return json;
  }

  private static JsonObject range(RangeChange change) {
    JsonObject json = new JsonObject();
    json.addProperty("first", change.range().first().toString());
    json.addProperty("last", change.range().last().toString());
    List<String> cidrs = change.range().toCidrs().stream().map(Object::toString).toList();
    json.add("cidrs", JsonFields.texts(cidrs));
    json.addProperty("before", change.before().name());
    json.addProperty("after", change.after().name());
    json.addProperty("effect", change.effect().name());
    JsonObject example = new JsonObject();
    example.addProperty("destination", change.example().destination().toString());
    example.add("before", JsonFields.texts(change.example().before()));
    example.add("after", JsonFields.texts(change.example().after()));
    json.add("example", example);
    JsonArray firewalls = new JsonArray();
    change.firewalls().forEach(each -> firewalls.add(firewall(each)));
    json.add("firewalls", firewalls);
    return json;
  }

  private static JsonObject firewall(FirewallChange change) {
    JsonObject json = new JsonObject();
    json.addProperty("binding", change.binding());
    json.addProperty("destination", change.destination());
    json.addProperty("address", change.to().toString());
    json.addProperty("before", change.before().name());
    json.addProperty("after", change.after().name());
    return json;
  }
}
