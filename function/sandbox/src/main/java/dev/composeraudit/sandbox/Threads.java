package dev.composeraudit.sandbox;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ThreadFactory;

/** Threads that don't keep the process alive. */
final class Threads {
  private Threads() {}

  static ThreadFactory daemons(String name) {
    return new ThreadFactoryBuilder().setNameFormat(name + "-%d").setDaemon(true).build();
  }
}
