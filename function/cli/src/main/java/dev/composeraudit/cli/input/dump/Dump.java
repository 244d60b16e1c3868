package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.DocumentKind;
import dev.composeraudit.cli.input.document.DocumentKindDetector;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.document.InputDocuments;
import dev.composeraudit.cli.input.document.ListItems;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.KubernetesList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The objects of a file that holds resources around environments: one, several, or a list, as
 * gcloud, kubectl and Asset Inventory print them.
 *
 * @param lists the kinds of the lists that they came in, as kubectl names them
 * @param pages the lists of these that go on elsewhere
 */
public record Dump(
    SourceFile file, List<JsonObject> objects, List<String> lists, List<String> pages) {
  private static final List<String> LIST_KEYS = List.of("items", "clusters", "subnetworks");
  private static final Set<DocumentKind> UNKNOWN = Set.of(DocumentKind.UNKNOWN, DocumentKind.ERROR);

  /** Reads the objects of a file. */
  public static Dump read(SourceFile file) throws InvalidDocumentsException {
    Dump dump = new Dump(file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Document document : InputDocuments.read(file)) {
      dump.add(document.value());
    }
    return dump;
  }

  private void add(JsonElement value) {
    if (value instanceof JsonArray array) {
      array.forEach(this::add);
    } else if (value instanceof JsonObject object) {
      addObject(object);
    } else {
      // A list with an item that is no object does not have all objects.
      objects.add(new JsonObject());
    }
  }

  private void addObject(JsonObject object) {
    for (String key : LIST_KEYS) {
      if (object.get(key) instanceof JsonArray items && !isResource(object)) {
        addList(object, items);
        return;
      }
    }
    JsonObject resource = Fields.object(object, "resource");
    if (resource != null && resource.get("data") instanceof JsonObject data) {
      addObject(data);
    } else {
      objects.add(object);
    }
  }

  /** Whether it is one resource, such as a network, which names its subnetworks. */
  private static boolean isResource(JsonObject object) {
    return object.has("selfLink") && !Fields.text(object, "kind").endsWith("List");
  }

  private void addList(JsonObject list, JsonArray items) {
    String kind = Fields.text(list, "kind");
    lists.add(kind);
    if (KubernetesList.goesOn(list)) {
      pages.add(kind);
    }
    ListItems.complete(list);
    items.forEach(this::add);
  }

  /** Its EgressNATPolicies. */
  public List<JsonObject> egressNatPolicies() {
    return of(DocumentKind.EGRESS_NAT_POLICY);
  }

  /** Whether one of its objects may be of a kind: it does not say what it is, or nearly that. */
  public boolean hasUnknownKind(String kind) {
    return objects.stream()
        .anyMatch(
            object -> {
              String stated = Fields.text(object, "kind").strip();
              return stated.isEmpty()
                  || UNKNOWN.contains(DocumentKindDetector.of(object))
                  || (stated.equalsIgnoreCase(kind) && !Fields.text(object, "kind").equals(kind));
            });
  }

  /** Whether it holds lists without items, of a kind or, as kubectl prints them, of any. */
  public boolean isEmptyListOf(String kind) {
    return objects.isEmpty()
        && !lists.isEmpty()
        && lists.stream().allMatch(list -> Set.of("List", kind + "List").contains(list));
  }

  /** Whether it holds a list, which is taken to be all that there is. */
  public boolean isList() {
    return !lists.isEmpty() && pages.isEmpty();
  }

  /** The objects of a kind. */
  List<JsonObject> of(DocumentKind kind) {
    return objects.stream().filter(object -> DocumentKindDetector.of(object) == kind).toList();
  }
}
