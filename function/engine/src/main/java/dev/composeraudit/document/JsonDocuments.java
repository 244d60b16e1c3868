package dev.composeraudit.document;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads strict JSON, duplicate keys refused. What it keeps is in proportion to the text: places,
 * whose paths repeat their parents' keys, are kept for so many values with short paths only.
 */
final class JsonDocuments {
  // Gson tells a place only at the end of its messages.
  private static final Pattern SINGLE_QUOTED = Pattern.compile("[\\[{\\s]*'");
  private static final Pattern SECTION = Pattern.compile("\\[[A-Za-z][\\w .-]*\\]");
  private static final Pattern LOCATION = Pattern.compile(" at line (\\d+) column (\\d+) path .*");
  // A number of a million digits is legal JSON, and costs minutes to read as one.
  private static final int NUMBER_LENGTH = 40;
  // A busy cluster's document has some 3,000 values; each costs some 100 bytes.
  private static final int VALUES = 100_000;
  // Of a larger limit on characters; a plan has a value every 42.
  private static final int CHARACTERS_PER_VALUE = 42;
  private static final int PATH_LENGTH = 300;
  private static final int ISSUES = 20;

  private static final String BETWEEN = " \t\r\n:,";
  private static final Position NOWHERE = new Position(0, 0, "$");

  private final SourceFile file;
  private final int[] lineStarts;
  private final JsonReader reader;
  private final List<Issue> issues;
  private final int placesKept;
  private final int valuesRead;
  private final Map<String, Position> places = new HashMap<>();
  private int values;

  private JsonDocuments(
      SourceFile file, JsonReader reader, DocumentLimits limits, List<Issue> issues) {
    this.file = file;
    this.lineStarts = limits.places() == 0 ? new int[0] : lineStarts(file.text());
    this.reader = reader;
    this.placesKept = limits.places();
    this.valuesRead = Math.max(VALUES, limits.characters() / CHARACTERS_PER_VALUE);
    this.issues = issues;
  }

