package dev.composeraudit.cli.doctor;

import dev.composeraudit.cli.console.Colour;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.Paragraph;
import dev.composeraudit.cli.doctor.Checkup.PartCheck;
import dev.composeraudit.cli.doctor.Checkup.State;
import dev.composeraudit.cli.doctor.Checkup.Visibility;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Checkups as a person reads them: a line for what is well, and all of what is not. */
final class CheckupTable {
  private static final int WIDTH = 80;
  private static final String INDENT = " ".repeat(36);

  private final Console console;

  CheckupTable(Console console) {
    this.console = console;
  }

  void print(List<Checkup> checkups) {
    checkups.forEach(this::print);
    line(
        "%d %s: %s"
            .formatted(
                checkups.size(),
                checkups.size() == 1 ? "environment" : "environments",
                Arrays.stream(State.values())
                    .map(state -> count(checkups, state))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "))));
  }

  private void print(Checkup checkup) {
    State state = checkup.state();
    line(
        "%s %s"
            .formatted(
                console.paint(colour(state), "%-11s".formatted(words(state))),
                checkup.environment()));
    if (state == State.UNAVAILABLE) {
      line("            " + checkup.trouble());
      return;
    }
    if (!checkup.route().isEmpty()) {
      row("control plane", "by " + checkup.route());
    }
    if (state == State.BLIND) {
      row("grants", grants(checkup));
      row("perimeter", checkup.isBlindFor("VPC_SERVICE_CONTROLS") ? "REFUSED" : "nothing refused");
    }
    if (state != State.WELL) {
      checkup.parts().forEach(this::print);
    }
  }

  private static String grants(Checkup checkup) {
    return checkup.isBlindFor("PERMISSION_DENIED", "RBAC_DENIED", "FORBIDDEN")
        ? "MISSING"
        : "nothing refused";
  }

  private void print(PartCheck check) {
    row(check.part(), check.visibility() == Visibility.BLIND ? "BLIND" : words(check.visibility()));
    if (check.visibility() == Visibility.BLIND || check.visibility() == Visibility.GONE) {
      Paragraph.wrap(check.why(), WIDTH, "  ").forEach(this::detail);
      if (!check.fix().isEmpty()) {
        detail("fix:");
      }
      check.fix().forEach(line -> detail("  " + line));
    }
  }

  private void row(String what, String text) {
    line("            %-22s  %s".formatted(what, text));
  }

  private void detail(String text) {
    line(INDENT + text);
  }

  private String count(List<Checkup> checkups, State state) {
    long count = checkups.stream().filter(each -> each.state() == state).count();
    return count == 0 ? "" : console.paint(colour(state), count + " " + words(state));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Colour colour(State state) {
    return switch (state) {
      case WELL -> Colour.GOOD;
      case BLIND -> Colour.BAD;
      case UNAVAILABLE -> Colour.DOUBTFUL;
      case NOT_YET, GONE -> Colour.NEUTRAL;
    };
  }

  private void line(String text) {
    console.out().println(text);
  }
}
