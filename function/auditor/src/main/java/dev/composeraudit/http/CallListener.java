package dev.composeraudit.http;

import java.net.URI;
import java.time.Duration;

/** Told of each call on the wire, for logs and tests. Called from several threads. */
@FunctionalInterface
public interface CallListener {
  CallListener NONE = (uri, status, took) -> {};

  /**
   * A call has ended.
   *
   * @param status the HTTP status; 0 if there was no answer
   */
  void called(URI uri, int status, Duration took);
}
