package dev.composeraudit.egress.agent;

import java.util.List;

/** A value as Go's {@code encoding/json} sees it, before it is put into a struct. */
public sealed interface GoValue {
  /** JSON's null: leaves a field as it is, but empties a list. */
  record Null() implements GoValue {}

  record Bool(boolean value) implements GoValue {}

  /**
   * A number.
   *
   * @param literal as it is written in the JSON text, which decides whether it is an integer
   */
  record Numeral(String literal) implements GoValue {}

  record Text(String value) implements GoValue {}

  record Array(List<GoValue> elements) implements GoValue {
    public Array {
      elements = List.copyOf(elements);
    }
  }

  /**
   * An object.
   *
   * @param members in the order in which they are put into the struct; keys may repeat
   */
  record Struct(List<Member> members) implements GoValue {
    public Struct {
      members = List.copyOf(members);
    }
  }

  record Member(String key, GoValue value) {}
}
