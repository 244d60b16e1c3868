package dev.composeraudit.cli.diff;

import dev.composeraudit.cli.diff.DiffReport.EnvironmentChange;
import dev.composeraudit.cli.diff.DiffReport.RangeChange;
import dev.composeraudit.cli.diff.DiffReport.ResultChange;
import dev.composeraudit.cli.format.Format;
import dev.composeraudit.cli.format.TerminalText;
import java.io.IOException;
import java.io.Writer;
import java.util.function.BiFunction;

/** A block for each environment that changes, in it a line for each change and its reasons. */
public final class DiffTable implements Format<DiffReport> {
  private static final String DETAIL = "           ";

  private final BiFunction<Boolean, String, String> paint;

  /**
   * @param paint colours a text by whether it is about something worse, where colours are shown
   */
  public DiffTable(BiFunction<Boolean, String, String> paint) {
    this.paint = paint;
  }

  @Override
  public String name() {
    return "table";
  }

  @Override
  public void write(DiffReport report, Writer out) throws IOException {
    for (EnvironmentChange environment : report.environments()) {
      out.write(TerminalText.of(DiffWords.title(environment)) + "\n");
      for (ResultChange result : environment.results()) {
        write(result, out);
      }
      for (RangeChange range : environment.ranges()) {
        write(range, out);
      }
      for (String note : environment.notes()) {
        out.write(line("  note     " + note));
      }
      out.write("\n");
    }
    for (String missing : report.missing()) {
      out.write(line("not read: " + missing));
    }
    for (String note : report.notes()) {
      out.write(line(note));
    }
    out.write(DiffWords.headline(report) + "\n" + DiffWords.counts(report) + "\n");
  }

  private void write(ResultChange change, Writer out) throws IOException {
    out.write(
        effect(change.effect())
            + line(
                "%s: %s -> %s"
                    .formatted(
                        DiffWords.about(change.key()),
                        DiffWords.outcome(change.before()),
                        DiffWords.outcome(change.after()))));
    if (change.before() != null) {
      out.write(line(DETAIL + "before: " + DiffWords.why(change.before())));
    }
    if (change.after() != null) {
      out.write(line(DETAIL + "after:  " + DiffWords.why(change.after())));
    }
  }

  private void write(RangeChange change, Writer out) throws IOException {
    out.write(
        effect(change.effect())
            + line(
                "destinations %s: %s -> %s"
                    .formatted(DiffWords.range(change.range()), change.before(), change.after())));
    out.write(line(DETAIL + DiffWords.example(change)));
    for (DiffReport.FirewallChange firewall : change.firewalls()) {
      out.write(line(DETAIL + "firewall of " + DiffWords.firewall(firewall)));
    }
  }

  private String effect(Effect effect) {
    String padded = "%-7s".formatted(effect.name());
    String shown =
        switch (effect) {
          case WORSE, UNKNOWN -> paint.apply(true, padded);
          case BETTER -> paint.apply(false, padded);
          case OTHER -> padded;
        };
    return "  " + shown + "  ";
  }

  private static String line(String text) {
    return TerminalText.of(text) + "\n";
  }
}
