package dev.composeraudit.egress.network;

import dev.composeraudit.subject.UnknownPart;
import java.util.List;
import java.util.function.Function;

/** A value derived from parts of a subject, or the unknown parts that it needs. */
public sealed interface Derived<T> {
  /** The value, which depends on nothing unknown. */
  record Value<T>(T value) implements Derived<T> {}

  /**
   * The value is not known.
   *
   * @param by the unknown parts that prevent it, at least one, each once
   */
  record Blocked<T>(List<UnknownPart> by) implements Derived<T> {
    public Blocked {
      if (by.isEmpty()) {
        throw new IllegalArgumentException("blocked by nothing");
      }
      by = by.stream().distinct().toList();
    }
  }

  static <T> Derived<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Derived<T> blocked(UnknownPart by) {
    return new Blocked<>(List.of(by));
  }

  /** The unknown parts that prevent it; empty if it is known. */
  default List<UnknownPart> obstacles() {
    return this instanceof Blocked<T> blocked ? blocked.by() : List.of();
  }

  /** Applies a function to the value; what is blocked stays so. */
  default <U> Derived<U> map(Function<? super T, ? extends U> function) {
    return flatMap(value -> new Value<>(function.apply(value)));
  }

  /** Applies a function whose result may be blocked itself. */
  default <U> Derived<U> flatMap(Function<? super T, Derived<U>> function) {
    if (this instanceof Value<T> known) {
      return function.apply(known.value());
    }
    return new Blocked<>(obstacles());
  }
}
