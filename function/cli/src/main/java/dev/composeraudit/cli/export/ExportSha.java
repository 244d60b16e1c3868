package dev.composeraudit.cli.export;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.policy.remedy.Quoted;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code export sha}: custom modules, which find what violates. */
@Command(
    name = "sha",
    description = "Writes custom modules of Security Health Analytics, which detect violations.",
    footer = {
      "",
      "Save each document in its own file. Standard error shows what cannot be exported.",
      "Exit code: 0 if something was exported, otherwise 2."
    })
final class ExportSha implements Callable<Integer> {
  @ArgGroup private Parent parent = new Parent();

  @Mixin private Export.Selection selection = new Export.Selection();

  private final Console console;

  ExportSha(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    return selection.print(console, new ShaYaml(parent.flag())::of);
  }

  /** Where the module is created; for all that is below. */
  private static final class Parent {
    @Option(names = "--organization", paramLabel = "ID", description = "the organization's number")
    private @Nullable String organization;

    @Option(names = "--folder", paramLabel = "ID", description = "the folder's number")
    private @Nullable String folder;

    @Option(names = "--project", paramLabel = "ID", description = "the project")
    private @Nullable String project;

    /** The flag that gcloud takes; of an organization that is still to be named by default. */
    String flag() {
      if (folder != null) {
        return "--folder=" + Quoted.shell(folder);
      }
      if (project != null) {
        return "--project=" + Quoted.shell(project);
      }
      return "--organization="
          + Quoted.shell(Objects.requireNonNullElse(organization, "ORGANIZATION_ID"));
    }
  }
}
