package dev.composeraudit.cli.export;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.files.SubjectFiles;
import dev.composeraudit.cli.option.DumpOptions;
import dev.composeraudit.cli.option.PolicyOptions;
import dev.composeraudit.document.InvalidDocumentsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command {@code export firewall}: the rules that let refused packets through. */
@Command(
    name = "firewall",
    description = {
      "Writes firewall rules that accept the source addresses that firewalls refuse today.",
      "The destinations and what they accept come from bindings, such as those of"
          + " destinations-see-an-accepted-source."
    },
    footer = {
      "",
      "There is one rule for each destination, for all environments. Standard error shows the"
          + " violations that no rule can solve.",
      "Exit code: 0 if everything could be judged, also if no rule is needed; otherwise 2."
    })
final class ExportFirewall implements Callable<Integer> {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "documents, as for check; - is standard input")
  private List<String> files = new ArrayList<>();

  @Mixin private PolicyOptions policies = new PolicyOptions();

  @Mixin private DumpOptions dumps = new DumpOptions();

  @Option(
      names = "--network",
      paramLabel = "projects/P/global/networks/N",
      converter = Network.class,
      description = "the VPC network that the destinations are in; default: a placeholder")
  private FirewallNetwork network = FirewallNetwork.UNNAMED;

  @Option(
      names = "--rules",
      paramLabel = "PROTOCOL[:PORTS]",
      split = ",",
      defaultValue = "tcp",
      converter = Rule.class,
      description =
          "what the rules allow, such as tcp:5432 or tcp:8000-8080,icmp; default: tcp, all ports")
  private List<String> allowed = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "gcloud",
      description = "gcloud or terraform; default: gcloud")
  private Language language = Language.gcloud;

  private final Console console;

  ExportFirewall(Console console) {
    this.console = console;
  }

  /** What rules are written in; the constants are the option's words. */
  private enum Language {
    gcloud,
    terraform
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    AcceptedSourcesFinder finder =
        new AcceptedSourcesFinder(policies.load(), console.clock().instant());
    SubjectFiles subjects = new SubjectFiles(console);
    List<SubjectFiles.Found> found = subjects.read(files, dumps.files());
    found.forEach(each -> finder.add(each.subject()));
    finder.notes().forEach(console.err()::println);
    print(
        finder.found().stream()
            .flatMap(acceptance -> FirewallRule.of(acceptance, allowed).stream())
            .sorted(Comparator.comparing(FirewallRule::name))
            .toList());
    return subjects.failed() || found.isEmpty() || finder.isPartial()
        ? ExitCode.TROUBLE
        : ExitCode.CLEAN;
  }

  private void print(List<FirewallRule> rules) {
    FirewallText text = new FirewallText(network);
    boolean isTerraform = language == Language.terraform;
    if (!rules.isEmpty()) {
      FirewallText.heading(isTerraform).forEach(console.out()::println);
    }
    for (FirewallRule rule : rules) {
      console.out().print("\n" + (isTerraform ? text.terraform(rule) : text.gcloud(rule)));
    }
  }

  /** Reads a network's resource name. */
  private static final class Network implements ITypeConverter<FirewallNetwork> {
    @Override
    public FirewallNetwork convert(String text) {
      try {
        return FirewallNetwork.parse(text);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }

  /** Reads a protocol with its ports, if it has any. */
  private static final class Rule implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!text.matches("([a-z][a-z0-9]*|[0-9]{1,3})(:[0-9]{1,5}(-[0-9]{1,5})?)?")) {
        throw new TypeConversionException("must be a protocol, with ports if any: tcp:5432");
      }
      return text;
    }
  }
}
