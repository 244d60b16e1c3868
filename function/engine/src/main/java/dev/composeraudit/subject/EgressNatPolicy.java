package dev.composeraudit.subject;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Json;
import dev.composeraudit.document.MalformedDocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A GKE EgressNATPolicy ({@code networking.gke.io/v1}) of a cluster, as stored.
 *
 * @param managed whether GKE made it and keeps it: its name is {@code gke-} and the cluster's short
 *     hash; it lists the node, Pod and Service ranges
 * @param action as written; the CRD knows only {@code NoSNAT}
 * @param cidrs the destinations' ranges as written, unparsed
 * @param problems what in the object is not of the CRD's shape, one line each; while there are any,
 *     what the policy does in effect is not known
 */
public record EgressNatPolicy(
    String name, boolean managed, String action, List<String> cidrs, List<String> problems) {
  /** The one action that the CRD knows: keep the Pod address towards these destinations. */
  public static final String NO_SNAT = "NoSNAT";

  private static final String API_GROUP = "networking.gke.io/v1";
  private static final String ACTION = "action";
  private static final String DESTINATIONS = "destinations";
  private static final Pattern MANAGED = Pattern.compile("gke-[0-9a-f]{8}(-[0-9]+)?");

  public EgressNatPolicy {
    cidrs = List.copyOf(cidrs);
    problems = List.copyOf(problems);
  }

  /**
   * Reads the object as the Kubernetes API gives it. A shape that the CRD does not know is kept as
   * a problem, not refused.
   *
   * @throws MalformedDocumentException if it is no EgressNATPolicy or has no name
   */
  public static EgressNatPolicy of(JsonObject json) throws MalformedDocumentException {
    String kind = Json.text(json, "kind");
    if (!kind.isEmpty() && !kind.equals("EgressNATPolicy")) {
      throw new MalformedDocumentException("kind: must be EgressNATPolicy, is " + Excerpt.of(kind));
    }
    String name = Json.text(Json.object(json, "metadata"), "name");
    if (name.isEmpty()) {
      throw new MalformedDocumentException("metadata.name: missing");
    }
    List<String> cidrs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    String version = Json.text(json, "apiVersion");
    if (!version.isEmpty() && !version.equals(API_GROUP)) {
      problems.add("apiVersion: must be " + API_GROUP + ", is " + Excerpt.of(version));
    }
    String action = readSpec(json, cidrs, problems);
    return new EgressNatPolicy(name, MANAGED.matcher(name).matches(), action, cidrs, problems);
  }

  private static String readSpec(JsonObject json, List<String> cidrs, List<String> problems) {
    try {
      JsonObject spec = Json.object(json, "spec");
      String action = Json.text(spec, ACTION);
      if (!action.equals(NO_SNAT)) {
        problems.add("spec.action: must be NoSNAT, is " + Excerpt.of(action));
      }
      // A selector of Pods, as other products' kinds of this name have, would change its meaning.
      for (String key : spec.keySet()) {
        if (!key.equals(ACTION) && !key.equals(DESTINATIONS)) {
          problems.add("spec: has no key " + Excerpt.of(key));
        }
      }
      List<JsonElement> destinations = Json.list(spec, DESTINATIONS);
      if (!spec.has(DESTINATIONS) || spec.get(DESTINATIONS).isJsonNull()) {
        problems.add("spec.destinations: missing; write [] for an empty list");
      }
      for (int i = 0; i < destinations.size(); i++) {
        readDestination(destinations.get(i), "spec.destinations[" + i + "]", cidrs, problems);
      }
      return action;
    } catch (MalformedDocumentException malformed) {
      problems.add("spec." + malformed.getMessage());
      return "";
    }
  }

  /** A destination without a range selects nothing: the CRD has its clients ignore it. */
  private static void readDestination(
      JsonElement destination, String place, List<String> cidrs, List<String> problems) {
    if (destination instanceof JsonObject object && object.isEmpty()) {
      return;
    }
    if (destination instanceof JsonObject object
        && object.keySet().equals(Set.of("cidr"))
        && object.get("cidr").isJsonPrimitive()
        && object.getAsJsonPrimitive("cidr").isString()) {
      cidrs.add(object.get("cidr").getAsString());
    } else {
      problems.add(place + ": must be an object with one key, cidr, whose value is a string");
    }
  }
}
