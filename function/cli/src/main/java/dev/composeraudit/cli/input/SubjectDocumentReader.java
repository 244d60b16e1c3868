package dev.composeraudit.cli.input;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.environment.Names;
import dev.composeraudit.cli.input.environment.Origin;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.cli.input.environment.UnknownFieldMarker;
import dev.composeraudit.document.Document;

/** Reads documents of kind Subject, which hold an environment and its other parts. */
final class SubjectDocumentReader {
  private final Document document;
  private final InputResult result;

  SubjectDocumentReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  void read(JsonObject root, String path) {
    JsonObject copy = new JsonObject();
    for (String key : root.keySet()) {
      JsonElement value = root.get(key);
      // Copied, because the marker below adds to it.
      copy.add(key, key.equals("unknown") ? value.deepCopy() : value);
    }
    SubjectDraft draft = new SubjectDraft(copy);
    if (copy.has("environment")) {
      UnknownFieldMarker marker = new UnknownFieldMarker(draft);
      marker.markMisspelt();
      marker.markImageVersion();
    }
    result.add(
        InputEnvironment.of(
            new Origin(document, path, Origin.SUBJECT),
            null,
            Names.parse(Fields.text(draft.environment(), "name")),
            draft));
  }
}
