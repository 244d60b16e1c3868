package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.document.InputHints;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.terraform.TerraformConfiguration.Written;
import dev.composeraudit.document.Document;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads plans as {@code terraform show -json} and OpenTofu print them. What will be there after the
 * apply is judged: changes by what comes of them, what is left alone by the state.
 */
public final class PlanReader {
  private static final Pattern VERSION = Pattern.compile("[01](\\..*)?");

  private static final String NO_CHANGE =
      "the plan does not have what the environment will be; " + InputHints.PLAN;
  private static final String FORGOTTEN =
      "%s: %s will no longer be managed by Terraform, so it is not judged; the environment stays";

  private final Document document;
  private final InputResult result;
  private final Set<String> seen = new HashSet<>();

  public PlanReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  public void read(JsonObject plan, String path) {
    if (!isKnownVersion(document, plan, path, result)) {
      return;
    }
    TerraformConfiguration configuration = new TerraformConfiguration(plan);
    TerraformSources sources = new TerraformSources(document.file().path(), configuration);
    TerraformResources resources = new TerraformResources(document, result, sources);
    WrittenSettings settings = new WrittenSettings(configuration, refersToUnknowns(plan));
    for (String key : List.of("resource_changes", "deferred_changes")) {
      if (plan.get(key) instanceof JsonArray changes) {
        for (int i = 0; i < changes.size(); i++) {
          readChange(changes.get(i), path + "." + key + "[" + i + "]", resources, settings);
        }
      }
    }
    boolean whole = isWhole(plan);
    // What the changes leave out, if they were removed or cut.
    JsonObject planned = new JsonObject();
    planned.add("values", plan.get("planned_values"));
    seen.addAll(resources.readValues(planned, path + ".planned_values", seen));
    noteDestroyed(plan);
    if (plan.get("prior_state") instanceof JsonObject state) {
      seen.addAll(resources.readValues(state, path + ".prior_state", seen));
    }
    if (!whole) {
      readUnplanned(configuration, path, resources);
    }
  }

  static boolean isKnownVersion(
      Document document, JsonObject root, String path, InputResult result) {
    String version = Fields.text(root, "format_version");
    if (version.isEmpty() || VERSION.matcher(version).matches()) {
      return true;
    }
    result.addIssue(
        document.issue(
            "version",
            path + ".format_version",
            "Terraform's JSON format %s is not known; 0 and 1 are".formatted(version)));
    return false;
  }

  private void readChange(
      JsonElement element, String path, TerraformResources resources, WrittenSettings settings) {
    if (!(element instanceof JsonObject entry)) {
      return;
    }
    if (entry.get("resource_change") instanceof JsonObject deferred) {
      readChange(deferred, path + ".resource_change", resources, settings);
      return;
    }
    if (!TerraformConfiguration.isEnvironment(entry)) {
      return;
    }
    String address = Fields.text(entry, "address");
    seen.add(address);
    seen.add(Fields.text(entry, "previous_address"));
    JsonObject change = Fields.object(entry, "change");
    if (change == null) {
      result.addIssue(document.issue("change", path, NO_CHANGE));
      return;
    }
    PlannedValue after = PlannedValue.of(change);
    boolean stays = after.isObject() || after.isUnknown() || isDone(change, "create");
    if (!Fields.text(entry, "deposed").isEmpty() || isLeft(change)) {
      if (isDone(change, "forget")) {
        result.addNote(FORGOTTEN.formatted(document.file().path(), address));
      }
      result.ignore();
      return;
    }
    if (!stays) {
      result.addIssue(document.issue("change", path, NO_CHANGE));
      return;
    }
    PlannedValue before = PlannedValue.known(member(change, "before"), JsonNull.INSTANCE);
    AgentSetting agent = settings.agent(address, after, before, isDone(change, "create"));
    resources.add(address, path, after, agent, settings.imageUnknown(address, after));
  }

