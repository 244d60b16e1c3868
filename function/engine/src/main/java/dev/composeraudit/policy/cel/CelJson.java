package dev.composeraudit.policy.cel;

import com.google.common.primitives.UnsignedLong;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.composeraudit.policy.source.Struct;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Converts CEL values to JSON, and names their types. */
public final class CelJson {
  private static final Map<Class<?>, String> SIMPLE =
      Map.of(
          Boolean.class, "bool",
          Long.class, "int",
          UnsignedLong.class, "uint",
          Double.class, "double",
          String.class, "string",
          CelByteString.class, "bytes",
          Instant.class, "timestamp",
          Duration.class, "duration",
          NullValue.class, "null_type");

  private CelJson() {}

  /** Converts a CEL value to JSON. Types that have no JSON form become text. */
  public static JsonElement toJson(Object value) {
    if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return new JsonPrimitive(number.toString()); // JSON has no number for it.
    }
    if (value instanceof Number number) {
      return new JsonPrimitive(number);
    }
    if (value instanceof NullValue) {
      return JsonNull.INSTANCE;
    }
    if (value instanceof Collection<?> collection) {
      JsonArray array = new JsonArray();
      collection.forEach(each -> array.add(toJson(each)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      // A map has no order; what is printed has.
      map.entrySet().stream()
          .sorted(Comparator.comparing(entry -> String.valueOf(entry.getKey())))
          .forEach(entry -> object.add(String.valueOf(entry.getKey()), toJson(entry.getValue())));
      return object;
    }
    if (value instanceof Struct struct) {
      return toJson(struct.original());
    }
    if (value instanceof Record record && !NetworkTypes.isNetwork(record)) {
      return record(record);
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? toJson(optional.get()) : JsonNull.INSTANCE;
    }
    if (value instanceof Message message) {
      return message(message);
    }
    if (value instanceof TypeType type) {
      String name = type.type().name();
      // CEL calls the type of a type dyn.
      return new JsonPrimitive(name.equals("dyn") ? "type" : name);
    }
    return new JsonPrimitive(value.toString());
  }

  /** The name of a value's type in CEL. Lists and maps are named without the types of elements. */
  public static String typeName(Object value) {
    if (value instanceof Struct struct) {
      return typeName(struct.original());
    }
    if (value instanceof Message message) {
      return message.getDescriptorForType().getFullName();
    }
    if (value instanceof Collection<?>) {
      return "list";
    }
    if (value instanceof Map<?, ?>) {
      return "map";
    }
    if (value instanceof TypeType) {
      return "type";
    }
    return SIMPLE.getOrDefault(value.getClass(), value.getClass().getSimpleName());
  }

  private static JsonObject record(Record record) {
    JsonObject object = new JsonObject();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        object.add(component.getName(), toJson(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException unexpected) {
        throw new IllegalStateException("reading " + component, unexpected);
      }
    }
    return object;
  }

  private static JsonElement message(Message message) {
    try {
      return JsonParser.parseString(JsonFormat.printer().print(message));
    } catch (InvalidProtocolBufferException unprintable) {
      return new JsonPrimitive(message.toString());
    }
  }
}
