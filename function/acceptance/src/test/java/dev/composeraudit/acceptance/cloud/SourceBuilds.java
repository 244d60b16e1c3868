package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link CloudApis} answers where sources are uploaded to storage and built. */
final class SourceBuilds {
  private static final String BUILD = "projects/demo-project/locations/us-central1/builds/b-1";

  private static final Pattern IMAGE =
      Pattern.compile("(.+)-docker\\.pkg\\.dev/([^/]+)/([^/]+)/([^/:]+):(.+)");

  private SourceBuilds() {}

  /** The bucket for sources is there, alone and of this project, whatever its name. */
  static CloudAnswer bucket(RecordedCall call) {
    String listed = call.parameter("prefix");
    String id = listed.isEmpty() ? call.path().replaceFirst(".*/b/", "") : listed;
    String bucket = "'id': '%s', 'location': 'US-CENTRAL1'".formatted(id);
    return CloudAnswer.of(object("{%s, 'items': [{%s}]}".formatted(bucket, bucket)));
  }

  /** An upload may begin. */
  static CloudAnswer upload() {
    return CloudAnswer.of(object("{'kind': 'storage#object'}"));
  }

  /** The build has been accepted. */
  static CloudAnswer submitted() {
    return CloudAnswer.of(
        object(
            "{'buildOperation': {'name': 'b', 'metadata': {'build': {'id': 'b-1', 'name': '%s',"
                    .formatted(BUILD)
                + " 'projectId': 'demo-project', 'logUrl': 'https://log.test'}}}}"));
  }

  /** A build as {@code gcloud builds submit} has it made: of an image, which is there at once. */
  static CloudAnswer ofImage(CloudStore store, String collection, JsonObject build) {
    String image = build.getAsJsonObject("substitutions").get("_IMAGE").getAsString();
    Matcher named = IMAGE.matcher(image);
    if (!named.matches()) {
      return CloudAnswer.error(400, "INVALID_ARGUMENT", image);
    }
    String tag =
        "projects/%s/locations/%s/repositories/%s/packages/%s/tags/%s"
            .formatted(
                named.group(2), named.group(1), named.group(3), named.group(4), named.group(5));
    JsonObject tagged = new JsonObject();
    tagged.addProperty("name", tag);
    store.put("artifactregistry", tag, tagged);
    JsonObject built = built();
    built.addProperty("name", collection + "/b-1");
    built.add("options", build.get("options"));
    store.put("cloudbuild", collection + "/b-1", built);
    return CloudAnswer.of(
        object(
            "{'name': 'operations/b', 'metadata': {'@type':"
                + " 'type.googleapis.com/google.devtools.cloudbuild.v1.BuildOperationMetadata',"
                + " 'build': %s}}".formatted(built)));
  }

  /** The build when it has ended. */
  static JsonObject built() {
    return object(
        "{'id': 'b-1', 'name': '%s', 'projectId': 'demo-project', 'status': 'SUCCESS',"
                .formatted(BUILD)
            + " 'results': {'images': [{'digest': 'sha256:1'}]}}");
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