  static List<Document> read(SourceFile file, DocumentLimits limits, List<Issue> issues) {
    JsonReader reader = new JsonReader(new StringReader(file.text()));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(limits.depth());
    JsonDocuments documents = new JsonDocuments(file, reader, limits, issues);
    String root = limits.places() == 0 ? null : "$";
    try {
      JsonElement value = documents.readValue(root, documents.next(root));
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        issues.add(documents.issue("syntax", "only one JSON document may stand in a file"));
      }
      return List.of(new Document(file, value, documents.places));
    } catch (MalformedJsonException | EOFException malformed) {
      issues.add(syntax(file, String.valueOf(malformed.getMessage())));
    } catch (IOException unexpected) {
      throw new UncheckedIOException("reading a text in memory", unexpected);
    }
    return new ArrayList<>();
  }

  /**
   * @param path where the value stands; null = its place is not kept
   */
  private JsonElement readValue(@Nullable String path, Position place) throws IOException {
    if (++values > valuesRead) {
      throw new MalformedJsonException("At most %,d values are read".formatted(valuesRead));
    }
    keepPlace(path, "", place);
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> readObject(path);
      case BEGIN_ARRAY -> readArray(path);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> readNumber();
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
          throw new MalformedJsonException("Expected a value" + location());
    };
  }

  private JsonElement readObject(@Nullable String path) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    // Asked before the reader looks ahead.
    for (Position keyPlace = next(path); reader.hasNext(); keyPlace = next(path)) {
      String key = reader.nextName();
      String valuePath = below(path, "." + key);
      keepPlace(valuePath, "#key", keyPlace);
      if (object.has(key)) {
        addDuplicate(key, keyPlace);
      }
      object.add(key, readValue(valuePath, next(valuePath)));
    }
    reader.endObject();
    return object;
  }

  private void addDuplicate(String key, Position place) throws MalformedJsonException {
    String message = "the key " + Excerpt.of(key) + " stands here twice";
    issues.add(new Issue("duplicate-key", file, place.line() == 0 ? here() : place, message));
    // Where places are not kept, each costs as much as its path is long.
    if (issues.size() > ISSUES || place.line() == 0) {
      throw new MalformedJsonException("Too many mistakes to go on");
    }
  }

  private JsonElement readArray(@Nullable String path) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    for (Position place = next(path); reader.hasNext(); place = next(path)) {
      array.add(readValue(below(path, "[" + array.size() + "]"), place));
    }
    reader.endArray();
    return array;
  }

  private void keepPlace(@Nullable String path, String suffix, Position place) {
    if (path != null) {
      places.put(path + suffix, place);
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
    String text = reader.nextString();
    if (text.length() > NUMBER_LENGTH) {
      throw new MalformedJsonException(
          "A number may have at most " + NUMBER_LENGTH + " characters" + location());
    }
    try {
      return new JsonPrimitive(new BigDecimal(text));
    } catch (NumberFormatException exponent) {
      throw new MalformedJsonException("A number is out of range" + location(), exponent);
    }
  }

  private Issue issue(String code, String message) {
    return new Issue(code, file, here(), message);
  }

  /**
   * Where the next key or value begins. Gson tells where the last one ended, so long as it has not
   * looked ahead. Nowhere, where nobody will ask.
   *
   * @param path of the value, or of what it stands in
   */
  private Position next(@Nullable String path) {
    if (path == null || places.size() > placesKept) {
      return NOWHERE;
    }
    Position end = here();
    String text = file.text();
    int line = end.line();
    int start = lineStarts[line - 1];
    int at = start + end.column() - 1;
    while (at < text.length() && BETWEEN.indexOf(text.charAt(at)) >= 0) {
      if (text.charAt(at++) == '\n') {
        line++;
        start = at;
      }
    }
    return new Position(line, at - start + 1, end.path());
  }

  private static int[] lineStarts(String text) {
    return IntStream.concat(
            IntStream.of(0),
            IntStream.range(0, text.length())
                .filter(at -> text.charAt(at) == '\n')
                .map(at -> at + 1))
        .toArray();
  }

  private Position here() {
    Matcher matcher = LOCATION.matcher(location());
    return matcher.find()
        ? new Position(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            reader.getPath())
        : Position.ROOT;
  }

  /** Gson's own words for where it stands: {@code at line 1 column 2 path $.a}. */
  private String location() {
    return reader.toString().substring("JsonReader".length());
  }

  private static Issue syntax(SourceFile file, String message) {
    String text =
        message
            .lines()
            .findFirst()
            .orElse("")
            // Gson's advice is for programmers, and we don't follow it.
            .replaceFirst("^Use JsonReader\\.setStrictness.*? JSON", "a token that JSON has not");
    Matcher matcher = LOCATION.matcher(text);
    if (!matcher.find()) {
      return new Issue("syntax", file, Position.ROOT, "not JSON: " + text + hint(file, text));
    }
    Position place =
        new Position(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), "$");
    return new Issue(
        "syntax",
        file,
        place,
        "not JSON: " + text.substring(0, matcher.start()) + hint(file, text));
  }

  /** What most likely went wrong, for those who do not read JSON every day. */
  private static String hint(SourceFile file, String problem) {
    if (problem.startsWith("End of input") || problem.startsWith("Unterminated")) {
      return "; the text ends too early, as if it had been cut off: write it anew";
    }
    if (problem.startsWith("Expected name")) {
      return "; there must be no comma before }";
    }
    String start = file.text().stripLeading();
    if (SINGLE_QUOTED.matcher(start).lookingAt()) {
      return "; texts stand in double quotes (this may be what Python's print writes; use"
          + " json.dumps)";
    }
    return SECTION.matcher(start).lookingAt()
        ? "; this looks like an ini file and not like a list"
        : "";
  }
}
