package dev.composeraudit;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Static fields that the architecture forbids, each alone in a class. */
final class StaticsThatChange {
  private StaticsThatChange() {}

  static final class NotFinal {
    static int count;
  }

  static final class OfAThread {
    static final ThreadLocal<String> CURRENT = new ThreadLocal<>();
  }

  static final class OfAClass {
    static final ClassValue<String> NAMES =
        new ClassValue<>() {
          @Override
          protected String computeValue(Class<?> type) {
            return type.getName();
          }
        };
  }

  static final class GuavaCache {
    static final Cache<String, String> COMPILED = CacheBuilder.newBuilder().build();
  }

  static final class CacheAsMap {
    static final Map<String, String> SEEN = new ConcurrentHashMap<>();
  }

  static final class EmptyMap {
    static final Map<String, String> SEEN = new HashMap<>();
  }

  static final class ListToAddTo {
    static final List<String> ALL = new ArrayList<>(List.of("a"));
  }

  /** Whoever has the list below can change it. */
  static final class ViewOfAList {
    static final List<String> ALL = Collections.unmodifiableList(new ArrayList<>());
  }

  static final class SetOfEnums {
    static final Set<TimeUnit> UNITS = EnumSet.noneOf(TimeUnit.class);
  }

  static final class ListOfLists {
    static final List<List<String>> ALL = List.of(new ArrayList<>());
  }

  static final class Counter {
    static final AtomicLong COUNT = new AtomicLong();
  }

  static final class Reference {
    static final AtomicReference<@Nullable String> LAST = new AtomicReference<>();
  }

  static final class Array {
    static final int[] COUNTS = new int[2];
  }

  static final class EmptyArray {
    static final String[] NONE = new String[0];
  }

  static final class Lock {
    static final ReentrantLock LOCK = new ReentrantLock();
  }

  static final class Chance {
    static final Random RANDOM = new Random();
  }

  static final class Text {
    static final StringBuilder TEXT = new StringBuilder();
  }

  static final class OwnClass {
    static final Mutable STATE = new Mutable();

    static final class Mutable {
      int count;
    }
  }

  static final class OwnRecord {
    static final Holder STATE = new Holder(new ArrayList<>());

    record Holder(List<String> texts) {}
  }

  /** A lambda that remembers. */
  static final class Lambda {
    static final UnaryOperator<String> NAMES = remembered(new HashMap<>());

    private static UnaryOperator<String> remembered(Map<String, String> seen) {
      return text -> seen.computeIfAbsent(text, String::strip);
    }
  }
}
