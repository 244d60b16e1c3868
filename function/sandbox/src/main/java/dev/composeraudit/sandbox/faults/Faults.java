package dev.composeraudit.sandbox.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The faults that calls get, and how often they got them. Safe for use by many threads. */
public final class Faults {
  private final List<Entry> entries = new ArrayList<>();
  private Random random = new Random(0);

  /**
   * A fault that is set up.
   *
   * @param about a text that the called one's name, the request's URI or its body must hold; blank
   *     = any request
   * @param times how many calls get it; 0 = all
   * @param percent of the calls that it may apply to, how many get it; decided by chance for each
   */
  record Setting(ApiCall call, Fault fault, String about, int times, double percent) {}

  /** A fault with the number of calls that got it. */
  record Counted(Setting setting, int count) {}

  private static final class Entry {
    private final Setting setting;
    private int count;

    Entry(Setting setting) {
      this.setting = setting;
    }

    boolean isDue(ApiCall call, String request) {
      return setting.call() == call
          && request.contains(setting.about())
          && (setting.times() == 0 || count < setting.times());
    }
  }

  synchronized void add(Setting setting) {
    entries.add(new Entry(setting));
  }

  /** Lets chance begin anew. */
  synchronized void seed(long seed) {
    random = new Random(seed);
  }

  /** Ends those that are limited to this text; blank = all. */
  synchronized void clear(String about) {
    entries.removeIf(entry -> about.isEmpty() || entry.setting.about().equals(about));
  }

  /**
   * The fault that a call gets now, counted.
   *
   * @param request its path and body, or other text that shows what it is about
   */
  synchronized Optional<Fault> next(ApiCall call, String request) {
    for (Entry entry : entries) {
      // This fault is one of the TLS handshake, before there is a request.
      if (entry.setting.fault() != Fault.WRONG_CA
          && entry.isDue(call, request)
          && random.nextDouble() * 100 < entry.setting.percent()) {
        entry.count++;
        return Optional.of(entry.setting.fault());
      }
    }
    return Optional.empty();
  }

  /** Whether a cluster is to name an impostor's address. */
  public synchronized boolean meetsImpostor(String cluster) {
    for (Entry entry : entries) {
      if (entry.setting.fault() == Fault.WRONG_CA && entry.isDue(entry.setting.call(), cluster)) {
        entry.count++;
        return true;
      }
    }
    return false;
  }

  synchronized List<Counted> list() {
    return entries.stream().map(entry -> new Counted(entry.setting, entry.count)).toList();
  }
}
