package dev.composeraudit.event;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.logging.type.LogSeverity;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.event.AuditRequest.Phase;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads how far an operation was when its entry was written. */
final class OperationPhase {
  private static final BigDecimal ERROR = BigDecimal.valueOf(LogSeverity.ERROR_VALUE);

  private OperationPhase() {}

  /**
   * The phase, by what the entry says of its operation and its outcome:
   *
   * <ul>
   *   <li>no operation: the only entry of its call, LAST or REJECTED
   *   <li>last: LAST or FAILED
   *   <li>first: FIRST or REJECTED
   *   <li>neither: FIRST, since the operation is not said to have ended
   * </ul>
   */
  static Phase of(JsonObject entry, JsonObject payload) throws MalformedDocumentException {
    JsonObject operation = ProtoJson.object(entry, "operation");
    boolean failed = isFailure(ProtoJson.object(payload, "status")) || isError(entry);
    if (operation.isEmpty()) {
      return failed ? Phase.REJECTED : Phase.LAST;
    }
    if (ProtoJson.isTrue(operation, "last")) {
      return failed ? Phase.FAILED : Phase.LAST;
    }
    return failed && ProtoJson.isTrue(operation, "first") ? Phase.REJECTED : Phase.FIRST;
  }

  /** A status with a message is a failure, even where the code was left out. */
  private static boolean isFailure(JsonObject status) throws MalformedDocumentException {
    return isFailureCode(ProtoJson.member(status, "code"))
        || !ProtoJson.text(status, "message").isEmpty();
  }

  private static boolean isFailureCode(@Nullable JsonElement code) {
    if (!(code instanceof JsonPrimitive value) || value.isBoolean()) {
      return false;
    }
    if (value.isNumber()) {
      return value.getAsBigDecimal().signum() != 0;
    }
    String text = value.getAsString();
    return !text.isBlank() && !text.equals("0") && !text.equals("OK");
  }

  private static boolean isError(JsonObject entry) throws MalformedDocumentException {
    return ProtoJson.number(entry, "severity", LogSeverity.getDescriptor()).compareTo(ERROR) >= 0;
  }
}
