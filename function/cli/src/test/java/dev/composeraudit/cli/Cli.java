package dev.composeraudit.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the command in this JVM, its streams captured and its clock stopped. */
final class Cli {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /** The policy that decides by the environment alone. */
  static final String AGENT = "ip-masquerade-agent-enabled";

  private Cli() {}

  /** What a run left behind. */
  record Run(int code, String out, String err) {
    /** All a shell would know of it, as golden files hold it. */
    String transcript() {
      return "exit " + code + "\n\n" + out + (err.isEmpty() ? "" : "\n--- standard error\n" + err);
    }

    /** What a run with {@code --format=json} found. */
    List<JsonObject> results() {
      return JsonParser.parseString(out)
          .getAsJsonObject()
          .getAsJsonArray("results")
          .asList()
          .stream()
          .map(JsonElement::getAsJsonObject)
          .toList();
    }

    /** The outcomes by the last part of the environment's name. */
    Map<String, String> outcomesByEnvironment() {
      Map<String, String> outcomes = new TreeMap<>();
      for (JsonObject result : results()) {
        String name = result.get("environment").getAsString();
        outcomes.put(name.substring(name.lastIndexOf('/') + 1), result.get("result").getAsString());
      }
      return outcomes;
    }

    /** Each result's outcome, such as PASS. */
    List<String> outcomes() {
      return results().stream().map(result -> result.get("result").getAsString()).toList();
    }
  }

  /** A console that nobody reads. */
  static Console console() {
    return console(new StringWriter());
  }

  /** A console of which only the errors are read. */
  static Console console(StringWriter err) {
    return console("", new StringWriter(), err, false);
  }

  static Run run(String... arguments) {
    return runWith("", arguments);
  }

  static Run runWith(String input, String... arguments) {
    return run(input, false, arguments);
  }

  /** Checks a document from standard input by the policy that the agent is enabled. */
  static Run checkAgent(String document) {
    return check(document, AGENT);
  }

  /** Checks a document from standard input by one policy; prints JSON. */
  static Run check(String document, String policy) {
    return runWith(document, "check", "-", "--policy=" + policy, "--format=json");
  }

  /** Checks a file by the policy that the agent is enabled; prints JSON. */
  static Run checkFile(Path file) {
    return run("check", file.toString(), "--policy=" + AGENT, "--format=json");
  }

  static Run runColoured(String... arguments) {
    return run("", true, arguments);
  }

  private static Run run(String input, boolean coloured, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.commandLine(console(input, out, err, coloured)).execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static Console console(
      String input, StringWriter out, StringWriter err, boolean coloured) {
    return new Console(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintWriter(out),
        new PrintWriter(err),
        coloured,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }
}
