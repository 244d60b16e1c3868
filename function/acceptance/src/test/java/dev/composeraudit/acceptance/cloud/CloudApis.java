package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Google APIs that a deployment calls, as far as it can tell: resources are kept and listed,
 * operations are done at once. An API answers only once it is enabled, and a policy may name only
 * those of the project's service accounts that there are.
 */
public final class CloudApis {
  public static final String PROJECT_NUMBER = "123456789012";

  private static final Pattern VERSION =
      Pattern.compile("^/(?:compute/v1|apis/serving.knative.dev/v1|v[0-9][a-z0-9]*)/");
  private static final Pattern ACCOUNT =
      Pattern.compile("serviceAccount:(.+@(?:demo-project\\.iam|gcp-sa-pubsub\\.iam)\\..*)");

  /** These answer from the start. */
  private static final Set<String> ALWAYS =
      Set.of("serviceusage", "cloudresourcemanager", "iam", "storage");

  private final CloudStore store;
  private final String project;
  private final Set<String> enabled = new TreeSet<>();

  /** By service, what the last operation that took its time has made. */
  private final Map<String, JsonObject> made = new HashMap<>();

  public CloudApis(CloudStore store, String project) {
    this.store = store;
    this.project = project;
  }

  public synchronized void enable(String service) {
    enabled.add(service + ".googleapis.com");
  }

