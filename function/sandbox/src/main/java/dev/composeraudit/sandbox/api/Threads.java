package dev.composeraudit.sandbox.api;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ThreadFactory;

/** Threads that don't keep the process alive. */
public final class Threads {
  private Threads() {}

  public static ThreadFactory daemons(String name) {
    return new ThreadFactoryBuilder().setNameFormat(name + "-%d").setDaemon(true).build();
  }
}
