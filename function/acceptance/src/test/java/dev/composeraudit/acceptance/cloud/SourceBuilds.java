package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** What a {@link CloudApis} answers where sources are uploaded to storage and built. */
final class SourceBuilds {
  private static final String BUILD = "projects/demo-project/locations/us-central1/builds/b-1";

  private SourceBuilds() {}

  /** The bucket for sources is there, alone and of this project. */
  static CloudAnswer bucket(String project) {
    String bucket =
        "'id': 'run-sources-%s-us-central1', 'location': 'US-CENTRAL1'".formatted(project);
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

  /** The build when it has ended. */
  static JsonObject built() {
    return object(
        "{'id': 'b-1', 'name': '%s', 'status': 'SUCCESS',".formatted(BUILD)
            + " 'results': {'images': [{'digest': 'sha256:1'}]}}");
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
