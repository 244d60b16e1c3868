package dev.composeraudit.sandbox.api;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Ends a unary call with what a computation gives, or with the status that it throws. */
public final class Answer {
  private Answer() {}

  public static <T> void with(StreamObserver<T> observer, Supplier<T> computation) {
    T value;
    try {
      value = computation.get();
    } catch (StatusRuntimeException refused) {
      observer.onError(refused);
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }
}
