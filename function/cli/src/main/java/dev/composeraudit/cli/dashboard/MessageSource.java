package dev.composeraudit.cli.dashboard;

import com.google.api.gax.rpc.ApiException;
import com.google.pubsub.v1.ReceivedMessage;
import java.util.List;

/** Where messages come from, at least once each, and again unless they are acknowledged. */
interface MessageSource extends AutoCloseable {
  /** Its resource name, as the page shows it. */
  String name();

  /**
   * Makes sure that messages can be had.
   *
   * @return those that are there already
   * @throws ApiException if they can't
   */
  List<ReceivedMessage> connect();

  /**
   * Waits for messages.
   *
   * @return empty if none came for a while
   * @throws ApiException if that failed
   */
  List<ReceivedMessage> pull();

  /**
   * Acknowledges messages, by their acknowledgement ids.
   *
   * @throws ApiException if that failed: they come again
   */
  void acknowledge(List<String> ids);

  @Override
  void close();
}
