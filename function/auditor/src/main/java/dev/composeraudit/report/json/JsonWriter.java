package dev.composeraudit.report.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes Gson's documents as UTF-8 with Jackson's generator, in one pass. Gson's own writer takes
 * more than twice as long, and writing took a fifth of all CPU of an event.
 */
public final class JsonWriter {
  public static final JsonFactory FACTORY = new JsonFactory();

  // Most findings and entries are smaller.
  private static final int SIZE = 4096;

  private JsonWriter() {}

  /** The document as UTF-8, without white space. */
  public static byte[] of(JsonElement json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(SIZE);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      write(json, generator);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Writes a text's value, with a question mark for half of a surrogate pair. */
  public static void write(String text, JsonGenerator generator) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    generator.writeUTF8String(bytes, 0, bytes.length);
  }

  private static void write(JsonElement json, JsonGenerator generator) throws IOException {
    if (json instanceof JsonObject object) {
      generator.writeStartObject();
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        generator.writeFieldName(member.getKey());
        write(member.getValue(), generator);
      }
      generator.writeEndObject();
    } else if (json instanceof JsonArray array) {
      generator.writeStartArray();
      for (JsonElement element : array) {
        write(element, generator);
      }
      generator.writeEndArray();
    } else if (json instanceof JsonPrimitive primitive) {
      write(primitive, generator);
    } else {
      generator.writeNull();
    }
  }

  private static void write(JsonPrimitive primitive, JsonGenerator generator) throws IOException {
    if (primitive.isString()) {
      write(primitive.getAsString(), generator);
    } else if (primitive.isBoolean()) {
      generator.writeBoolean(primitive.getAsBoolean());
    } else {
      generator.writeNumber(primitive.getAsString());
    }
  }
}
