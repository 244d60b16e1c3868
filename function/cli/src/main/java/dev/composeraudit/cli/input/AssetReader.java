package dev.composeraudit.cli.input;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.document.InputHints;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.environment.Names;
import dev.composeraudit.cli.input.environment.Origin;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Observed.Reason;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads Cloud Asset Inventory's exports, lists and search results. Assets of other types are passed
 * over.
 */
final class AssetReader {
  private static final String TYPE = "composer.googleapis.com/Environment";
  private static final Pattern PROJECT = Pattern.compile("^projects/[^/]+/");
  private static final Pattern NUMBER = Pattern.compile("projects/[0-9]+/");
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
    if (!isEnvironment(asset)) {
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
    // A search repeats the state beside the data.
    if (!environment.has("state") && asset.has("state")) {
      environment.add("state", asset.get("state"));
    }
    if (asset.has("state") && !asset.get("state").equals(environment.get("state"))) {
      result.addIssue(
          document.issue(
              "state",
              path,
              "the asset has the state %s, and its data %s; search again"
                  .formatted(
                      Excerpt.line(asset.get("state").toString()),
                      Excerpt.line(environment.get("state").toString()))));
      return;
    }
    String name = name(asset);
    String other = Fields.text(environment, "name");
    if (other.isEmpty() && !name.isEmpty()) {
      environment.addProperty("name", name);
    } else if (!name.isEmpty() && !isSame(name, other)) {
      result.addIssue(
          document.issue(
              "name",
              path,
              "the asset is named %s, and its data %s; give the asset as Asset Inventory printed it"
                  .formatted(Excerpt.of(name), Excerpt.of(other))));
      return;
    }
    readEnvironment(environment, dataPath);
  }

  static boolean isEnvironment(JsonObject asset) {
    return Fields.text(asset, "assetType").equals(TYPE)
        || Fields.text(asset, "asset_type").equals(TYPE);
  }

  /** The environment's name, as the asset's own name has it; blank if it is no name of one. */
  static String name(JsonObject asset) {
    String name = Fields.text(asset, "name");
    return name.startsWith(HOST) ? name.substring(HOST.length()) : "";
  }

  /** Either name may have the project's number in place of its id. */
  private static boolean isSame(String name, String other) {
    return name.equals(other)
        || (PROJECT.matcher(name).replaceFirst("").equals(PROJECT.matcher(other).replaceFirst(""))
            && (NUMBER.matcher(name).lookingAt() || NUMBER.matcher(other).lookingAt()));
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
