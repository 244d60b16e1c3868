package dev.composeraudit.sweep;

import dev.composeraudit.event.PagePosition;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages that this instance has handled and whose next page it has asked for: the most recent
 * 1,000. Pub/Sub may deliver a message twice, and each copy would ask for the next page again, and
 * so on to the end of the list. A copy that reaches an instance that knows its page ends there.
 *
 * <p>To forget one is harmless, since handling a page twice is. Thread-safe.
 */
final class ContinuedPages {
  private static final int KEPT = 1000;

  private final Map<Key, Boolean> pages =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Boolean> eldest) {
          return size() > KEPT;
        }
      };

  private record Key(String id, String scope, int number, boolean isRestarted) {
    static Key of(String id, PagePosition page) {
      return new Key(id, page.scope(), page.number(), page.isRestarted());
    }
  }

  synchronized boolean contains(String id, PagePosition page) {
    return pages.containsKey(Key.of(id, page));
  }

  /** Adds a page. The message for its next page must have been accepted by Pub/Sub before. */
  synchronized void add(String id, PagePosition page) {
    pages.put(Key.of(id, page), true);
  }
}
