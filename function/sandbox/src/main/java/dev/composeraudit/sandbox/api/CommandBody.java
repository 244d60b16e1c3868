package dev.composeraudit.sandbox.api;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON object that one of the sandbox's own commands takes; each reader requires its member.
 */
public final class CommandBody {
  private final JsonObject json;

  private CommandBody(JsonObject json) {
    this.json = json;
  }

  static CommandBody parse(String text) throws MalformedCommandException {
    try {
      if (JsonParser.parseString(text) instanceof JsonObject json) {
        return new CommandBody(json);
      }
    } catch (JsonParseException malformed) {
      // Reported below.
    }
    throw new MalformedCommandException("the body must be a JSON object");
  }

  public boolean has(String key) {
    return json.has(key);
  }

  public String text(String key) throws MalformedCommandException {
    return value(key, "a string").getAsString();
  }

  public List<String> texts(String key) throws MalformedCommandException {
    if (!(json.get(key) instanceof JsonArray list)) {
      throw mustBe(key, "a list of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonElement each : list) {
      if (!(each instanceof JsonPrimitive text)) {
        throw mustBe(key, "a list of strings");
      }
      texts.add(text.getAsString());
    }
    return texts;
  }

  public double number(String key) throws MalformedCommandException {
    try {
      return value(key, "a number").getAsDouble();
    } catch (NumberFormatException malformed) {
      throw mustBe(key, "a number");
    }
  }

  public long seed(String key) throws MalformedCommandException {
    try {
      return Long.parseLong(value(key, "a whole number").getAsString());
    } catch (NumberFormatException malformed) {
      throw mustBe(key, "a whole number");
    }
  }

  /** A whole number that is not below {@code least}. */
  public int count(String key, int least) throws MalformedCommandException {
    String expected = "a whole number of at least " + least;
    try {
      int count = Integer.parseInt(value(key, expected).getAsString());
      if (count >= least) {
        return count;
      }
    } catch (NumberFormatException malformed) {
      // Reported below.
    }
    throw mustBe(key, expected);
  }

  /** The resource name in the member {@code environment}. */
  public ResourceName environment() throws MalformedCommandException {
    String expected = "projects/*/locations/*/environments/*";
    return ResourceName.parse(value("environment", expected).getAsString())
        .orElseThrow(() -> mustBe("environment", expected));
  }

  private JsonPrimitive value(String key, String expected) throws MalformedCommandException {
    if (json.get(key) instanceof JsonPrimitive value) {
      return value;
    }
    throw mustBe(key, expected);
  }

  private static MalformedCommandException mustBe(String key, String expected) {
    return new MalformedCommandException(key + ": must be " + expected);
  }
}
