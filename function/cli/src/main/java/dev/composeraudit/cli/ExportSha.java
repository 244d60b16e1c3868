package dev.composeraudit.cli;

import dev.composeraudit.document.InvalidDocumentsException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The verb {@code export sha}: custom modules, which find what violates. */
@Command(
    name = "sha",
    description = "Custom modules of Security Health Analytics: they find what violates.",
    footer = {
      "",
      "Save each document in a file of its own; what cannot be exported is said on standard"
          + " error.",
      "Exit code: 0 if something was exported, otherwise 2."
    })
final class ExportSha implements Callable<Integer> {
  @Mixin private Export.Selection selection = new Export.Selection();

  private final Console console;

  ExportSha(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    return selection.print(console, ShaYaml::of);
  }
}
