package dev.composeraudit.cli.export;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.document.InvalidDocumentsException;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code export org-policy}: custom constraints, which refuse what would violate. */
@Command(
    name = "org-policy",
    description = {
      "Writes custom constraints of Organization Policy, which refuse violations.",
      "Each is followed by an organization policy that tests it without enforcing it (dryRunSpec)."
    },
    footer = {
      "",
      "Save each document in its own file. Standard error shows what cannot be exported.",
      "Exit code: 0 if something was exported, otherwise 2."
    })
final class ExportOrgPolicy implements Callable<Integer> {
  @Option(
      names = "--organization",
      paramLabel = "ID",
      defaultValue = "ORGANIZATION_ID",
      description = "the organization's number; default: a placeholder")
  private String organization = "";

  @Mixin private Export.Selection selection = new Export.Selection();

  private final Console console;

  ExportOrgPolicy(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    return selection.print(console, new OrgPolicyYaml(organization)::of);
  }
}
