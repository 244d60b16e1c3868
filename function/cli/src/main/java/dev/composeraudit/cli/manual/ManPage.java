package dev.composeraudit.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A program's man page in troff, with all of its commands, made of their help. */
final class ManPage {
  private final CommandLine program;
  private final List<String> lines = new ArrayList<>();

  ManPage(CommandLine program) {
    this.program = program;
  }

  String text() {
    CommandSpec spec = program.getCommandSpec();
    lines.clear();
    lines.add(".TH %s 1".formatted(quoted(spec.name().toUpperCase(java.util.Locale.ROOT))));
    section("NAME");
    lines.add(escaped(spec.name() + " - " + sentence(spec.usageMessage().description())));
    section("SYNOPSIS");
    synopsis(program);
    section("COMMANDS");
    visible(program).forEach(this::command);
    section("EXIT STATUS");
    lines.add(
        "0 means no violation, 1 means a violation, 2 means that something could not be read or"
            + " judged.");
    return String.join("\n", lines) + "\n";
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    lines.add(
        ".SS " + quoted(spec.qualifiedName().substring(program.getCommandName().length() + 1)));
    synopsis(command);
    paragraph(spec.usageMessage().description());
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      argument(parameter.paramLabel(), parameter);
    }
    for (OptionSpec option : spec.options()) {
      argument(names(option), option);
    }
    paragraph(spec.usageMessage().footer());
    visible(command).forEach(this::command);
  }

  private static String names(OptionSpec option) {
    String names = String.join(", ", option.names());
    return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
  }

  private void argument(String name, ArgSpec argument) {
    if (!argument.hidden()) {
      lines.add(".TP");
      lines.add(".B " + escaped(name));
      String described =
          sentence(argument.description())
              .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValueString()))
              .replace("${COMPLETION-CANDIDATES}", candidates(argument));
      lines.add(escaped(described.isEmpty() ? name : described));
    }
  }

  private static String candidates(ArgSpec argument) {
    List<String> candidates = new ArrayList<>();
    if (argument.completionCandidates() != null) {
      argument.completionCandidates().forEach(candidates::add);
    }
    return String.join(", ", candidates);
  }

  private void section(String title) {
    lines.add(".SH " + title);
  }

  private void synopsis(CommandLine command) {
    Help help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Ansi.OFF));
    lines.add(".P");
    lines.add(escaped(help.synopsis(0).replaceAll("\\s+", " ").strip()));
  }

  private void paragraph(String[] text) {
    String sentence = sentence(text);
    if (!sentence.isEmpty()) {
      lines.add(".P");
      lines.add(escaped(sentence));
    }
  }

  private static Stream<CommandLine> visible(CommandLine command) {
    return command.getSubcommands().values().stream()
        .distinct()
        .filter(it -> !it.getCommandSpec().usageMessage().hidden());
  }

  /** The lines as picocli shows them, in one. */
  private static String sentence(String[] text) {
    StringBuilder shown = new StringBuilder();
    for (String line : text) {
      shown.append(Ansi.OFF.new Text(line.formatted()).plainString()).append(' ');
    }
    return shown.toString().replaceAll("\\s+", " ").strip();
  }

  private static String quoted(String text) {
    return '"' + escaped(text).replace("\"", "\\(dq") + '"';
  }

  /** Text that troff prints as it is: hyphens can be copied, and no line is a request. */
  private static String escaped(String text) {
    String escaped = text.replace("\\", "\\(rs").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
