package dev.composeraudit.policy.cel;

import dev.composeraudit.policy.source.BoundedRegex;
import dev.composeraudit.policy.source.LimitException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How much a function costs, and how much it may make of what it is given. */
enum FunctionLimits {
  /** Looks at each character or element once. */
  LINEAR,
  /** Makes a text or list of two. */
  SUM {
    @Override
    void check(Object[] arguments) {
      checkSize(arguments[0], size(arguments[0]) + size(arguments[1]));
      // CEL goes through the whole list again for each element that map() adds to it.
      CostMeter.cost(CostMeter.elements(arguments[0]) + CostMeter.elements(arguments[1]));
    }
  },
  /** Compares each element of one list with each of another. */
  PRODUCT {
    @Override
    void check(Object[] arguments) {
      CostMeter.cost(CostMeter.weight(arguments[0]) * CostMeter.weight(arguments[1]));
    }
  },
  /** Compares elements to bring them in order or to find equal ones. */
  ORDER {
    @Override
    void check(Object[] arguments) {
      CostMeter.cost(16 * CostMeter.weight(arguments[0]));
    }
  },
  /** Follows up to a thousand states of an automaton at each character. */
  REGEX {
    @Override
    void check(Object[] arguments) {
      BoundedRegex.check((String) arguments[1]);
      CostMeter.cost(50L * size(arguments[0]) + 10L * size(arguments[1]));
    }
  },
  /** Parses a range of each text. */
  RANGES {
    @Override
    long each() {
      return 5;
    }
  },
  /** Looks a destination up among all that an egress configuration names. */
  SOURCE {
    @Override
    void check(Object[] arguments) {
      CostMeter.cost(300);
    }
  },
  JOIN {
    @Override
    void check(Object[] arguments) {
      long separator = arguments.length > 1 ? size(arguments[1]) : 0;
      long length = 0;
      for (Object text : (Collection<?>) arguments[0]) {
        length += size(text) + separator;
      }
      checkSize("", length);
    }
  },
  REPLACE {
    @Override
    void check(Object[] arguments) {
      String text = (String) arguments[0];
      long count = count(text, (String) arguments[1]);
      checkSize("", text.length() + count * size(arguments[2]));
    }
  },
  SPLIT {
    @Override
    void check(Object[] arguments) {
      checkSize(List.of(), 1 + count((String) arguments[0], (String) arguments[1]));
    }
  },
  RANGE {
    @Override
    void check(Object[] arguments) {
      checkSize(List.of(), (Long) arguments[0]);
    }
  },
  FLATTEN {
    @Override
    void check(Object[] arguments) {
      checkSize(List.of(), leaves(arguments[0], arguments.length > 1 ? (Long) arguments[1] : 1));
    }
  };

  private static final int TEXT = 64 * 1024;
  private static final int ELEMENTS = 10_000;

  private static final Map<String, FunctionLimits> OF =
      Map.ofEntries(
          Map.entry("add_string", SUM),
          Map.entry("add_bytes", SUM),
          Map.entry("add_list", SUM),
          Map.entry("list_join", JOIN),
          Map.entry("list_join_string", JOIN),
          Map.entry("string_replace_string_string", REPLACE),
          Map.entry("string_replace_string_string_int", REPLACE),
          Map.entry("string_split_string", SPLIT),
          Map.entry("string_split_string_int", SPLIT),
          Map.entry("lists_range", RANGE),
          Map.entry("list_flatten", FLATTEN),
          Map.entry("list_flatten_list_int", FLATTEN),
          Map.entry("list_sort", ORDER),
          Map.entry("list_sortByAssociatedKeys", ORDER),
          Map.entry("list_distinct", ORDER),
          Map.entry("list_sets_contains_list", PRODUCT),
          Map.entry("list_sets_equivalent_list", PRODUCT),
          Map.entry("list_sets_intersects_list", PRODUCT),
          Map.entry("matches", REGEX),
          Map.entry("matches_string", REGEX),
          Map.entry("source_egress_string", SOURCE),
          Map.entry("source_inside_egress_string", SOURCE),
          Map.entry("covers_list_list", RANGES),
          Map.entry("uncovered_list_list", RANGES),
          Map.entry("share_list_list", RANGES));

  static FunctionLimits of(String overload) {
    return OF.getOrDefault(overload, LINEAR);
  }

  /** How much each character or element of the arguments costs. */
  long each() {
    return 1;
  }

  /** What is particular to the function. */
  void check(Object[] arguments) {}

  /**
   * Charges for the arguments.
   *
   * @throws LimitException if the function would make too much of them
   */
  final void checkArguments(Object[] arguments) {
    long cost = 1;
    if (this != SUM) {
      for (Object argument : arguments) {
        cost += each() * CostMeter.weight(argument);
      }
    }
    CostMeter.cost(cost);
    check(arguments);
  }

  /** The result, which must be small enough, and is charged for. */
  final Object checked(Object result) {
    if (result instanceof String || result instanceof Collection) {
      checkSize(result, size(result));
      CostMeter.cost(this == SUM ? 1 : size(result));
    } else if (result instanceof Map) {
      CostMeter.cost(CostMeter.elements(result));
    }
    return result;
  }

  private static void checkSize(Object kind, long size) {
    boolean text = !(kind instanceof Collection);
    if (size > (text ? TEXT : ELEMENTS)) {
      throw new LimitException(
          text
              ? "a text of more than %,d characters".formatted(TEXT)
              : "a list of more than %,d elements".formatted(ELEMENTS));
    }
  }

  private static long size(Object value) {
    return value instanceof Collection<?> collection ? collection.size() : CostMeter.weight(value);
  }

  private static long count(String text, String part) {
    if (part.isEmpty()) {
      return text.length() + 1L;
    }
    long count = 0;
    for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  private static long leaves(Object value, long level) {
    if (!(value instanceof Collection<?> list) || level < 0) {
      return 1;
    }
    long leaves = 0;
    for (Object element : list) {
      leaves += leaves(element, level - 1);
      if (leaves > ELEMENTS) {
        break;
      }
    }
    return leaves;
  }
}
