package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.document.Document;
import java.util.Set;

/** Reads states as {@code terraform show -json} prints them. */
public final class StateReader {
  private final Document document;
  private final InputResult result;

  public StateReader(Document document, InputResult result) {
    this.document = document;
    this.result = result;
  }

  public void read(JsonObject state, String path) {
    if (PlanReader.isKnownVersion(document, state, path, result)) {
      TerraformSources sources =
          new TerraformSources(document.file().path(), new TerraformConfiguration(state));
      new TerraformResources(document, result, sources).readValues(state, path, Set.of());
    }
  }
}
