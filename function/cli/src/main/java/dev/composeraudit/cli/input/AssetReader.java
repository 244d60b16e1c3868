package dev.composeraudit.cli.input;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.document.InputHints;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.environment.Names;
import dev.composeraudit.cli.input.environment.Origin;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.document.Document;
import dev.composeraudit.subject.Observed.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cloud Asset Inventory's exports, lists and search results. Assets of other types are passed
 * over.
 */
final class AssetReader {
  private static final String TYPE = "composer.googleapis.com/Environment";
  private static final String HOST = "//composer.googleapis.com/";
  private static final String WITHOUT_DATA =
      "the asset has no resource data; add --content-type=resource to gcloud asset list or export,"
          + " or --read-mask='*' to gcloud asset search-all-resources";
  private static final String LISTS =
      "the asset has Terraform's attributes, which leave out unknown values; " + InputHints.PLAN;

  private final Document document;
  private final InputResult result;

  AssetReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  void read(JsonObject asset, String path) {
    if (asset.get("asset") instanceof JsonObject inner) {
      // An entry of an asset's history.
      if (asset.get("deleted") instanceof JsonPrimitive deleted && deleted.getAsBoolean()) {
        result.ignore();
      } else {
        read(inner, path + ".asset");
      }
      return;
    }
    if (!Fields.text(asset, "assetType").equals(TYPE)
        && !Fields.text(asset, "asset_type").equals(TYPE)) {
      return;
    }
    String dataPath = path + ".resource.data";
    JsonObject data = data(asset);
    if (data == null) {
      dataPath = path;
      data = new JsonObject();
      result.addMissing(document.file().path() + ": " + WITHOUT_DATA);
    }
    JsonObject environment = data.deepCopy();
    String name = Fields.text(asset, "name");
    if (!environment.has("name") && name.startsWith(HOST)) {
      environment.addProperty("name", name.substring(HOST.length()));
    }
    readEnvironment(environment, dataPath);
  }

  /** The {@code resource} of an asset, by itself. */
  void readData(JsonObject resource, String path) {
    String type = Fields.text(resource, "discoveryName") + Fields.text(resource, "discovery_name");
    if (type.equals("Environment")) {
      readEnvironment(resource.getAsJsonObject("data").deepCopy(), path + ".data");
    }
  }

  private void readEnvironment(JsonObject environment, String path) {
    if (environment.get("config") instanceof JsonArray) {
      readTerraformForm(environment, path);
    } else {
      new EnvironmentDocumentReader(document, result).read(environment, path);
    }
  }

  /** Some converters write Terraform's attributes, where each block is a list. */
  private void readTerraformForm(JsonObject environment, String path) {
    SubjectDraft draft = SubjectDraft.ofEnvironment(new JsonObject());
    draft.setFieldUnknown("config", Reason.NOT_YET, LISTS);
    draft.environment().add("name", environment.get("name"));
    result.add(
        InputEnvironment.of(
            new Origin(document, path, Origin.ENVIRONMENT),
            null,
            Names.parse(Fields.text(environment, "name")),
            draft));
  }

  private static @Nullable JsonObject data(JsonObject asset) {
    JsonObject resource = Fields.object(asset, "resource");
    if (resource != null && resource.get("data") instanceof JsonObject data) {
      return data;
    }
    // A search gives the resource of each version of the API; they are alike.
    for (String key : new String[] {"versionedResources", "versioned_resources"}) {
      if (asset.get(key) instanceof JsonArray versions) {
        JsonObject found = newest(versions);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static @Nullable JsonObject newest(JsonArray versions) {
    JsonObject found = null;
    for (JsonElement version : versions) {
      if (version instanceof JsonObject object
          && object.get("resource") instanceof JsonObject resource
          && (found == null || Fields.text(object, "version").equals("v1"))) {
        found = resource;
      }
    }
    return found;
  }
}
