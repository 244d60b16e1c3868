package dev.composeraudit.acceptance.cloud;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** What comes into being with a resource that somebody creates, beside the resource itself. */
final class CreatedResources {
  private CreatedResources() {}

  /**
   * Adds to a new resource what its API fills in.
   *
   * @param collection the name of what it lies in
   */
  static void complete(
      CloudStore store, String project, String collection, String id, JsonObject resource) {
    switch (collection.substring(collection.lastIndexOf('/') + 1)) {
      case "serviceAccounts" -> resource.addProperty("email", id);
      case "sinks" ->
          resource.addProperty(
              "writerIdentity",
              "serviceAccount:writer-of-%s-%s@gcp-sa-logging.iam.gserviceaccount.com"
                  .formatted(id, collection.split("/", -1)[1]));
      case "functions" -> completeFunction(store, project, collection, id, resource);
      case "triggers" ->
          subscribe(
              store,
              project,
              id,
              resource
                  .getAsJsonObject("transport")
                  .getAsJsonObject("pubsub")
                  .get("topic")
                  .getAsString());
      case "services" -> completeService(resource);
      case "jobs" -> resource.addProperty("state", "ENABLED");
      default -> {}
    }
  }

  /** Removes what came with a resource that is deleted. */
  static void undo(CloudStore store, String project, String name) {
    String id = name.substring(name.lastIndexOf('/') + 1);
    if (name.contains("/functions/") || name.contains("/triggers/")) {
      store.remove("pubsub", "projects/" + project + "/subscriptions/" + subscription(id));
    }
    if (name.contains("/functions/")) {
      store.remove("run", "namespaces/" + project + "/services/" + id);
      store.setPolicy("run", name.replace("/functions/", "/services/"), new JsonObject());
    }
    if (name.startsWith("namespaces/")) {
      // Where its policy is asked for, it has another name.
      String service = "projects/" + project + "/locations/us-central1/services/" + id;
      store.setPolicy("run", service, new JsonObject());
    }
  }

  private static void completeFunction(
      CloudStore store, String project, String collection, String id, JsonObject function) {
    function.addProperty("state", "ACTIVE");
    function.addProperty("environment", "GEN_2");
    function
        .getAsJsonObject("serviceConfig")
        .addProperty("service", collection.replaceFirst("/functions$", "/services/") + id);
    JsonObject trigger = function.getAsJsonObject("eventTrigger");
    trigger.addProperty(
        "trigger", collection.replaceFirst("/functions$", "/triggers/") + id + "-123456");
    subscribe(store, project, id, trigger.get("pubsubTopic").getAsString());
    JsonObject labels = function.getAsJsonObject("labels").deepCopy();
    labels.addProperty("goog-managed-by", "cloudfunctions");
    JsonObject metadata = new JsonObject();
    metadata.addProperty("name", id);
    metadata.add("labels", labels);
    JsonObject service = new JsonObject();
    service.add("metadata", metadata);
    completeService(service);
    store.put("run", "namespaces/" + project + "/services/" + id, service);
  }

  private static void completeService(JsonObject service) {
    service.add(
        "status",
        JsonParser.parseString(
            "{'observedGeneration': 1, 'url': 'https://service.test', 'conditions':"
                + " [{'type': 'Ready', 'status': 'True'}]}"));
    if (service.get("metadata") instanceof JsonObject metadata) {
      metadata.addProperty("generation", 1);
      metadata
          .getAsJsonObject("labels")
          .addProperty("cloud.googleapis.com/location", "us-central1");
    }
  }

  private static String subscription(String id) {
    return "eventarc-us-central1-" + id + "-123456-sub-789";
  }

  /** As Eventarc does: kept for a day, no dead letters. */
  private static void subscribe(CloudStore store, String project, String id, String topic) {
    String name = "projects/" + project + "/subscriptions/" + subscription(id);
    JsonObject subscription = new JsonObject();
    subscription.addProperty("name", name);
    subscription.addProperty("topic", topic);
    subscription.addProperty("ackDeadlineSeconds", 10);
    subscription.addProperty("messageRetentionDuration", "86400s");
    JsonObject retries = new JsonObject();
    retries.addProperty("minimumBackoff", "10s");
    retries.addProperty("maximumBackoff", "600s");
    subscription.add("retryPolicy", retries);
    store.put("pubsub", name, subscription);
  }
}
