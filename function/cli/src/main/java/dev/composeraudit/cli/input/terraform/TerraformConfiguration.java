package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@code configuration} of a Terraform plan: what is written, not what comes of it. */
final class TerraformConfiguration {
  static final String TYPE = "google_composer_environment";

  private final JsonObject root;

  TerraformConfiguration(JsonObject plan) {
    JsonObject configuration = Fields.object(plan, "configuration");
    JsonObject module = configuration == null ? null : child(configuration, "root_module");
    this.root = module == null ? new JsonObject() : module;
  }

  /**
   * A resource as it is written, once for all its instances.
   *
   * @param modules the calls that lead to it, outermost first
   * @param expressions by attribute and block
   */
  record Written(String address, List<String> modules, String name, JsonObject expressions) {}

  /** Every environment that is written, whether it was planned or not. */
  List<Written> environments() {
    List<Written> found = new ArrayList<>();
    collect(root, new ArrayList<>(), found);
    return found;
  }

  /** The resource of that module and name; empty if it is not written. */
  Optional<Written> find(List<String> modules, String name) {
    return environments().stream()
        .filter(each -> each.modules().equals(modules) && each.name().equals(name))
        .findFirst();
  }

  /** Where the source of a module is, as its call says it; blank if that is not known. */
  List<String> sources(List<String> modules) {
    List<String> sources = new ArrayList<>();
    JsonObject module = root;
    for (String name : modules) {
      JsonObject call = call(module, name);
      sources.add(Fields.text(call, "source"));
      JsonObject inner = call == null ? null : child(call, "module");
      module = inner == null ? new JsonObject() : inner;
    }
    return sources;
  }

  /** What the call of a module gives for one of its variables. */
  JsonElement argument(List<String> modules, String variable) {
    JsonObject module = root;
    JsonObject call = null;
    for (String name : modules) {
      call = call(module, name);
      JsonObject inner = call == null ? null : child(call, "module");
      module = inner == null ? new JsonObject() : inner;
    }
    JsonObject expressions = call == null ? null : child(call, "expressions");
    return expressions == null || !expressions.has(variable)
        ? JsonNull.INSTANCE
        : expressions.get(variable);
  }

  private static void collect(JsonObject module, List<String> path, List<Written> found) {
    if (module.get("resources") instanceof JsonArray resources) {
      for (JsonElement each : resources) {
        if (each instanceof JsonObject resource && isEnvironment(resource)) {
          found.add(written(resource, path));
        }
      }
    }
    JsonObject calls = child(module, "module_calls");
    if (calls != null) {
      for (String name : calls.keySet()) {
        JsonObject inner = call(module, name);
        JsonObject below = inner == null ? null : child(inner, "module");
        if (below != null) {
          List<String> longer = new ArrayList<>(path);
          longer.add(name);
          collect(below, longer, found);
        }
      }
    }
  }

  private static Written written(JsonObject resource, List<String> path) {
    StringBuilder address = new StringBuilder();
    path.forEach(name -> address.append("module.").append(name).append('.'));
    String name = Fields.text(resource, "name");
    JsonObject expressions = child(resource, "expressions");
    return new Written(
        address + TYPE + "." + name,
        List.copyOf(path),
        name,
        expressions == null ? new JsonObject() : expressions);
  }

  private static @Nullable JsonObject call(JsonObject module, String name) {
    JsonObject calls = child(module, "module_calls");
    return calls == null ? null : child(calls, name);
  }

  private static @Nullable JsonObject child(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject child ? child : null;
  }

  /** Whether a resource of a plan or state is a managed environment. */
  static boolean isEnvironment(JsonObject resource) {
    String mode = Fields.text(resource, "mode");
    return Fields.text(resource, "type").equals(TYPE) && (mode.isEmpty() || mode.equals("managed"));
  }
}