  public synchronized CloudAnswer answer(RecordedCall call) {
    if (!ALWAYS.contains(call.service()) && !enabled.contains(call.service() + ".googleapis.com")) {
      return CloudAnswer.disabled(call.service(), project);
    }
    String name = name(call).replace("projects/-/", "projects/" + project + "/");
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      return verb(call, name.substring(0, colon), name.substring(colon + 1));
    }
    return switch (call.method()) {
      case "GET" -> get(call, name);
      case "POST" -> create(call, name);
      case "PUT" -> put(call, name);
      case "PATCH" -> patch(call, name);
      case "DELETE" -> delete(call, name);
      default -> CloudAnswer.error(405, "UNIMPLEMENTED", call.toString());
    };
  }

  /**
   * What a call is to, without the version, and after a colon what it does with it if it is no
   * standard method.
   */
  public static String name(RecordedCall call) {
    String name = VERSION.matcher(call.path()).replaceFirst("");
    // Compute's policies are no custom verbs.
    return call.service().equals("compute")
        ? name.replaceFirst("/([a-z]+IamPolicy)$", ":$1")
        : name;
  }

  private CloudAnswer verb(RecordedCall call, String name, String verb) {
    return switch (verb) {
      case "getIamPolicy" ->
          mayHavePolicy(call.service(), name)
              ? CloudAnswer.of(store.policy(call.service(), name))
              : CloudAnswer.notFound(name);
      case "setIamPolicy" -> setPolicy(call.service(), name, call.body().getAsJsonObject("policy"));
      case "batchEnable" -> {
        call.body().getAsJsonArray("serviceIds").forEach(api -> enabled.add(api.getAsString()));
        yield CloudAnswer.done("", new JsonObject());
      }
      case "enable" -> {
        enabled.add(name.substring(name.lastIndexOf('/') + 1));
        yield CloudAnswer.done("", new JsonObject());
      }
      case "generateServiceIdentity" -> identity();
      case "generateUploadUrl" ->
          CloudAnswer.of(
              object(
                  "{'uploadUrl': 'http://storage.test/v1/upload',"
                      + " 'storageSource': {'bucket': 'b', 'object': 'o'}}"));
      case "submit" -> {
        made.put("cloudbuild", SourceBuilds.built());
        yield SourceBuilds.submitted();
      }
      case "publish" -> CloudAnswer.of(object("{'messageIds': ['1']}"));
      case "queryTestablePermissions" -> CloudAnswer.of(new JsonObject());
      case "getAncestry" ->
          CloudAnswer.of(
              object(
                  "{'ancestor': [{'resourceId': {'type': 'project', 'id': 'demo-project'}},"
                      + " {'resourceId': {'type': 'organization', 'id': '987654321'}}]}"));
      case "undelete" -> {
        store.find("iam", name).ifPresent(role -> role.remove("deleted"));
        yield get(call, name);
      }
      default -> CloudAnswer.error(404, "NOT_FOUND", call.toString());
    };
  }

  /** Organizations, folders and projects are not ours; all else has to be there first. */
  private boolean mayHavePolicy(String service, String name) {
    String key = service.equals("run") ? knative(name) : name;
    return service.equals("cloudresourcemanager") || store.find(service, key).isPresent();
  }

  private static String knative(String name) {
    return name.replaceFirst("projects/([^/]+)/locations/[^/]+/", "namespaces/$1/");
  }

  private CloudAnswer setPolicy(String service, String name, JsonObject policy) {
    JsonArray bindings =
        policy.get("bindings") instanceof JsonArray given ? given : new JsonArray();
    for (JsonElement binding : bindings) {
      for (JsonElement member : binding.getAsJsonObject().getAsJsonArray("members")) {
        Matcher account = ACCOUNT.matcher(member.getAsString());
        if (account.matches() && findAccount(account.group(1)).isEmpty()) {
          return CloudAnswer.error(
              400,
              "INVALID_ARGUMENT",
              "Service account %s does not exist.".formatted(account.group(1)));
        }
      }
    }
    store.setPolicy(service, name, policy);
    return CloudAnswer.of(policy);
  }

  private Optional<JsonObject> findAccount(String email) {
    return store.find("iam", "projects/" + project + "/serviceAccounts/" + email);
  }

  /** Google's own accounts are not listed among the project's. */
  private CloudAnswer identity() {
    String email = "service-" + PROJECT_NUMBER + "@gcp-sa-pubsub.iam.gserviceaccount.com";
    JsonObject identity = object("{'uniqueId': '1'}");
    identity.addProperty(
        "@type", "type.googleapis.com/google.api.serviceusage.v1beta1.ServiceIdentity");
    identity.addProperty("email", email);
    store.put("iam", "projects/" + project + "/serviceAccounts/" + email, identity.deepCopy());
    return CloudAnswer.done("", identity);
  }

  private CloudAnswer get(RecordedCall call, String name) {
    if (name.contains("/operations/")) {
      return CloudAnswer.done(
          name.replaceFirst("/operations/.*", ""),
          made.getOrDefault(call.service(), new JsonObject()));
    }
    if (call.service().equals("storage")) {
      return SourceBuilds.bucket(call);
    }
    if (name.endsWith("/runtimes")) {
      return CloudAnswer.of(
          object("{'runtimes': [{'name': 'java21', 'stage': 'GA', 'environment': 'GEN_2'}]}"));
    }
    if (call.service().equals("serviceusage")) {
      String api = name.substring(name.lastIndexOf('/') + 1);
      return CloudAnswer.of(api.equals("services") ? services() : service(api));
    }
    if (call.service().equals("run") && name.endsWith("/services")) {
      JsonObject list = store.list("run", knative(name));
      list.add("items", list.remove("services"));
      return CloudAnswer.of(list);
    }
    boolean collection = name.split("/", -1).length % 2 == 1;
    return store
        .find(call.service(), name)
        .or(() -> Optional.of(store.list(call.service(), name)).filter(list -> collection))
        .map(CloudAnswer::of)
        .orElseGet(() -> CloudAnswer.notFound(name));
  }

  private JsonObject services() {
    JsonArray services = new JsonArray();
    enabled.forEach(api -> services.add(service(api)));
    JsonObject list = new JsonObject();
    list.add("services", services);
    return list;
  }

  private JsonObject service(String api) {
    return object(
        "{'state': '%s', 'config': {'name': '%s'}}"
            .formatted(enabled.contains(api) ? "ENABLED" : "DISABLED", api));
  }

  private CloudAnswer create(RecordedCall call, String collection) {
    if (call.service().equals("storage")) {
      return SourceBuilds.upload();
    }
    if (collection.endsWith("/builds")) {
      return SourceBuilds.ofImage(store, collection, call.body());
    }
    JsonObject resource = resource(call);
    String id = id(call, collection).replace("/", "%2F");
    if (id.isEmpty()) {
      id = Integer.toString(1000 + store.resources().size());
    }
    String name = collection + "/" + id;
    if (store.find(call.service(), name).isPresent()) {
      return CloudAnswer.error(409, "ALREADY_EXISTS", name);
    }
    if (!resource.has("metadata")) {
      resource.addProperty(
          "name", call.service().equals("logging") ? id.replace("%2F", "/") : name);
    }
    CreatedResources.complete(store, project, collection, id, resource);
    store.put(call.service(), name, resource);
    boolean slow =
        List.of("artifactregistry", "cloudfunctions", "eventarc").contains(call.service());
    made.put(call.service(), resource);
    return slow
        ? CloudAnswer.done(collection.replaceFirst("/[^/]+$", ""), resource)
        : CloudAnswer.of(resource);
  }

  /** IAM wraps what it is to create. */
  private static JsonObject resource(RecordedCall call) {
    for (String wrapper : List.of("serviceAccount", "role")) {
      if (call.body().get(wrapper) instanceof JsonObject wrapped) {
        return wrapped.deepCopy();
      }
    }
    return call.body().deepCopy();
  }

  private String id(RecordedCall call, String collection) {
    JsonObject body = call.body();
    if (body.has("accountId")) {
      return body.get("accountId").getAsString() + "@" + project + ".iam.gserviceaccount.com";
    }
    if (body.has("roleId")) {
      return body.get("roleId").getAsString();
    }
    if (body.get("metadata") instanceof JsonObject metadata) {
      return metadata.get("name").getAsString();
    }
    String given = call.parameter("Id");
    String named = body.has("name") ? body.get("name").getAsString() : "";
    return given.isEmpty() ? named.replaceFirst("^" + Pattern.quote(collection) + "/", "") : given;
  }

  private CloudAnswer put(RecordedCall call, String name) {
    JsonObject resource = call.body().deepCopy();
    // What the log router decides is not in the update.
    store
        .find(call.service(), name)
        .filter(old -> old.has("writerIdentity"))
        .ifPresent(old -> resource.add("writerIdentity", old.get("writerIdentity")));
    store.put(call.service(), name, resource);
    return CloudAnswer.of(resource);
  }

  private CloudAnswer patch(RecordedCall call, String name) {
    JsonObject change = call.body().deepCopy();
    for (String wrapper : List.of("topic", "subscription")) {
      if (call.body().get(wrapper) instanceof JsonObject wrapped) {
        change = wrapped;
      }
    }
    if (change.get("serviceConfig") instanceof JsonObject config) {
      // What Cloud Run made of it is not in the update.
      store
          .find(call.service(), name)
          .map(old -> old.getAsJsonObject("serviceConfig").get("service"))
          .ifPresent(service -> config.add("service", service));
    }
    Optional<JsonObject> patched = store.patch(call.service(), name, change);
    if (patched.isEmpty()) {
      return CloudAnswer.notFound(name);
    }
    boolean slow = call.service().equals("cloudfunctions");
    return slow
        ? CloudAnswer.done(name.replaceFirst("/[^/]+/[^/]+$", ""), patched.get())
        : CloudAnswer.of(patched.get());
  }

  private CloudAnswer delete(RecordedCall call, String name) {
    Optional<JsonObject> found = store.find(call.service(), name);
    if (found.isEmpty()) {
      return CloudAnswer.notFound(name);
    }
    if (name.contains("/roles/")) {
      // For a week a custom role keeps its name.
      found.get().addProperty("deleted", true);
      return CloudAnswer.of(found.get());
    }
    store.remove(call.service(), name);
    CreatedResources.undo(store, project, name);
    boolean slow =
        List.of("artifactregistry", "cloudfunctions", "eventarc").contains(call.service());
    return slow
        ? CloudAnswer.done(name.replaceFirst("/[^/]+/[^/]+$", ""), new JsonObject())
        : CloudAnswer.of(new JsonObject());
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
