package dev.composeraudit.cli.input.environment;

import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One environment that a document describes.
 *
 * @param file as the user named it, or the Terraform file beside a plan
 * @param line one-based; null if it is not known
 * @param address Terraform's, or apiVersion/kind/name of a manifest; null for other documents
 * @param name null if the document does not show it
 * @param subject the Subject document that is judged; dumps are joined into it
 * @param origin where its parts are, for messages
 * @param hasSecrets whether values in it are marked as sensitive and must not be shown
 */
public record InputEnvironment(
    String file,
    @Nullable Integer line,
    @Nullable String address,
    @Nullable EnvironmentName name,
    JsonObject subject,
    Origin origin,
    boolean hasSecrets) {

  /** An environment at the place that its origin names, without secrets. */
  public static InputEnvironment of(
      Origin origin, @Nullable String address, @Nullable EnvironmentName name, SubjectDraft draft) {
    Document document = origin.document();
    int line = document.place(origin.path()).line();
    return new InputEnvironment(
        document.file().path(), line, address, name, draft.root(), origin, false);
  }

  /** Whether its state says so, by name or number: a cluster and findings of it end with it. */
  public boolean isBeingDeleted() {
    return new SubjectDraft(subject).environment().get("state") instanceof JsonPrimitive state
        && (state.getAsString().equals(State.DELETING.name())
            || state.getAsString().matches(State.DELETING_VALUE + "(?:\\.0+)?"));
  }

  /** The name for messages. */
  public String label() {
    if (name != null) {
      return name.toString();
    }
    return address == null ? "the environment in " + file : address;
  }

  /**
   * Whether a user means it by a name: its own, whole or the last part, its address, or its
   * cluster's name. A blank name means every environment.
   */
  public boolean isMeantBy(String whose) {
    JsonObject config = Fields.object(new SubjectDraft(subject).environment(), "config");
    String cluster = Fields.text(config, "gkeCluster");
    return whose.isEmpty()
        || whose.equals(address)
        || cluster.endsWith("/clusters/" + whose)
        || (name != null && (name.toString().equals(whose) || name.environment().equals(whose)));
  }

  /**
   * Reads the Subject document. Of each part that it does not hold, the subject says which option
   * brings it.
   *
   * @throws InvalidDocumentsException with every error, at its place in the user's document
   */
  public Subject read(SubjectReader reader) throws InvalidDocumentsException {
    SubjectDraft draft = new SubjectDraft(subject);
    draft.completeParts();
    try {
      return reader.read(new Document(origin.document().file(), draft.root(), Map.of()));
    } catch (InvalidDocumentsException malformed) {
      throw new InvalidDocumentsException(malformed.issues().stream().map(origin::locate).toList());
    }
  }
}
