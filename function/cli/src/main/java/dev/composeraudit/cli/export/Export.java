package dev.composeraudit.cli.export;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code export}: policies in the forms of Google's own services, as far as those can
 * hold them.
 */
@Command(
    name = "export",
    synopsisSubcommandLabel = "org-policy|sha|firewall",
    description = "Writes policies, or parts of them, in formats of Google's services.")
public final class Export {
  private Export() {}

  public static CommandLine command(Console console) {
    return new CommandLine(new Export())
        .addSubcommand(new ExportOrgPolicy(console))
        .addSubcommand(new ExportSha(console))
        .addSubcommand(new ExportFirewall(console));
  }

  /** Renders a policy in one form of export. */
  interface PolicyRenderer {
    String of(Prevention.Possible prevention) throws UnsupportedPolicyException;
  }

  /** The options that say what is exported. */
  static final class Selection {
    @Mixin private PolicyOptions policies = new PolicyOptions();

    @Option(
        names = "--policy",
        paramLabel = "NAME",
        description = "only this policy; may be repeated")
    private List<String> wanted = new ArrayList<>();

    /** Prints what can be exported, and says of the rest why it can't be. */
    int print(Console console, PolicyRenderer renderer)
        throws IOException, InvalidDocumentsException {
      List<String> documents = new ArrayList<>();
      for (Prevention prevention : preventions()) {
        try {
          documents.add(document(prevention, renderer));
        } catch (UnsupportedPolicyException unsupported) {
          String name = prevention.policy().name();
          console.err().println(name + ": not exported: " + unsupported.getMessage());
        }
      }
      console.out().print(String.join("---\n", documents));
      return documents.isEmpty() ? ExitCode.TROUBLE : ExitCode.CLEAN;
    }

    private List<Prevention> preventions() throws IOException, InvalidDocumentsException {
      List<Prevention> all = PreventionFinder.of(policies.load());
      for (String name : wanted) {
        if (all.stream().noneMatch(each -> each.policy().name().equals(name))) {
          throw PolicyOptions.noSuchPolicy(
              name, all.stream().map(each -> each.policy().name()).toList());
        }
      }
      return all.stream()
          .filter(each -> wanted.isEmpty() || wanted.contains(each.policy().name()))
          .toList();
    }

    private static String document(Prevention prevention, PolicyRenderer renderer)
        throws UnsupportedPolicyException {
      if (prevention instanceof Prevention.Impossible impossible) {
        throw new UnsupportedPolicyException(impossible.why());
      }
      return renderer.of((Prevention.Possible) prevention);
    }
  }
}
