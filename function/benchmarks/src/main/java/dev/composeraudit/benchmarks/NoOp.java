package dev.composeraudit.benchmarks;

import com.google.cloud.functions.CloudEventsFunction;
import io.cloudevents.CloudEvent;

/** A function that does nothing: what is left of a cold start is the invoker's. */
public final class NoOp implements CloudEventsFunction {
  @Override
  public void accept(CloudEvent event) {}
}
