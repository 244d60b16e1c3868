package dev.composeraudit.subject;

import dev.composeraudit.subject.Observed.Unknown;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A value, known or unknown, of every part that there is. Immutable. */
public final class Parts {
  /** Each value is of its part's type: {@link #with} is the only way to set one. */
  private final Map<Part<?>, Observed<?>> values;

  private Parts(Map<Part<?>, Observed<?>> values) {
    this.values = values;
  }

  /** All parts are unknown, for one reason. */
  public static Parts unknown(Unknown<?> why) {
    Map<Part<?>, Observed<?>> values = new HashMap<>();
    Part.all().forEach(part -> values.put(part, why));
    return new Parts(values);
  }

  /** The value of a part. */
  @SuppressWarnings("unchecked") // See the field.
  public <T> Observed<T> get(Part<T> part) {
    return (Observed<T>) Objects.requireNonNull(values.get(part));
  }

  /** The same parts, one of them with another value. */
  public <T> Parts with(Part<T> part, Observed<T> value) {
    Map<Part<?>, Observed<?>> changed = new HashMap<>(values);
    changed.put(part, value);
    return new Parts(changed);
  }

  /** The same parts, with a change to each that is unknown. */
  public Parts mapUnknown(UnaryOperator<Unknown<Object>> change) {
    Map<Part<?>, Observed<?>> changed = new HashMap<>(values);
    changed.replaceAll(
        (part, value) -> value instanceof Unknown<?> unknown ? change.apply(unknown.as()) : value);
    return new Parts(changed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parts parts && parts.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** The parts by their keys. */
  @Override
  public String toString() {
    return values.toString();
  }
}
