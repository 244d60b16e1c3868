package dev.composeraudit.cli.accept;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code scan} or {@code check} wrote with {@code --format json}, as far as exceptions depend
 * on it.
 *
 * @param missing what could not be read, a line each; empty = nothing
 * @param rows in the order of the file
 */
public record ResultFile(List<String> missing, List<Row> rows) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  public ResultFile {
    missing = List.copyOf(missing);
    rows = List.copyOf(rows);
  }

  /**
   * A result.
   *
   * @param environment null if its name is not known yet
   * @param isUnknown whether something unknown kept it from being judged completely
   */
  public record Row(
      String policy,
      @Nullable EnvironmentName environment,
      Outcome outcome,
      boolean isUnknown,
      List<Violated> violations) {
    public Row {
      violations = List.copyOf(violations);
    }

    /** A result that was not written. */
    public static Row of(@Nullable EnvironmentName environment, Result result) {
      return new Row(
          result.policy().name(),
          environment,
          result.outcome(),
          !result.unknown().isEmpty(),
          result.violations().stream()
              .map(
                  each ->
                      new Violated(
                          each.binding(), each.destinations(), !each.exception().isEmpty()))
              .toList());
    }
  }

  /**
   * A violation of a result.
   *
   * @param binding blank for a policy without bindings
   * @param destinations empty = the whole environment; null = not known
   * @param isCovered whether an exception covers it already
   */
  public record Violated(String binding, @Nullable List<String> destinations, boolean isCovered) {}

  /**
   * Reads a result file.
   *
   * @param name as the user named it
   * @throws IOException if it is none; the message is fit for the user
   */
  public static ResultFile read(String name, Reader text) throws IOException {
    List<String> missing = new ArrayList<>();
    List<Row> rows = null;
    try (JsonReader json = new JsonReader(text)) {
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "missing" -> missing.addAll(missing(JsonParser.parseReader(json)));
          case "results" -> rows = rows(json);
          default -> json.skipValue();
        }
      }
      json.endObject();
    } catch (MalformedJsonException | JsonParseException | IllegalStateException other) {
      throw notOne(name, other);
    }
    if (rows == null) {
      throw notOne(name, null);
    }
    return new ResultFile(missing, rows);
  }

  /**
   * Reads a result file.
   *
   * @throws IOException if it is none, or does not exist; the message is fit for the user
   */
  public static ResultFile read(Path file) throws IOException {
    try (Reader text = Files.newBufferedReader(file)) {
      return read(file.toString(), text);
    } catch (NoSuchFileException absent) {
      throw new IOException(file + ": no such file", absent);
    }
  }

  private static IOException notOne(String name, @Nullable Exception why) {
    String reason = why instanceof OtherFormException ? ": " + why.getMessage() : "";
    return new IOException(
        name + ": is not output of scan or check with --format json" + reason, why);
  }

  /** A result that is not of the form. */
  private static final class OtherFormException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    OtherFormException(String message) {
      super(message);
    }
  }

  private static List<String> missing(JsonElement json) {
    List<String> missing = new ArrayList<>();
    json.getAsJsonArray()
        .forEach(each -> missing.add(each.getAsJsonObject().get("what").getAsString()));
    return missing;
  }

  /** Row by row: a scan of ten thousand environments has results of a hundred megabytes. */
  private static List<Row> rows(JsonReader json) throws IOException {
    List<Row> rows = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      rows.add(row(JsonParser.parseReader(json).getAsJsonObject()));
    }
    json.endArray();
    return rows;
  }

  private static Row row(JsonObject json) {
    return new Row(
        name(text(json, "policy")),
        environment(required(json, "environment")),
        outcome(text(json, "result")),
        !required(json, "unknown").getAsJsonArray().isEmpty(),
        violations(json));
  }

  private static Outcome outcome(String text) {
    for (Outcome outcome : Outcome.values()) {
      if (outcome.name().equals(text)) {
        return outcome;
      }
    }
    throw new OtherFormException("no such result: " + Excerpt.of(text));
  }

  private static @Nullable EnvironmentName environment(JsonElement json) {
    if (json.isJsonNull()) {
      return null;
    }
    try {
      return EnvironmentName.parse(json.getAsString());
    } catch (IllegalArgumentException malformed) {
      throw new OtherFormException(String.valueOf(malformed.getMessage()));
    }
  }

  private static List<Violated> violations(JsonObject row) {
    if (!row.has("violations")) {
      throw new OtherFormException(
          "its results lack the field violations; write the file again with this version");
    }
    List<Violated> violations = new ArrayList<>();
    for (JsonElement each : row.getAsJsonArray("violations")) {
      JsonObject json = each.getAsJsonObject();
      JsonElement binding = required(json, "binding");
      JsonElement destinations = required(json, "destinations");
      violations.add(
          new Violated(
              binding.isJsonNull() ? "" : name(binding.getAsString()),
              destinations.isJsonNull() ? null : texts(destinations),
              json.has("exception")));
    }
    return violations;
  }

  /** The name of a policy or a binding. */
  private static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new OtherFormException("not a name: " + Excerpt.of(text));
    }
    return text;
  }

  private static List<String> texts(JsonElement json) {
    List<String> texts = new ArrayList<>();
    json.getAsJsonArray().forEach(each -> texts.add(each.getAsString()));
    return texts;
  }

  private static String text(JsonObject json, String key) {
    return required(json, key).getAsString();
  }

  private static JsonElement required(JsonObject json, String key) {
    JsonElement value = json.get(key);
    if (value == null) {
      throw new OtherFormException("a result has no " + key);
    }
    return value;
  }
}
