package dev.composeraudit.cli.input.terraform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * A value of a Terraform plan or state, with what the plan says beside it: each is a tree of the
 * same shape, in which {@code true} marks a value.
 *
 * @param value null in JSON where it is not set or not known
 * @param unknown marks what is known after apply
 * @param sensitive marks what must not be shown
 */
record PlannedValue(JsonElement value, JsonElement unknown, JsonElement sensitive) {

  static PlannedValue of(JsonObject change) {
    return new PlannedValue(
        member(change, "after"),
        member(change, "after_unknown"),
        member(change, "after_sensitive"));
  }

  /** A value that is known whole, as in a state. */
  static PlannedValue known(JsonElement value, JsonElement sensitive) {
    return new PlannedValue(value, JsonNull.INSTANCE, sensitive);
  }

  PlannedValue member(String name) {
    return new PlannedValue(member(value, name), member(unknown, name), member(sensitive, name));
  }

  /**
   * The one block of a list of blocks, or the block itself. Of several it is not known which one
   * counts.
   */
  PlannedValue block(String name) {
    PlannedValue list = member(name);
    if (list.value instanceof JsonArray several && several.size() > 1) {
      return new PlannedValue(JsonNull.INSTANCE, new JsonPrimitive(true), first(list.sensitive));
    }
    return new PlannedValue(first(list.value), first(list.unknown), first(list.sensitive));
  }

  /** Whether the plan has such an attribute at all. */
  boolean hasMember(String name) {
    return (value instanceof JsonObject object && object.has(name))
        || (unknown instanceof JsonObject marks && marks.has(name))
        || isTrue(unknown);
  }

  boolean isObject() {
    return value instanceof JsonObject;
  }

  /** Whether nothing is written: null, or a list without blocks. */
  boolean isAbsent() {
    return value.isJsonNull() || (value instanceof JsonArray list && list.isEmpty());
  }

  /** Whether it, or a part of it, is known after apply. */
  boolean isUnknown() {
    return hasTrue(unknown);
  }

  boolean isSensitive() {
    return hasTrue(sensitive);
  }

  /** A string; blank if it is not known, or is none. */
  String text() {
    return value instanceof JsonPrimitive primitive && primitive.isString()
        ? primitive.getAsString()
        : "";
  }

  private static JsonElement member(JsonElement parent, String name) {
    if (parent instanceof JsonObject object && object.get(name) != null) {
      return object.get(name);
    }
    // What marks a whole marks each of its parts.
    return isTrue(parent) ? parent : JsonNull.INSTANCE;
  }

  private static JsonElement first(JsonElement list) {
    if (list instanceof JsonArray array) {
      return array.isEmpty() ? JsonNull.INSTANCE : array.get(0);
    }
    return list;
  }

  private static boolean isTrue(JsonElement element) {
    return element instanceof JsonPrimitive primitive
        && primitive.isBoolean()
        && primitive.getAsBoolean();
  }

  private static boolean hasTrue(JsonElement marks) {
    if (marks instanceof JsonArray array) {
      return array.asList().stream().anyMatch(PlannedValue::hasTrue);
    }
    if (marks instanceof JsonObject object) {
      return object.asMap().values().stream().anyMatch(PlannedValue::hasTrue);
    }
    return isTrue(marks);
  }
}
