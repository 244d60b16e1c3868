package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.subject.ClusterName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds which cluster and which subnetworks a name means. */
final class ClusterMatch {
  private static final Pattern PROJECT = Pattern.compile("projects/.*");

  private ClusterMatch() {}

  /**
   * Whether a cluster is the one that an environment names.
   *
   * @param wanted config.gkeCluster; blank if it is not known
   */
  static boolean isNamed(JsonObject cluster, String wanted) {
    ClusterName name;
    try {
      name = ClusterName.parse(wanted);
    } catch (IllegalArgumentException unknown) {
      return false;
    }
    String link = path(cluster);
    if (link.startsWith("projects/")) {
      try {
        return ClusterName.parse(link).equals(name);
      } catch (IllegalArgumentException malformed) {
        return false;
      }
    }
    String location = Fields.text(cluster, "location");
    String zone = location.isEmpty() ? Fields.text(cluster, "zone") : location;
    return Fields.text(cluster, "name").equals(name.cluster())
        && (zone.isEmpty() || zone.equals(name.location()));
  }

  static List<String> names(List<JsonObject> clusters) {
    return clusters.stream()
        .map(each -> path(each).isEmpty() ? Fields.text(each, "name") : path(each))
        .toList();
  }

  /** The relative name in a self link; blank if there is none. */
  static String path(JsonObject resource) {
    Matcher matcher = PROJECT.matcher(Fields.text(resource, "selfLink"));
    return matcher.find() ? matcher.group() : "";
  }

  /** The names of all subnetworks of a cluster or, without one, of an environment. */
  static List<String> subnetworks(@Nullable JsonObject cluster, @Nullable JsonObject config) {
    Set<String> names = new LinkedHashSet<>();
    if (cluster != null) {
      JsonObject network = Fields.object(cluster, "networkConfig");
      add(names, network, "subnetwork");
      if (names.isEmpty()) {
        names.add(qualified(cluster, Fields.text(cluster, "subnetwork")));
      }
      JsonObject policy = Fields.object(cluster, "ipAllocationPolicy");
      if (policy != null) {
        each(policy, "additionalIpRangesConfigs").forEach(more -> add(names, more, "subnetwork"));
      }
      each(cluster, "nodePools")
          .forEach(pool -> add(names, Fields.object(pool, "networkConfig"), "subnetwork"));
    } else if (config != null) {
      add(names, Fields.object(config, "nodeConfig"), "subnetwork");
    }
    names.remove("");
    return List.copyOf(names);
  }

  /** A name alone is of the cluster's project and region. */
  private static String qualified(JsonObject cluster, String name) {
    String[] path = path(cluster).split("/", -1);
    if (name.isEmpty() || name.contains("/") || path.length < 4) {
      return name;
    }
    String region = path[3].replaceFirst("-[a-z]$", "");
    return "projects/%s/regions/%s/subnetworks/%s".formatted(path[1], region, name);
  }

  /** Whether a subnetwork's relative name is what a text means: a link, or the last part alone. */
  static boolean isSubnetwork(String path, String text) {
    Matcher matcher = PROJECT.matcher(text);
    return matcher.find() ? path.equals(matcher.group()) : path.endsWith("/subnetworks/" + text);
  }

  private static void add(Set<String> names, @Nullable JsonObject holder, String key) {
    if (holder != null) {
      names.add(Fields.text(holder, key));
    }
  }

  private static List<JsonObject> each(JsonObject parent, String key) {
    return parent.get(key) instanceof JsonArray array
        ? array.asList().stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonElement::getAsJsonObject)
            .toList()
        : List.of();
  }
}
