package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import dev.composeraudit.subject.Observed.Reason;

/**
 * Recognizes Kubernetes objects that somebody has deleted and that are not gone yet. Whether the
 * cluster still obeys them is not known.
 */
public final class Deletion {
  private Deletion() {}

  /** What was read of an object; unknown if it is being deleted. */
  public static <T> Observed<T> checked(JsonObject object, T value)
      throws MalformedDocumentException {
    JsonObject metadata = Json.object(object, "metadata");
    JsonElement time = metadata.get("deletionTimestamp");
    return time == null || time.isJsonNull()
        ? Observed.known(value)
        : Observed.unknown(
            Reason.INDETERMINATE,
            Excerpt.of(Json.text(metadata, "name"))
                + " is being deleted, and may not count any more; look again when it is gone");
  }
}
