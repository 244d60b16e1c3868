package dev.composeraudit.sandbox.kubernetes;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a Kubernetes API says of itself, as kubectl asks for it before anything else. */
public final class KubernetesDiscovery {
  /** Of the control plane and of the nodes. */
  public static final String VERSION = "1.32.4-gke.1415000";

  private static final String SCHEMAS = "/openapi/v3";
  private static final List<String> VERBS =
      List.of("create", "delete", "get", "list", "patch", "update");

  private KubernetesDiscovery() {}

  /** Empty if the path is not one of discovery. */
  static Optional<KubernetesAnswer> answer(String path) {
    return switch (path) {
      case "/version" -> ok(version());
      case "/api" -> ok(coreVersions());
      case "/apis" -> ok(groups());
      case SCHEMAS -> ok(schemas());
      default -> ofGroupVersion(path);
    };
  }

  private static Optional<KubernetesAnswer> ofGroupVersion(String path) {
    for (KubernetesKind kind : KubernetesKind.values()) {
      if (path.equals(prefix(kind) + kind.groupVersion())) {
        return ok(resources(kind.groupVersion()));
      }
      if (path.equals(SCHEMAS + prefix(kind) + kind.groupVersion())) {
        return ok(schema(kind.groupVersion()));
      }
    }
    return Optional.empty();
  }

  private static Optional<KubernetesAnswer> ok(JsonObject body) {
    return Optional.of(KubernetesAnswer.json(200, body));
  }

  private static String prefix(KubernetesKind kind) {
    return kind.group().isEmpty() ? "/api/" : "/apis/";
  }

  private static JsonObject version() {
    JsonObject version = new JsonObject();
    version.addProperty("major", "1");
    version.addProperty("minor", "32");
    version.addProperty("gitVersion", "v" + VERSION);
    version.addProperty("platform", "linux/amd64");
    return version;
  }

  private static JsonObject coreVersions() {
    JsonObject versions = new JsonObject();
    versions.addProperty("kind", "APIVersions");
    versions.add("versions", strings(List.of("v1")));
    return versions;
  }

  private static JsonObject groups() {
    JsonArray groups = new JsonArray();
    Arrays.stream(KubernetesKind.values())
        .filter(kind -> !kind.group().isEmpty())
        .forEach(kind -> groups.add(group(kind)));
    JsonObject list = new JsonObject();
    list.addProperty("kind", "APIGroupList");
    list.addProperty("apiVersion", "v1");
    list.add("groups", groups);
    return list;
  }

  private static JsonObject group(KubernetesKind kind) {
    JsonObject version = new JsonObject();
    version.addProperty("groupVersion", kind.groupVersion());
    version.addProperty("version", kind.version());
    JsonArray versions = new JsonArray();
    versions.add(version);
    JsonObject group = new JsonObject();
    group.addProperty("name", kind.group());
    group.add("versions", versions);
    group.add("preferredVersion", version);
    return group;
  }

  private static JsonObject resources(String groupVersion) {
    JsonArray resources = new JsonArray();
    Arrays.stream(KubernetesKind.values())
        .filter(kind -> kind.groupVersion().equals(groupVersion))
        .forEach(kind -> resources.add(resource(kind)));
    JsonObject list = new JsonObject();
    list.addProperty("kind", "APIResourceList");
    list.addProperty("apiVersion", "v1");
    list.addProperty("groupVersion", groupVersion);
    list.add("resources", resources);
    return list;
  }

  private static JsonObject resource(KubernetesKind kind) {
    JsonObject resource = new JsonObject();
    resource.addProperty("name", kind.plural());
    resource.addProperty("singularName", kind.kind().toLowerCase(Locale.ROOT));
    resource.addProperty("namespaced", kind.namespaced());
    resource.addProperty("kind", kind.kind());
    resource.add("verbs", strings(VERBS));
    return resource;
  }

  private static JsonObject schemas() {
    JsonObject paths = new JsonObject();
    for (KubernetesKind kind : KubernetesKind.values()) {
      String path = prefix(kind) + kind.groupVersion();
      JsonObject where = new JsonObject();
      where.addProperty("serverRelativeURL", SCHEMAS + path + "?hash=1");
      paths.add(path.substring(1), where);
    }
    return withPaths(paths);
  }

  /** No schema, but what kubectl reads from one: that the server itself validates fields. */
  private static JsonObject schema(String groupVersion) {
    JsonObject paths = new JsonObject();
    for (KubernetesKind kind : KubernetesKind.values()) {
      if (kind.groupVersion().equals(groupVersion)) {
        JsonObject path = new JsonObject();
        path.add("patch", patch(kind));
        paths.add(prefix(kind) + groupVersion + "/" + kind.plural() + "/{name}", path);
      }
    }
    JsonObject schema = withPaths(paths);
    schema.addProperty("openapi", "3.0.0");
    return schema;
  }

  private static JsonObject patch(KubernetesKind kind) {
    JsonObject parameter = new JsonObject();
    parameter.addProperty("name", "fieldValidation");
    parameter.addProperty("in", "query");
    JsonArray parameters = new JsonArray();
    parameters.add(parameter);
    JsonObject named = new JsonObject();
    named.addProperty("group", kind.group());
    named.addProperty("version", kind.version());
    named.addProperty("kind", kind.kind());
    JsonObject patch = new JsonObject();
    patch.add("parameters", parameters);
    patch.add("x-kubernetes-group-version-kind", named);
    return patch;
  }

  private static JsonObject withPaths(JsonObject paths) {
    JsonObject root = new JsonObject();
    root.add("paths", paths);
    return root;
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }
}
