package dev.composeraudit.sandbox.pubsub;

import com.google.gson.JsonObject;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** What came of the trigger's deliveries so far. Safe for use by many threads. */
public final class Deliveries {
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong cut = new AtomicLong();
  private final IntSupplier backlog;

  /**
   * @param backlog how many messages there are still to deliver; -1 = not known
   */
  public Deliveries(IntSupplier backlog) {
    this.backlog = backlog;
  }

  public void begin() {
    begun.incrementAndGet();
  }

  /** Ended by an answer. */
  public void end(boolean good) {
    (good ? acknowledged : refused).incrementAndGet();
  }

  /** Ended without an answer: the function is gone, or was too slow. */
  void endWithoutAnswer() {
    cut.incrementAndGet();
  }

  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("begun", begun.get());
    json.addProperty("acknowledged", acknowledged.get());
    json.addProperty("refused", refused.get());
    json.addProperty("cut", cut.get());
    json.addProperty("backlog", backlog.getAsInt());
    return json;
  }
}
