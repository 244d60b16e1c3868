package dev.composeraudit.sandbox.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.linecorp.armeria.common.QueryParams;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of the Kubernetes API that reads and changes objects, and lists what kinds there are.
 */
final class KubernetesApi {
  /** The user that may do everything. All others may do nothing. */
  static final String ADMIN_USER = "admin";

  private static final Set<String> MERGE_PATCHES =
      Set.of("application/merge-patch+json", "application/strategic-merge-patch+json");

  private final KubernetesObjects objects;

  KubernetesApi(KubernetesObjects objects) {
    this.objects = objects;
  }

  /**
   * A request.
   *
   * @param path decoded
   * @param mediaType of the body
   */
  record Request(String method, String path, QueryParams query, String mediaType, String body) {}

  KubernetesAnswer serve(String user, Request request) throws KubernetesStatus {
    Optional<KubernetesAnswer> discovery = KubernetesDiscovery.answer(request.path());
    if (discovery.isPresent()) {
      return discovery.get();
    }
    Optional<KubernetesPath> path = KubernetesPath.parse(request.path());
    if (path.isEmpty()) {
      return KubernetesAnswer.notServed();
    }
    if (!user.equals(ADMIN_USER)) {
      throw KubernetesStatus.forbidden(user, verb(request, path.get()), path.get());
    }
    Optional<KubernetesKind> kind =
        KubernetesKind.of(path.get().group(), path.get().version(), path.get().plural());
    return kind.isPresent()
        ? serveKind(kind.get(), path.get(), request)
        : KubernetesAnswer.notServed();
  }

  private KubernetesAnswer serveKind(KubernetesKind kind, KubernetesPath path, Request request)
      throws KubernetesStatus {
    String namespace = path.namespace();
    String name = path.name();
    if (name.isEmpty()) {
      return switch (request.method()) {
        case "GET" -> list(kind, namespace, request.query());
        case "POST" -> KubernetesAnswer.json(201, objects.create(kind, namespace, object(request)));
        default -> throw KubernetesStatus.methodNotAllowed();
      };
    }
    return KubernetesAnswer.json(
        200,
        switch (request.method()) {
          case "GET" -> objects.get(kind, namespace, name);
          case "PUT" -> objects.replace(kind, namespace, name, object(request));
          case "PATCH" ->
              objects.replace(
                  kind, namespace, name, patched(objects.get(kind, namespace, name), request));
          case "DELETE" -> objects.delete(kind, namespace, name);
          default -> throw KubernetesStatus.methodNotAllowed();
        });
  }

  private KubernetesAnswer list(KubernetesKind kind, String namespace, QueryParams query)
      throws KubernetesStatus {
    int limit = limit(query.get("limit", ""));
    KubernetesObjects.Page page =
        objects.list(kind, namespace, nameFromToken(query.get("continue", "")), limit);
    JsonObject metadata = new JsonObject();
    metadata.addProperty("resourceVersion", Long.toString(page.revision()));
    JsonArray items = new JsonArray();
    page.items().forEach(items::add);
    if (page.remaining() > 0) {
      JsonObject last = page.items().get(page.items().size() - 1).getAsJsonObject("metadata");
      metadata.addProperty(
          "continue", continueAfter(last.get("name").getAsString(), page.revision()));
      metadata.addProperty("remainingItemCount", page.remaining());
    }
    JsonObject list = new JsonObject();
    list.addProperty("kind", kind.kind() + "List");
    list.addProperty("apiVersion", kind.groupVersion());
    list.add("metadata", metadata);
    list.add("items", items);
    return KubernetesAnswer.json(200, list);
  }

  private static int limit(String text) {
    return text.isEmpty() || text.equals("0") ? Integer.MAX_VALUE : Integer.parseInt(text);
  }

  /** A continue token names the key that the next page starts at: the last name and a NUL. */
  private static String continueAfter(String name, long revision) {
    JsonObject token = new JsonObject();
    token.addProperty("v", "meta.k8s.io/v1");
    token.addProperty("rv", revision);
    token.addProperty("start", name + "\0");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(token.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The last name of the page before, which a continue token has; blank without a token. */
  private static String nameFromToken(String token) throws KubernetesStatus {
    if (token.isEmpty()) {
      return "";
    }
    try {
      String json = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String start = JsonParser.parseString(json).getAsJsonObject().get("start").getAsString();
      return start.substring(0, start.length() - 1);
    } catch (IllegalArgumentException | IllegalStateException | JsonParseException malformed) {
      throw KubernetesStatus.badRequest(
          "invalid continue token: continue key is not valid: " + malformed.getMessage());
    }
  }

  private static JsonObject patched(JsonObject object, Request request) throws KubernetesStatus {
    if (!MERGE_PATCHES.contains(request.mediaType())) {
      throw KubernetesStatus.unsupportedMediaType(request.mediaType());
    }
    merge(object, object(request));
    return object;
  }

  /** RFC 7396. */
  private static void merge(JsonObject target, JsonObject patch) {
    for (Map.Entry<String, JsonElement> entry : patch.entrySet()) {
      if (entry.getValue().isJsonNull()) {
        target.remove(entry.getKey());
      } else if (entry.getValue() instanceof JsonObject deeper) {
        JsonObject nested =
            target.get(entry.getKey()) instanceof JsonObject there ? there : new JsonObject();
        merge(nested, deeper);
        target.add(entry.getKey(), nested);
      } else {
        target.add(entry.getKey(), entry.getValue());
      }
    }
  }

  private static JsonObject object(Request request) throws KubernetesStatus {
    try {
      if (JsonParser.parseString(request.body()) instanceof JsonObject object) {
        return object;
      }
    } catch (JsonParseException malformed) {
      // Reported below.
    }
    throw KubernetesStatus.badRequest("the object provided is unrecognized: not a JSON object");
  }

  private static String verb(Request request, KubernetesPath path) {
    return switch (request.method()) {
      case "GET" -> path.name().isEmpty() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      default -> "delete";
    };
  }
}
