package dev.composeraudit.egress.agent;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads strict JSON as Go's {@code encoding/json} does: keys may repeat, numbers stay text. */
final class GoJson {
  // Go stops at 10,000 levels; nobody nests deeper than this by mistake.
  private static final int DEPTH = 200;

  private final JsonReader reader;

  private GoJson(String text) {
    reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
  }

  static GoValue read(String text) throws RejectedConfigException {
    GoJson json = new GoJson(text);
    try {
      GoValue value = json.value(0);
      // It throws if more text follows the value.
      var unused = json.reader.peek();
      return value;
    } catch (MalformedJsonException | EOFException malformed) {
      throw new RejectedConfigException(
          "a text that begins with { must be strict JSON, and this one is not" + place(malformed));
    } catch (IOException unexpected) {
      throw new UncheckedIOException("reading a text in memory", unexpected);
    }
  }

  /** Where Gson stopped; the rest of its message is advice for programmers. */
  private static String place(IOException malformed) {
    String message = String.valueOf(malformed.getMessage());
    int at = message.indexOf(" at line ");
    return at < 0 ? "" : message.substring(at).lines().findFirst().orElse("");
  }

  private GoValue value(int depth) throws IOException, RejectedConfigException {
    if (depth > DEPTH) {
      throw RejectedConfigException.effectUnknown("nested deeper than " + DEPTH + " levels");
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> struct(depth + 1);
      case BEGIN_ARRAY -> array(depth + 1);
      case STRING -> new GoValue.Text(reader.nextString());
      case NUMBER -> new GoValue.Numeral(reader.nextString());
      case BOOLEAN -> new GoValue.Bool(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield new GoValue.Null();
      }
      case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT ->
          throw new MalformedJsonException("a value is missing");
    };
  }

  private GoValue struct(int depth) throws IOException, RejectedConfigException {
    List<GoValue.Member> members = new ArrayList<>();
    reader.beginObject();
    while (reader.hasNext()) {
      members.add(new GoValue.Member(reader.nextName(), value(depth)));
    }
    reader.endObject();
    return new GoValue.Struct(members);
  }

  private GoValue array(int depth) throws IOException, RejectedConfigException {
    List<GoValue> elements = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      elements.add(value(depth));
    }
    reader.endArray();
    return new GoValue.Array(elements);
  }
}
