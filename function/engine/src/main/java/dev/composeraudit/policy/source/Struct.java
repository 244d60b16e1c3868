package dev.composeraudit.policy.source;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.cel.common.values.SelectableValue;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record, or the message of a policy's parameters, as expressions select from it. CEL could take
 * both as they are, at a price: it searches the class of a message that has none whenever an
 * expression passes it, and once it knows records, it asks of every value whether it is one.
 */
public final class Struct implements SelectableValue<String> {
  /** The parameters of an expression that has none. */
  public static final Struct NO_PARAMETERS =
      of(DynamicMessage.getDefaultInstance(Empty.getDescriptor()));

  private final Object original;
  private final Set<String> present;
  private final Map<String, Object> fields;

  private Struct(Object original, Set<String> present, Map<String, Object> fields) {
    this.original = original;
    this.present = Set.copyOf(present);
    this.fields = Map.copyOf(fields);
  }

  /** A message, of which a field that is not set has its default. */
  public static Struct of(Message message) {
    Map<String, Object> fields = new HashMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      fields.put(field.getName(), value(message.getField(field)));
    }
    Set<String> present = new HashSet<>();
    message.getAllFields().keySet().forEach(field -> present.add(field.getName()));
    return new Struct(message, present, fields);
  }

  /** A public record, all of whose components are present. */
  public static Struct of(Record original) {
    Map<String, Object> fields = new HashMap<>();
    for (RecordComponent component : original.getClass().getRecordComponents()) {
      fields.put(component.getName(), read(original, component.getAccessor()));
    }
    return new Struct(original, fields.keySet(), fields);
  }

  private static Object value(Object field) {
    if (field instanceof List<?> elements) {
      return elements.stream().map(Struct::value).toList();
    }
    return field instanceof Message nested ? of(nested) : field;
  }

  private static Object read(Record record, Method accessor) {
    try {
      return accessor.invoke(record);
    } catch (ReflectiveOperationException unexpected) {
      throw new IllegalStateException("reading " + accessor, unexpected);
    }
  }

  /** The record or message. */
  public Object original() {
    return original;
  }

  @Override
  public Object select(String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("there is no field " + name);
    }
    return value;
  }

  @Override
  public Optional<Object> find(String name) {
    return present.contains(name) ? Optional.of(select(name)) : Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Struct struct && struct.original.equals(original);
  }

  @Override
  public int hashCode() {
    return original.hashCode();
  }

  /** Shown where CEL says what a function failed with. */
  @Override
  public String toString() {
    return original.toString();
  }
}