  private static boolean isDone(JsonObject change, String action) {
    return change.get("actions") instanceof JsonArray actions
        && actions.contains(new JsonPrimitive(action));
  }

  /** Whether it is gone afterwards, or no longer Terraform's. */
  private static boolean isLeft(JsonObject change) {
    return (isDone(change, "delete") || isDone(change, "forget")) && !isDone(change, "create");
  }

  private void noteDestroyed(JsonObject plan) {
    if (plan.get("resource_drift") instanceof JsonArray drift) {
      for (JsonElement each : drift) {
        if (each instanceof JsonObject entry
            && TerraformConfiguration.isEnvironment(entry)
            && entry.get("change") instanceof JsonObject change
            && member(change, "after").isJsonNull()) {
          seen.add(Fields.text(entry, "address"));
          result.ignore();
        }
      }
    }
  }

  /** Whether the plan is complete; otherwise the reason is reported. */
  private boolean isWhole(JsonObject plan) {
    String file = document.file().path();
    if (plan.has("errored") && !plan.get("errored").equals(new JsonPrimitive(false))) {
      result.addMissing(file + ": the plan ended with an error, and is not complete");
      return false;
    }
    if (plan.has("complete") && !plan.get("complete").equals(new JsonPrimitive(true))) {
      result.addMissing(file + ": the plan is not complete (targeted or deferred)");
      return false;
    }
    return true;
  }

  /** What is written and was not planned is not passed over. */
  private void readUnplanned(
      TerraformConfiguration configuration, String path, TerraformResources resources) {
    Set<String> planned = new HashSet<>();
    seen.forEach(address -> planned.add(TerraformAddress.parse(address).resource()));
    for (Written written : configuration.environments()) {
      if (!planned.contains(written.address())) {
        resources.addUnplanned(written, path);
      }
    }
  }

  /**
   * Whether something that the configuration does not show, such as a dynamic block, depends on
   * what is known after apply. Terraform names all attributes that expressions refer to.
   */
  private static boolean refersToUnknowns(JsonObject plan) {
    if (!(plan.get("relevant_attributes") instanceof JsonArray attributes)) {
      return false;
    }
    String written = String.valueOf(plan.get("configuration"));
    for (JsonElement each : attributes) {
      if (each instanceof JsonObject attribute
          && isUnknown(plan, attribute)
          && !written.contains("\"" + reference(attribute) + "\"")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnknown(JsonObject plan, JsonObject attribute) {
    String resource = TerraformAddress.parse(Fields.text(attribute, "resource")).resource();
    if (!(plan.get("resource_changes") instanceof JsonArray changes)
        || !(attribute.get("attribute") instanceof JsonArray steps)) {
      return false;
    }
    for (JsonElement each : changes) {
      if (each instanceof JsonObject entry
          && entry.get("change") instanceof JsonObject change
          && TerraformAddress.parse(Fields.text(entry, "address")).resource().equals(resource)
          && isUnknown(PlannedValue.of(change), steps)) {
        return true;
      }
    }
    return false;
  }

  /** Without a name the whole resource is meant, as where an index is a variable. */
  private static boolean isUnknown(PlannedValue value, JsonArray steps) {
    return (!steps.isEmpty() && steps.get(0) instanceof JsonPrimitive name)
        ? value.member(name.getAsString()).isUnknown()
        : value.isUnknown();
  }

  /** An attribute as an expression of its own module names it. */
  private static String reference(JsonObject attribute) {
    TerraformAddress resource = TerraformAddress.parse(Fields.text(attribute, "resource"));
    StringBuilder reference =
        new StringBuilder(
            String.join(
                ".",
                resource.steps().subList(resource.modules().size() * 2, resource.steps().size())));
    for (JsonElement step : attribute.getAsJsonArray("attribute")) {
      if (!(step instanceof JsonPrimitive name) || !name.isString()) {
        break;
      }
      reference.append('.').append(name.getAsString());
    }
    return reference.toString();
  }

  private static JsonElement member(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value == null ? JsonNull.INSTANCE : value;
  }
}
