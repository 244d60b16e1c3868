package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.terraform.TerraformConfiguration.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says of the two settings that decide, {@code enable_ip_masq_agent} and {@code
 * image_version}. The attribute is Optional and Computed, so that a plan shows it as unknown both
 * where nothing is written and where an expression is not resolved yet; only the configuration
 * distinguishes these.
 */
final class WrittenSettings {
  private static final String ATTRIBUTE = "enable_ip_masq_agent";
  private static final String WHERE = "config.node_config." + ATTRIBUTE;

  private final TerraformConfiguration configuration;
  private final boolean refersToUnknowns;

  /**
   * @param refersToUnknowns whether something in the configuration refers to what is known after
   *     apply and is not shown, such as a dynamic block
   */
  WrittenSettings(TerraformConfiguration configuration, boolean refersToUnknowns) {
    this.configuration = configuration;
    this.refersToUnknowns = refersToUnknowns;
  }

  /** Why the image version of a planned resource is not known; blank if it is. */
  String imageUnknown(String address, PlannedValue after) {
    PlannedValue image = after.block("config").block("software_config").member("image_version");
    if (!image.text().isEmpty()) {
      return "";
    }
    TerraformAddress parsed = TerraformAddress.parse(address);
    return configuration
        .find(parsed.modules(), parsed.name())
        .map(written -> imageUnknown(written))
        .orElse("");
  }

  private String imageUnknown(Written resource) {
    JsonObject config = block(resource.expressions(), "config");
    JsonObject software = config == null ? null : block(config, "software_config");
    JsonElement expression = software == null ? null : software.get("image_version");
    return expression == null || isNull(expression)
        ? "config.software_config.image_version is not in the plan: whether there is an IP"
            + " masquerade agent depends on the image that Composer chooses"
        : "config.software_config.image_version is known after apply: it is "
            + references(expression, resource.modules());
  }

  /** The agent of a planned resource. */
  AgentSetting agent(String address, PlannedValue after, PlannedValue before, boolean isCreated) {
    PlannedValue nodeConfig = after.block("config").block("node_config");
    PlannedValue planned = nodeConfig.member(ATTRIBUTE);
    Optional<AgentSetting> known = known(planned);
    if (known.isPresent()) {
      return known.get();
    }
    if (!planned.isUnknown()) {
      return new AgentSetting.Open(WHERE + " is neither in the plan nor known after apply");
    }
    if (!isCreated) {
      Optional<AgentSetting> prior =
          known(before.block("config").block("node_config").member(ATTRIBUTE));
      if (prior.isPresent() && prior.get() instanceof AgentSetting.Off) {
        return prior.get();
      }
      return new AgentSetting.Open(WHERE + " is known after apply");
    }
    TerraformAddress parsed = TerraformAddress.parse(address);
    return configuration
        .find(parsed.modules(), parsed.name())
        .map(written -> written(written, nodeConfig))
        .orElseGet(
            () ->
                new AgentSetting.Open(
                    WHERE + " is known after apply, and the configuration is not in the plan"));
  }

  /** The setting that a state or a plan knows; empty if it does not. */
  static Optional<AgentSetting> known(PlannedValue flag) {
    if (flag.value() instanceof JsonPrimitive value && !flag.isUnknown()) {
      return switch (value.getAsString()) {
        case "true" -> Optional.of(new AgentSetting.On());
        case "false" -> Optional.of(new AgentSetting.Off());
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private AgentSetting written(Written resource, PlannedValue nodeConfig) {
    JsonObject config = block(resource.expressions(), "config");
    JsonObject node = config == null ? null : block(config, "node_config");
    if (node == null) {
      return withoutBlock(nodeConfig);
    }
    JsonElement expression = node.get(ATTRIBUTE);
    if (expression == null || isNull(expression)) {
      return new AgentSetting.Off();
    }
    return new AgentSetting.Open(
        "%s is known after apply: it is %s"
            .formatted(WHERE, references(expression, resource.modules())));
  }

  /** Dynamic blocks are left out of the configuration. */
  private AgentSetting withoutBlock(PlannedValue nodeConfig) {
    if (nodeConfig.isObject()) {
      return new AgentSetting.Open(
          WHERE
              + " is known after apply: the plan does not show what a dynamic node_config block"
              + " contains");
    }
    return refersToUnknowns
        ? new AgentSetting.Open(
            WHERE
                + " is known after apply: the plan does not show whether there is a dynamic"
                + " node_config block")
        : new AgentSetting.Off();
  }

  /**
   * Whether an expression is the literal null: nothing is set. One without a value and without a
   * reference is a call of a function, such as {@code sensitive(...)}.
   */
  private static boolean isNull(JsonElement expression) {
    return expression instanceof JsonObject object
        && object.has("constant_value")
        && object.get("constant_value").isJsonNull();
  }

  private String references(JsonElement expression, List<String> modules) {
    List<String> names = new ArrayList<>();
    if (expression instanceof JsonObject object
        && object.get("references") instanceof JsonArray references) {
      for (JsonElement reference : references) {
        if (!(reference instanceof JsonPrimitive text)) {
          continue;
        }
        String name = text.getAsString();
        // Terraform names each part of a reference after the whole.
        if (names.stream().noneMatch(longer -> longer.startsWith(name))) {
          names.add(name + caller(name, modules));
        }
      }
    }
    return names.isEmpty() ? "an expression that the plan does not show" : String.join(", ", names);
  }

  /** What the call of the module gives for a variable, in brackets. */
  private String caller(String reference, List<String> modules) {
    if (modules.isEmpty() || !reference.startsWith("var.")) {
      return "";
    }
    String variable = reference.split("\\.", 3)[1].replaceAll("\\[.*", "");
    JsonElement argument = configuration.argument(modules, variable);
    String where = "module." + String.join(".module.", modules);
    return argument.isJsonNull()
        ? " of " + where
        : " (in %s: %s)"
            .formatted(where, references(argument, modules.subList(0, modules.size() - 1)));
  }

  private static @Nullable JsonObject block(JsonObject parent, String name) {
    JsonElement value = parent.get(name);
    if (value instanceof JsonArray array && !array.isEmpty()) {
      return array.get(0) instanceof JsonObject block ? block : null;
    }
    return value instanceof JsonObject block ? block : null;
  }
}
