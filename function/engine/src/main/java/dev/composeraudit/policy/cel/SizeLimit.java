package dev.composeraudit.policy.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.values.CelByteString;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/** How large a text or list may be that a function of an expression makes. */
final class SizeLimit {
  private static final int TEXT = 64 * 1024;
  private static final int LIST_ELEMENTS = 10_000;
  private static final int LIST_TEXT = 1024 * 1024;

  private long elements;
  private long characters;

  private SizeLimit() {}

  /**
   * Checks the size of a text before it is made.
   *
   * @throws CelInvalidArgumentException if it would have more than 65,536 characters
   */
  static void checkText(long characters) {
    if (characters > TEXT) {
      throw exceeded("a text of more than %,d characters".formatted(TEXT));
    }
  }

  /**
   * Checks the size of a list before it is made.
   *
   * @throws CelInvalidArgumentException if it would have more than 10,000 elements
   */
  static void checkList(long elements) {
    if (elements > LIST_ELEMENTS) {
      throw exceeded("a list of more than %,d elements".formatted(LIST_ELEMENTS));
    }
  }

  /**
   * Joins two lists. What is returned remembers its size, since a comprehension adds to it element
   * by element.
   *
   * @throws CelInvalidArgumentException if they hold more than 10,000 elements or 1 MiB of text,
   *     with the elements and texts of the lists and maps in them
   */
  static List<Object> concatenate(List<?> one, List<?> other) {
    SizeLimit limit = new SizeLimit();
    limit.add(one);
    limit.add(other);
    return new SizedList(
        ImmutableList.builder().addAll(one).addAll(other).build(),
        limit.elements,
        limit.characters);
  }

  /** A list whose elements and texts have been counted. */
  private static final class SizedList extends AbstractList<Object> implements RandomAccess {
    private final ImmutableList<Object> list;
    private final long elements;
    private final long characters;

    private SizedList(ImmutableList<Object> list, long elements, long characters) {
      this.list = list;
      this.elements = elements;
      this.characters = characters;
    }

    @Override
    public Object get(int index) {
      return list.get(index);
    }

    @Override
    public int size() {
      return list.size();
    }

    @Override
    public Object[] toArray() {
      return list.toArray();
    }
  }

  private void add(Object value) {
    if (value instanceof SizedList list) {
      elements += list.elements;
      checkList(elements);
      addText(list.characters);
    } else if (value instanceof String text) {
      addText(text.length());
    } else if (value instanceof CelByteString bytes) {
      addText(bytes.size());
    } else if (value instanceof Collection<?> collection) {
      elements += collection.size();
      checkList(elements);
      collection.forEach(this::add);
    } else if (value instanceof Map<?, ?> map) {
      add(map.keySet());
      add(map.values());
    }
  }

  private void addText(long length) {
    characters += length;
    if (characters > LIST_TEXT) {
      throw exceeded("a list with more than %,d characters of text".formatted(LIST_TEXT));
    }
  }

  /** CEL's own exception: for any other CEL would print the arguments, which are too large. */
  private static CelInvalidArgumentException exceeded(String message) {
    return new CelInvalidArgumentException(message);
  }
}
