package dev.composeraudit.cli.explain;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.picture.ModeText;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Destination;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.SourceTrace;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Explanations as a person reads them: a block for each subject, in it one for each destination.
 */
final class ExplanationText implements Format<List<Explanation>> {
  private final Console console;
  private final List<Destination> firewall;

  ExplanationText(Console console, List<Destination> firewall) {
    this.console = console;
    this.firewall = firewall;
  }

  @Override
  public String name() {
    return "text";
  }

  @Override
  public void write(List<Explanation> explanations, Writer out) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Explanation explanation : explanations) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      lines.add(
          "%s (%s)"
              .formatted(
                  console.paint(Colour.STRONG, explanation.subject().toString()),
                  explanation.file()));
      lines.add("  " + console.paint(Colour.DIM, ModeText.of(explanation.mode())));
      for (Explanation.Answer answer : explanation.answers()) {
        lines.add("");
        add(answer, lines);
      }
    }
    for (String line : lines) {
      out.write(line + "\n");
    }
  }

  private void add(Explanation.Answer answer, List<String> lines) {
    SourceTrace trace = answer.trace();
    lines.add("  " + trace.destination().text() + " " + headline(trace));
    int widest = widest(trace.parts());
    for (SourceTrace.Part part : trace.parts()) {
      lines.add(
          "    %s  %s  %s"
              .formatted(
                  pad(part.cidr().toString(), widest),
                  console.paint(colour(part.source()), pad(part.source().name(), 7)),
                  why(part)));
    }
    if (answer.accepted() != null) {
      lines.add("    " + acceptance(answer.accepted()));
    }
    trace
        .unknown()
        .forEach(
            unknown ->
                lines.add(
                    "    unknown: %s: %s: %s"
                        .formatted(unknown.part().key(), unknown.reason(), unknown.help())));
    trace.notes().forEach(note -> lines.add("    note: " + note));
  }

  private String headline(SourceTrace trace) {
    return trace.stays()
        ? console.paint(Colour.BAD, "lies in the cluster: packets to it never leave it")
        : "sees " + source(trace.source());
  }

  private static int widest(List<SourceTrace.Part> parts) {
    return parts.stream().mapToInt(part -> part.cidr().toString().length()).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String source(Source source) {
    return switch (source) {
      case POD -> console.paint(Colour.DOUBTFUL, "the Pod's address (POD)");
      case NODE -> console.paint(Colour.GOOD, "the node's address (NODE)");
      case MIXED -> console.paint(Colour.DOUBTFUL, "Pod addresses in parts (MIXED)");
      case UNKNOWN -> console.paint(Colour.BAD, "an unknown address (UNKNOWN)");
    };
  }

  private static Colour colour(Source source) {
    return switch (source) {
      case NODE -> Colour.GOOD;
      case POD, MIXED -> Colour.DOUBTFUL;
      case UNKNOWN -> Colour.BAD;
    };
  }

  private static String why(SourceTrace.Part part) {
    String addresses =
        part.addresses().isEmpty() ? "" : "of " + String.join(", ", part.addresses()) + "  ";
    String range = part.range() == null ? "" : " (" + part.range() + ")";
    return addresses + part.reason() + range + scope(part.scope());
  }

  private static String scope(DestinationScope scope) {
    return switch (scope) {
      case OUTSIDE -> "";
      case OWN_NODES -> "  stays in the cluster: its own node range";
      case OWN_PODS -> "  stays in the cluster: its own Pod range";
      case OWN_SERVICES -> "  the cluster's own Service range";
    };
  }

  private String acceptance(Acceptance acceptance) {
    String ranges = firewall.stream().map(Destination::text).collect(Collectors.joining(", "));
    return "a firewall that accepts %s only: %s"
        .formatted(
            ranges,
            switch (acceptance) {
              case YES -> console.paint(Colour.GOOD, "accepted (YES)");
              case NO -> console.paint(Colour.BAD, "not accepted (NO)");
              case IN_PART -> console.paint(Colour.BAD, "accepted in part (IN_PART)");
              case UNKNOWN -> console.paint(Colour.DOUBTFUL, "not known (UNKNOWN)");
            });
  }
}
