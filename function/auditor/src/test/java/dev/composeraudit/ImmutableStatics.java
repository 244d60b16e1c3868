package dev.composeraudit;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Primitives;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That the value of a static field cannot change. The declared type does not tell: a {@code Map}
 * may be a constant or a cache. So the value itself is looked at, with all that it holds. What is
 * not known to be immutable is a violation.
 */
final class ImmutableStatics extends ArchCondition<JavaField> {
  private static final String OWN = "dev.composeraudit.";

  private static final Set<String> IMMUTABLE =
      Set.of(
          // It can be configured, but nobody does; writing keeps nothing in it.
          "com.fasterxml.jackson.core.JsonFactory",
          "com.google.common.base.CharMatcher",
          "com.google.common.escape.Escaper",
          "com.google.common.reflect.TypeToken",
          "com.google.gson.Gson",
          "com.google.gson.JsonPrimitive",
          "com.google.gson.reflect.TypeToken",
          "com.google.protobuf.Descriptors$Descriptor",
          "com.google.protobuf.Message",
          "com.google.protobuf.util.JsonFormat$Parser",
          "com.google.re2j.Pattern",
          "dev.cel.common.CelOptions",
          "dev.cel.common.types.CelType",
          "dev.cel.runtime.standard.CelStandardOverload",
          "java.lang.Class",
          "java.lang.Enum",
          "java.lang.String",
          "java.math.BigDecimal",
          "java.math.BigInteger",
          "java.net.URI",
          "java.nio.charset.Charset",
          "java.time.Clock",
          "java.time.Duration",
          "java.time.Instant",
          "java.util.KeyValueHolder", // Map.entry
          "java.util.regex.Pattern");

  ImmutableStatics() {
    super("be final and hold what cannot change");
  }

  @Override
  public void check(JavaField field, ConditionEvents events) {
    if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
      return; // The compiler's own, for enums and switches.
    }
    if (!field.getModifiers().contains(JavaModifier.FINAL)) {
      events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is not final"));
    } else if (!isImmutable(read(field.reflect(), null))) {
      events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
    }
  }

  private static boolean isImmutable(@Nullable Object value) {
    if (value == null) {
      return true;
    }
    Class<?> type = value.getClass();
    if (value instanceof Collection<?> collection) {
      return isImmutableCollection(type) && collection.stream().allMatch(it -> isImmutable(it));
    }
    if (value instanceof Optional<?> optional) {
      return isImmutable(optional.orElse(null));
    }
    if (value instanceof Map<?, ?> map) {
      return isImmutableCollection(type)
          && isImmutable(Set.copyOf(map.keySet()))
          && map.values().stream().allMatch(it -> isImmutable(it));
    }
    if (isKnown(type)) {
      return true;
    }
    // A hidden class of another's is a lambda, such as a comparator of the JDK.
    return type.getName().startsWith(OWN)
        ? mayBeExtended(type.getSuperclass()) && holdsWhatCannotChange(type, value)
        : type.isHidden();
  }

  /** {@code List.of} and its like, and Guava's. */
  private static boolean isImmutableCollection(Class<?> type) {
    return type.getName().startsWith("java.util.ImmutableCollections$")
        || ImmutableCollection.class.isAssignableFrom(type)
        || ImmutableMap.class.isAssignableFrom(type);
  }

  private static boolean mayBeExtended(@Nullable Class<?> type) {
    return type == Object.class || type == Record.class || isKnown(type);
  }

  private static boolean holdsWhatCannotChange(Class<?> type, Object value) {
    for (Field field : type.getDeclaredFields()) {
      boolean holds = !Modifier.isStatic(field.getModifiers());
      if (holds && (!Modifier.isFinal(field.getModifiers()) || !isImmutable(read(field, value)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isKnown(@Nullable Class<?> type) {
    if (type == null) {
      return false;
    }
    if (IMMUTABLE.contains(type.getName()) || Primitives.isWrapperType(type)) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (isKnown(each)) {
        return true;
      }
    }
    return isKnown(type.getSuperclass());
  }

  private static @Nullable Object read(Field field, @Nullable Object of) {
    try {
      field.setAccessible(true);
      return field.get(of);
    } catch (IllegalAccessException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
