package dev.composeraudit.cli.input;

import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.document.InputHints;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.environment.Names;
import dev.composeraudit.cli.input.environment.Origin;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.cli.input.environment.UnknownFieldMarker;
import dev.composeraudit.document.Document;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import org.jspecify.annotations.Nullable;

/** Reads environments as gcloud and REST print them, and requests that create or change one. */
final class EnvironmentDocumentReader {
  private static final String PART =
      "not in the document, which has only a part of the environment; " + InputHints.DESCRIBE;
  private static final String CHANGE =
      "the request changes an environment, and does not have the whole environment; "
          + InputHints.DESCRIBE;
  private static final String NAMELESS = "the document does not name the environment";

  private final Document document;
  private final InputResult result;

  EnvironmentDocumentReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  /** An environment that exists, or the body of a request to create one. */
  void read(JsonObject environment, String path) {
    SubjectDraft draft = SubjectDraft.ofEnvironment(environment.deepCopy());
    UnknownFieldMarker marker = new UnknownFieldMarker(draft);
    marker.markMisspelt();
    marker.markImageVersion();
    if (!marker.isComplete()) {
      // A selection of fields may have the form of a request: what is absent may be left out.
      if (marker.looksCreated() || !marker.hasNodeConfig()) {
        marker.markAbsentFields(PART);
      }
      marker.markServerDefaults();
    }
    add(draft, environment.get("name") == null, path);
  }

  void readCreateRequest(JsonObject request, String path) {
    JsonObject environment = request.getAsJsonObject("environment").deepCopy();
    if (!environment.has("name")) {
      String id = Fields.text(request, "environmentId");
      EnvironmentName name = Names.parse(Fields.text(request, "parent") + "/environments/" + id);
      if (name != null) {
        environment.addProperty("name", name.toString());
      }
    }
    SubjectDraft draft = SubjectDraft.ofEnvironment(environment);
    UnknownFieldMarker marker = new UnknownFieldMarker(draft);
    marker.markMisspelt();
    marker.markImageVersion();
    marker.markServerDefaults();
    add(draft, !environment.has("name"), path + ".environment");
  }

  /** What an environment has is not in a request that changes something of it. */
  void readUpdateRequest(JsonObject request, String path) {
    JsonObject environment = request.getAsJsonObject("environment").deepCopy();
    if (!environment.has("name") && request.has("name")) {
      environment.add("name", request.get("name"));
    }
    SubjectDraft draft = SubjectDraft.ofEnvironment(environment);
    draft.setFieldUnknown("config", Reason.NOT_YET, CHANGE);
    add(draft, !environment.has("name"), path + ".environment");
  }

  private void add(SubjectDraft draft, boolean nameless, String path) {
    @Nullable EnvironmentName name = null;
    if (nameless) {
      draft.setName(null, NAMELESS);
    } else {
      name = Names.parse(Fields.text(draft.environment(), "name"));
    }
    result.add(
        InputEnvironment.of(new Origin(document, path, Origin.ENVIRONMENT), null, name, draft));
  }
}
