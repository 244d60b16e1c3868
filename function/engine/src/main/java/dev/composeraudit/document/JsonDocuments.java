package dev.composeraudit.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads strict JSON, duplicate keys refused. What it keeps is in proportion to the text: places,
 * whose paths repeat their parents' keys, are kept for so many values with short paths only.
 */
final class JsonDocuments {
  private static final Pattern SINGLE_QUOTED = Pattern.compile("[\\[{\\s]*'");
  private static final Pattern SECTION = Pattern.compile("\\[[A-Za-z][\\w .-]*\\]");
  // A number of a million digits is legal JSON, and costs minutes to read as one.
  private static final int NUMBER_LENGTH = 40;
  // A busy cluster's document has some 3,000 values; each costs some 100 bytes.
  private static final int VALUES = 100_000;
  // Of a larger limit on characters; a plan has a value every 42.
  private static final int CHARACTERS_PER_VALUE = 42;
  private static final int PATH_LENGTH = 300;
  private static final int ISSUES = 20;

  private final SourceFile file;
  private final JsonParser parser;
  private final List<Issue> issues;
  private final int placesKept;
  private final int valuesRead;
  private final Map<String, Position> places = new HashMap<>();
  private int values;

  private JsonDocuments(
      SourceFile file, JsonParser parser, DocumentLimits limits, List<Issue> issues) {
    this.file = file;
    this.parser = parser;
    this.placesKept = limits.places();
    this.valuesRead = Math.max(VALUES, limits.characters() / CHARACTERS_PER_VALUE);
    this.issues = issues;
  }

  static List<Document> read(SourceFile file, DocumentLimits limits, List<Issue> issues) {
    try (JsonParser parser = factory(limits).createParser(file.text())) {
      JsonDocuments documents = new JsonDocuments(file, parser, limits, issues);
      parser.nextToken();
      JsonElement value = documents.readValue(limits.places() == 0 ? null : "$");
      if (parser.nextToken() != null) {
        issues.add(documents.issue("syntax", "a file may have only one JSON document"));
      }
      return List.of(new Document(file, value, documents.places));
    } catch (JacksonException malformed) {
      issues.add(
          new Issue(
              malformed instanceof TooManyValuesException ? "too-large" : "syntax",
              file,
              position(malformed.getLocation(), "$"),
              "not JSON: " + message(malformed, limits) + hint(file, malformed)));
    } catch (IOException unexpected) {
      throw new UncheckedIOException("reading a text in memory", unexpected);
    }
    return new ArrayList<>();
  }

  private static JsonFactory factory(DocumentLimits limits) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth())
                .maxNameLength(limits.characters())
                .maxStringLength(limits.characters())
                .build())
        // Keys are the writer's, and would be kept for good.
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /**
   * @param path where the value is; null = its place is not kept
   */
  private JsonElement readValue(@Nullable String path) throws IOException {
    if (++values > valuesRead) {
      throw new TooManyValuesException(
          parser,
          "At most %,d values are read".formatted(valuesRead),
          parser.currentTokenLocation());
    }
    keepPlace(path, "");
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(path);
      case START_ARRAY -> readArray(path);
      case VALUE_STRING -> new JsonPrimitive(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> readNumber();
      case VALUE_TRUE, VALUE_FALSE -> new JsonPrimitive(parser.getBooleanValue());
      case VALUE_NULL -> JsonNull.INSTANCE;
      case FIELD_NAME, END_OBJECT, END_ARRAY, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw malformed("Expected a value");
    };
  }

  private JsonElement readObject(@Nullable String path) throws IOException {
    JsonObject object = new JsonObject();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String valuePath = below(path, "." + key);
      keepPlace(valuePath, "#key");
      if (object.has(key)) {
        addDuplicate(key);
      }
      parser.nextToken();
      object.add(key, readValue(valuePath));
    }
    return object;
  }

  private void addDuplicate(String key) throws JsonParseException {
    issues.add(
        issue("duplicate-key", "the key " + Excerpt.of(key) + " is given twice; remove one"));
    if (issues.size() > ISSUES) {
      throw malformed("Too many mistakes to go on");
    }
  }

  private JsonElement readArray(@Nullable String path) throws IOException {
    JsonArray array = new JsonArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(readValue(below(path, "[" + array.size() + "]")));
    }
    return array;
  }

  private void keepPlace(@Nullable String path, String suffix) {
    if (path != null) {
      places.put(path + suffix, position(parser.currentTokenLocation(), path));
    }
  }

  /** The path of a member; null once paths get long or many. */
  private @Nullable String below(@Nullable String path, String member) {
    return path == null
            || path.length() + member.length() > PATH_LENGTH
            || places.size() > placesKept
        ? null
        : path + member;
  }

  private JsonElement readNumber() throws IOException {
    if (parser.getTextLength() > NUMBER_LENGTH) {
      throw malformed("A number may have at most " + NUMBER_LENGTH + " characters");
    }
    try {
      return new JsonPrimitive(new BigDecimal(parser.getText()));
    } catch (NumberFormatException exponent) {
      throw malformed("A number is out of range");
    }
  }

  /** The document has more values than are read. */
  private static final class TooManyValuesException extends JsonParseException {
    private static final long serialVersionUID = 1L;

    private TooManyValuesException(JsonParser parser, String message, JsonLocation location) {
      super(parser, message, location);
    }
  }

  private JsonParseException malformed(String message) {
    return new JsonParseException(parser, message, parser.currentTokenLocation());
  }

  private Issue issue(String code, String message) {
    return new Issue(code, file, position(parser.currentTokenLocation(), "$"), message);
  }

  private static Position position(@Nullable JsonLocation location, String path) {
    return location == null
        ? Position.ROOT
        : new Position(location.getLineNr(), location.getColumnNr(), path);
  }

  /** Jackson's message without its advice for programmers and control sequences for a terminal. */
  private static String message(JacksonException malformed, DocumentLimits limits) {
    if (malformed instanceof StreamConstraintsException) {
      return "Lists and objects may be nested at most %d deep".formatted(limits.depth());
    }
    return malformed
        .getOriginalMessage()
        .replaceFirst("(: enable `[^`]*` to allow| \\(start marker at .*\\))$", "")
        .replaceAll("\\p{Cntrl}", "?");
  }

  /** What most likely went wrong, for those who do not read JSON every day. */
  private static String hint(SourceFile file, JacksonException malformed) {
    String problem = malformed.getOriginalMessage();
    if (problem.contains("end-of-input")) {
      return "; the text ends too early, as if it was cut off: write the file again";
    }
    if (problem.startsWith("Unexpected character ('}'") && problem.contains("field name")) {
      return "; there must be no comma before }";
    }
    String start = file.text().stripLeading();
    if (SINGLE_QUOTED.matcher(start).lookingAt()) {
      return "; texts are in double quotes in JSON (this may be what Python's print writes; use"
          + " json.dumps)";
    }
    return SECTION.matcher(start).lookingAt()
        ? "; this looks like an ini file and not like a list"
        : "";
  }
}
