package dev.composeraudit.cli.eval;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.eval.Expressions.Answer;
import dev.composeraudit.cli.files.Inputs;
import dev.composeraudit.cli.files.SubjectFiles;
import dev.composeraudit.subject.Subject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code eval}: CEL expressions over a subject. */
@Command(
    name = "eval",
    description = {
      "Evaluates CEL expressions from standard input, one in each line, with the names and"
          + " functions of policies.",
      "For each expression it prints one line with a JSON object: expression, value and type; or"
          + " expression, error (compile, runtime or unknown) and message."
    },
    footer = {
      "",
      "Exit code: 0 if all expressions have a value, 2 if one has none, or if there is no"
          + " expression."
    })
public final class Eval implements Callable<Integer> {
  private static final Gson LINE =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "a document with one environment; without it, everything about the environment is"
              + " unknown")
  private @Nullable String file;

  private final Console console;

  public Eval(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Instant now = console.clock().instant();
    Expressions expressions =
        file == null ? Expressions.withoutSubject(now) : new Expressions(one(file), now);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    int count = 0;
    int answered = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isBlank()) {
        continue;
      }
      count++;
      Answer answer = expressions.evaluate(line.strip());
      answered += answer instanceof Answer.Value ? 1 : 0;
      console.out().println(LINE.toJson(json(line.strip(), answer)));
      console.out().flush();
    }
    if (count == 0) {
      console.err().println("no expression on standard input");
    }
    return count > 0 && answered == count ? ExitCode.CLEAN : ExitCode.TROUBLE;
  }

  private Subject one(String name) throws IOException {
    if (name.equals(Inputs.STANDARD)) {
      throw new IOException("expressions are read from standard input; name a file");
    }
    SubjectFiles files = new SubjectFiles(console);
    List<SubjectFiles.Found> found = files.read(List.of(name));
    if (files.failed() || found.size() != 1) {
      throw new IOException(
          "%s: must describe one environment, describes %d".formatted(name, found.size()));
    }
    return found.get(0).subject();
  }

  private static JsonObject json(String expression, Answer answer) {
    JsonObject json = new JsonObject();
    json.addProperty("expression", expression);
    if (answer instanceof Answer.Value value) {
      json.add("value", value.value());
      json.addProperty("type", value.type());
    } else if (answer instanceof Answer.Failure failure) {
      json.addProperty("error", failure.kind().name().toLowerCase(Locale.ROOT));
      json.addProperty("message", failure.message());
    }
    return json;
  }
}
