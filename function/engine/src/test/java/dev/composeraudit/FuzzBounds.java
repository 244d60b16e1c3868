package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** What holds for every input, however it was found. */
public final class FuzzBounds {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long SECOND = 1_000_000_000;
  // A message repeats a few excerpts, each of at most 200 characters.
  private static final int MESSAGE = 2_000;

  private FuzzBounds() {}

  /**
   * Runs it; fails if that takes a second of this thread's work, whatever else the machine does.
   * Work that takes longer is run again and measured then: the first run also loads classes.
   */
  public static void withinASecond(Runnable work) {
    if (nanoseconds(work) >= SECOND) {
      assertThat(nanoseconds(work)).as("nanoseconds of work").isLessThan(SECOND);
    }
  }

  private static long nanoseconds(Runnable work) {
    long begin = THREADS.getCurrentThreadCpuTime();
    work.run();
    return THREADS.getCurrentThreadCpuTime() - begin;
  }

  /** The bytes as text; what is not UTF-8 in them becomes U+FFFD. */
  public static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  /** Fails unless it may stand in a log as it is: one line that says something, and not long. */
  public static void isOneLine(String message) {
    assertThat(message).isNotBlank().hasSizeLessThan(MESSAGE);
    assertThat(message.codePoints().noneMatch(FuzzBounds::breaksLines)).as(message).isTrue();
  }

  private static boolean breaksLines(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }
}
