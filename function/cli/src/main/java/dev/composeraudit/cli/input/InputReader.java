package dev.composeraudit.cli.input;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.DocumentKind;
import dev.composeraudit.cli.input.document.DocumentKindDetector;
import dev.composeraudit.cli.input.document.InputDocuments;
import dev.composeraudit.cli.input.document.InputHints;
import dev.composeraudit.cli.input.document.ListItems;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.InputResult;
import dev.composeraudit.cli.input.terraform.PlanReader;
import dev.composeraudit.cli.input.terraform.StateReader;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.KubernetesList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the environments in the files that people have, whatever kind of document they are. The
 * kind is detected by the content; lists and several documents in a file are read too.
 */
public final class InputReader {
  private static final String UNKNOWN =
      "not a document that can be judged: neither an environment (gcloud, REST, Asset Inventory,"
          + " Config Connector), nor a Terraform plan or state, nor a Subject; of an environment, "
          + InputHints.DESCRIBE;

  private final InputResult result = new InputResult();
  private AssetHistory history = new AssetHistory(result);

  /** What was refused of the file; one line says what all of a kind are. */
  private final Set<DocumentKind> notJudged = EnumSet.noneOf(DocumentKind.class);

  /**
   * Reads a file; errors within one of its documents are kept, and do not keep the others from
   * being read.
   *
   * @throws InvalidDocumentsException if it is neither JSON nor YAML
   */
  public void read(SourceFile file) throws InvalidDocumentsException {
    List<Document> documents = InputDocuments.read(file);
    notJudged.clear();
    history = new AssetHistory(result);
    int before = count();
    for (Document document : documents) {
      read(document, document.value(), "$");
    }
    history.read();
    if (count() == before) {
      result.addNote(
          file.path()
              + (documents.isEmpty()
                  ? ":1:1: holds no document [empty]"
                  : ": holds no Composer environment"));
    }
  }

  /** What was found or reported so far. */
  private int count() {
    return result.found() + result.issues().size() + result.missing().size();
  }

  /** The environments that were found so far, in order. */
  public List<InputEnvironment> environments() {
    return List.copyOf(result.environments());
  }

  /** Documents that cannot be judged; each makes the whole run suspect. */
  public List<Issue> issues() {
    return List.copyOf(result.issues());
  }

  /** What a person should know, and what changes no exit code. */
  public List<String> notes() {
    return List.copyOf(result.notes());
  }

  /** What documents say that they leave out; a run with such documents is partial. */
  public List<String> missing() {
    return List.copyOf(result.missing());
  }

  /**
   * Whether any environment was found, including those that are not judged (destroyed, deposed).
   */
  public boolean foundAny() {
    return result.found() > 0;
  }

  private void read(Document document, JsonElement value, String path) {
    DocumentKind kind = DocumentKindDetector.of(value);
    if (!kind.whyNotJudged().isEmpty()) {
      if (notJudged.add(kind)) {
        result.addIssue(document.issue("kind", path, "this is " + kind.whyNotJudged()));
      }
      return;
    }
    if (value instanceof JsonArray array) {
      readAll(document, array, path);
    } else if (value instanceof JsonObject root) {
      read(document, root, path, kind);
    } else {
      result.addIssue(document.issue("kind", path, UNKNOWN));
    }
  }

  private void readAll(Document document, JsonArray array, String path) {
    for (int i = 0; i < array.size(); i++) {
      read(document, array.get(i), path + "[" + i + "]");
    }
  }

  private void read(Document document, JsonObject root, String path, DocumentKind kind) {
    EnvironmentDocumentReader environments = new EnvironmentDocumentReader(document, result);
    switch (kind) {
      case SUBJECT -> new SubjectDocumentReader(document, result).read(root, path);
      case ENVIRONMENT -> environments.read(root, path);
      case CREATE_REQUEST -> environments.readCreateRequest(root, path);
      case UPDATE_REQUEST -> environments.readUpdateRequest(root, path);
      case ENVIRONMENT_LIST -> readList(document, root, path, "environments");
      case LIST -> readList(document, root, path, "items");
      case ASSET_LIST -> readList(document, root, path, root.has("assets") ? "assets" : "results");
      case TEMPORAL_ASSET -> history.add(document, root, path);
      case ASSET -> new AssetReader(document, result).read(root, path);
      case RESOURCE_DATA -> new AssetReader(document, result).readData(root, path);
      case TERRAFORM_PLAN -> new PlanReader(document, result).read(root, path);
      case TERRAFORM_STATE -> new StateReader(document, result).read(root, path);
      case CONFIG_CONNECTOR -> new ManifestReader(document, result).read(root, path);
      case OTHER_MANIFEST -> {}
      case UNKNOWN -> result.addIssue(document.issue("kind", path, UNKNOWN));
      default ->
          // It says itself why it is not judged.
          throw new IllegalStateException("refused before: " + kind);
    }
  }

  /** A list of REST may be one page of several, and may leave locations out. */
  private void readList(Document document, JsonObject root, String path, String key) {
    if (isStated(root.get("nextPageToken"))
        || isStated(root.get("next_page_token"))
        || KubernetesList.goesOn(root)) {
      result.addMissing(
          document.file().path() + ": the list is only one page of several; give all pages");
    }
    if (isStated(root.get("unreachable"))) {
      result.addMissing(
          document.file().path()
              + ": the list is not complete, because these could not be"
              + " reached: "
              + root.get("unreachable"));
    }
    ListItems.complete(root);
    if (root.get(key) instanceof JsonArray items) {
      readAll(document, items, path + "." + key);
    }
  }

  /** Whether a value is there, of whatever type, and is not empty. */
  private static boolean isStated(@Nullable JsonElement value) {
    return value != null
        && !value.isJsonNull()
        && !Set.of("\"\"", "[]", "{}").contains(value.toString());
  }
}
