package dev.composeraudit.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.document.SourceFile;
import java.util.List;
import java.util.Set;

/**
 * The response of a server.
 *
 * @param contentType as sent; blank if it was not
 * @param body as UTF-8 text; blank if it was too long
 * @param tooLong whether it had more than {@link BoundedHttpClient#BODY_LIMIT} bytes
 */
public record Response(int status, String contentType, String body, boolean tooLong) {
  /** Statuses after which another attempt may succeed. */
  private static final Set<Integer> TRANSIENT = Set.of(408, 429, 500, 502, 503, 504);

  /** How a 403 says that it is about the rate of calls; Compute's older form, and today's. */
  private static final Set<String> RATE_LIMITS =
      Set.of("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED");

  /** The name of the status that means too many calls. */
  static final String QUOTA = "RESOURCE_EXHAUSTED";

  public boolean isOk() {
    return status == 200;
  }

  public boolean isTransient() {
    return TRANSIENT.contains(status) || isRateLimit();
  }

  private boolean isRateLimit() {
    return status == 403
        && RATE_LIMITS.stream().anyMatch(reason -> body.contains('"' + reason + '"'));
  }

  /**
   * This response, unless its status is transient.
   *
   * @throws TransientStatusException if it is
   */
  public Response requireNotTransient() throws TransientStatusException {
    if (isTransient()) {
      throw new TransientStatusException(statusName());
    }
    return this;
  }

  /** The status as Google's APIs name it, for messages. */
  public String statusName() {
    return switch (status) {
      case 408, 504 -> "DEADLINE_EXCEEDED";
      case 429 -> QUOTA;
      case 500 -> "INTERNAL";
      case 502, 503 -> "UNAVAILABLE";
      default -> isRateLimit() ? QUOTA : "HTTP " + status;
    };
  }

  /**
   * The body as a JSON object, strictly read.
   *
   * @throws MalformedDocumentException if it is none
   */
  public JsonObject object() throws MalformedDocumentException {
    if (tooLong) {
      throw MalformedDocumentException.tooLarge(
          "the answer has more than %,d bytes".formatted(BoundedHttpClient.BODY_LIMIT));
    }
    if (!body.stripLeading().startsWith("{")) {
      throw new MalformedDocumentException("the answer is not a JSON object");
    }
    try {
      List<Document> documents =
          new Documents(Documents.ANSWER).read(new SourceFile("answer", body));
      JsonElement value = documents.get(0).value();
      if (value instanceof JsonObject object) {
        return object;
      }
    } catch (InvalidDocumentsException invalid) {
      if (invalid.issues().get(0).code().equals("too-large")) {
        throw MalformedDocumentException.tooLarge(
            "the answer is too large: " + invalid.issues().get(0).message());
      }
      throw new MalformedDocumentException(
          "the answer is not valid JSON: " + invalid.issues().get(0).message(), invalid);
    }
    throw new MalformedDocumentException("the answer is not a JSON object");
  }
}
