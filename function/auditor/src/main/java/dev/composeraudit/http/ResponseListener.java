package dev.composeraudit.http;

import java.net.URI;

/** Receives each response, for tools that keep what was read. Must be safe for many threads. */
@FunctionalInterface
public interface ResponseListener {
  /** Keeps nothing. */
  ResponseListener NONE = (uri, response) -> {};

  /** A response has come, whatever its status. */
  void received(URI uri, Response response);
}
