package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.environment.Origin;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.cli.input.terraform.TerraformConfiguration.Written;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Position;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds resources of plans and states to the environments that were found. */
final class TerraformResources {
  private static final String NOT_IN_STATE =
      "the state does not have config.node_config.enable_ip_masq_agent; refresh it with a newer"
          + " provider";
  private static final String NOT_PLANNED =
      "in the configuration, but not in the plan, which is not complete";

  private final Document document;
  private final InputResult result;
  private final TerraformSources sources;

  TerraformResources(Document document, InputResult result, TerraformSources sources) {
    this.document = document;
    this.result = result;
    this.sources = sources;
  }

  /**
   * Adds a resource.
   *
   * @param imageUnknown why its image version is unknown; blank if it is known
   */
  void add(
      String address, String path, PlannedValue resource, AgentSetting agent, String imageUnknown) {
    SubjectDraft draft = TerraformEnvironment.draft(resource, agent, imageUnknown);
    EnvironmentName name = TerraformEnvironment.name(resource);
    add(address, path, line(path), name, draft, resource.isSensitive());
  }

  void addUnplanned(Written written, String path) {
    SubjectDraft draft = SubjectDraft.ofEnvironment(new JsonObject());
    draft.setName(null, NOT_PLANNED);
    draft.setFieldUnknown("config", Reason.NOT_YET, NOT_PLANNED);
    add(written.address(), path, null, null, draft, false);
  }

  /** Adds an environment, at its place in the Terraform files if they are there. */
  private void add(
      String address,
      String path,
      @Nullable Integer line,
      @Nullable EnvironmentName name,
      SubjectDraft draft,
      boolean hasSecrets) {
    TerraformSources.Found source = sources.find(TerraformAddress.parse(address));
    Origin origin = new Origin(document, path, Origin.SUBJECT);
    result.add(
        new InputEnvironment(
            source == null ? document.file().path() : source.file(),
            source == null ? line : Integer.valueOf(source.line()),
            address,
            name,
            draft.root(),
            origin,
            hasSecrets));
  }

  /**
   * Adds the environments of a state.
   *
   * @param seen addresses that are passed over
   * @return their addresses
   */
  Set<String> readValues(JsonObject state, String path, Set<String> seen) {
    Set<String> read = new HashSet<>();
    if (state.get("values") instanceof JsonObject values
        && values.get("root_module") instanceof JsonObject module) {
      readModule(module, path + ".values.root_module", seen, read);
    }
    return read;
  }

  private void readModule(JsonObject module, String path, Set<String> seen, Set<String> read) {
    if (module.get("resources") instanceof JsonArray resources) {
      for (int i = 0; i < resources.size(); i++) {
        if (resources.get(i) instanceof JsonObject resource
            && TerraformConfiguration.isEnvironment(resource)) {
          readResource(resource, path + ".resources[" + i + "]", seen, read);
        }
      }
    }
    if (module.get("child_modules") instanceof JsonArray modules) {
      for (int i = 0; i < modules.size(); i++) {
        if (modules.get(i) instanceof JsonObject child) {
          readModule(child, path + ".child_modules[" + i + "]", seen, read);
        }
      }
    }
  }

  private void readResource(JsonObject resource, String path, Set<String> seen, Set<String> read) {
    String address = Fields.text(resource, "address");
    if (!Fields.text(resource, "deposed_key").isEmpty()) {
      result.ignore();
      return;
    }
    if (!address.isEmpty() && seen.contains(address)) {
      return;
    }
    read.add(address);
    JsonElement values = resource.get("values");
    JsonElement sensitive = resource.get("sensitive_values");
    PlannedValue known =
        PlannedValue.known(
            values == null ? JsonNull.INSTANCE : values,
            sensitive == null ? JsonNull.INSTANCE : sensitive);
    PlannedValue flag = known.block("config").block("node_config").member("enable_ip_masq_agent");
    add(
        address,
        path,
        known,
        WrittenSettings.known(flag).orElseGet(() -> new AgentSetting.Open(NOT_IN_STATE)),
        "");
  }

  /** The line of a value; null where places are not kept. */
  private @Nullable Integer line(String path) {
    Position place = document.places().get(path);
    return place == null ? null : Integer.valueOf(place.line());
  }
}
