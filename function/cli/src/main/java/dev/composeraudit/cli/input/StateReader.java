package dev.composeraudit.cli.input;

import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import java.util.HashSet;

/** Reads states as {@code terraform show -json} prints them. */
final class StateReader {
  private final Document document;
  private final InputResult result;

  StateReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  void read(JsonObject state, String path) {
    if (PlanReader.isKnownVersion(document, state, path, result)) {
      TerraformSources sources =
          new TerraformSources(document.file().path(), new TerraformConfiguration(state));
      new TerraformResources(document, result, sources).readValues(state, path, new HashSet<>());
    }
  }
}
