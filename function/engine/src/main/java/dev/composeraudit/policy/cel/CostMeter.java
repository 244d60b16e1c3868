package dev.composeraudit.policy.cel;

import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may still cost, in characters and elements touched. Policies that do honest
 * work cost thousands; the limit is what takes well under a second and a few megabytes.
 */
public final class CostMeter {
  private static final long BUDGET = 1_000_000;

  /** CEL gives functions nothing but their arguments; this is how they know whose they are. */
  private static final ThreadLocal<@Nullable CostMeter> CURRENT = new ThreadLocal<>();

  private long left = BUDGET;

  /** Work that is charged to a meter. */
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Runs work at this meter's cost; work within it is charged to it too. */
  public <T, E extends Exception> T charge(Work<T, E> work) throws E {
    @Nullable CostMeter outer = CURRENT.get();
    CURRENT.set(this);
    try {
      return work.run();
    } finally {
      // Not removed where there was none: the next evaluation of the thread would put it back.
      CURRENT.set(outer);
    }
  }

  /**
   * Charges the running evaluation, if there is one.
   *
   * @throws ExhaustedError if it has cost too much
   */
  public static void cost(long units) {
    @Nullable CostMeter meter = CURRENT.get();
    if (meter != null) {
      meter.left -= units;
      if (meter.left < 0) {
        throw new ExhaustedError();
      }
    }
  }

  /** How much there is to a value: its characters, and what {@link #elements} counts. */
  static long weight(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    return value instanceof CelByteString bytes ? bytes.size() : weight(value, true, BUDGET);
  }

  /** As much as eight for each element of a list or map, those of its elements included. */
  public static long elements(Object value) {
    return weight(value, false, BUDGET);
  }

  private static long weight(Object value, boolean texts, long atMost) {
    if (value instanceof Map<?, ?> map) {
      return weight(map.keySet(), texts, atMost) + weight(map.values(), texts, atMost);
    }
    if (!(value instanceof Collection<?> collection)) {
      return texts && value instanceof String text ? text.length() : 1;
    }
    long weight = 1 + 8L * collection.size();
    for (Object element : collection) {
      if (weight > atMost) {
        break;
      }
      weight += weight(element, texts, atMost - weight);
    }
    return weight;
  }
}
