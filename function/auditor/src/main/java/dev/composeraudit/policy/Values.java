package dev.composeraudit.policy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.cel.common.types.CelType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Shows what CEL expressions gave. */
final class Values {
  private Values() {}

  /** A value as JSON; what has no JSON form of its own is its text. */
  static JsonElement toJson(Object value) {
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    if (value instanceof Collection<?> collection) {
      JsonArray array = new JsonArray();
      collection.forEach(each -> array.add(toJson(each)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((key, each) -> object.add(String.valueOf(key), toJson(each)));
      return object;
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? toJson(optional.get()) : JsonNull.INSTANCE;
    }
    if (value instanceof Message message) {
      return message(message);
    }
    if (value instanceof CelType type) {
      return new JsonPrimitive(type.name());
    }
    return new JsonPrimitive(value.toString());
  }

  static String show(Object value) {
    return toJson(value).toString();
  }

  private static JsonElement message(Message message) {
    try {
      return JsonParser.parseString(JsonFormat.printer().print(message));
    } catch (InvalidProtocolBufferException unprintable) {
      return new JsonPrimitive(message.toString());
    }
  }
}
