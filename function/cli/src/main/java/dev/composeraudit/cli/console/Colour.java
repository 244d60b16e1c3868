package dev.composeraudit.cli.console;

/** The colours of results, as a terminal's control sequences. */
public enum Colour {
  GOOD("32"),
  BAD("1;31"),
  DOUBTFUL("33"),
  NEUTRAL("36"),
  DIM("2"),
  STRONG("1");

  static final String RESET = "\u001b[0m";

  private final String parameters;

  Colour(String parameters) {
    this.parameters = parameters;
  }

  String code() {
    return "\u001b[" + parameters + "m";
  }
}
