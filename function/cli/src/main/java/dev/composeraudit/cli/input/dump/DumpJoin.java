package dev.composeraudit.cli.input.dump;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.composeraudit.cli.input.document.DocumentKind;
import dev.composeraudit.cli.input.document.Fields;
import dev.composeraudit.cli.input.environment.InputEnvironment;
import dev.composeraudit.cli.input.environment.SubjectDraft;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.subject.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins dumps to the environments that name them: a cluster by config.gkeCluster, subnetworks by
 * the names that the cluster uses, objects of Kubernetes by the environment that the user names.
 */
public final class DumpJoin {
  private static final String ALL_POLICIES =
      "give the list, as kubectl get egressnatpolicies -o json prints it";

  /** What a file of an option should hold, and the command that prints it. */
  private record Expected(String option, String kind, String command) {}

  private static final Expected CLUSTERS =
      new Expected("--cluster", "GKE cluster", "gcloud container clusters list --format=json");
  private static final Expected SUBNETWORKS =
      new Expected(
          "--subnetworks",
          "Compute subnetwork",
          "gcloud compute networks subnets list --format=json");

  /** Stands for two subnetworks of one name that differ. */
  private static final JsonObject DIFFERENT = new JsonObject();

  private final List<InputEnvironment> environments;
  private final List<String> problems = new ArrayList<>();

  public DumpJoin(List<InputEnvironment> environments) {
    this.environments = environments;
  }

  /** What could not be joined, one line each. */
  public List<String> problems() {
    return problems;
  }

  /** Joins what a file of the option holds. */
  public void joinClusters(Dump dump) {
    List<JsonObject> clusters = dump.of(DocumentKind.CLUSTER);
    int joined = 0;
    for (JsonObject cluster : clusters) {
      for (InputEnvironment environment : environments) {
        JsonObject config = Fields.object(draft(environment).environment(), "config");
        String wanted = Fields.text(config, "gkeCluster");
        if (ClusterMatch.isNamed(cluster, wanted)) {
          joined += joinCluster(dump, environment, cluster);
        }
      }
    }
    checkJoined(dump, CLUSTERS, ClusterMatch.names(clusters), joined);
  }

  private int joinCluster(Dump dump, InputEnvironment environment, JsonObject cluster) {
    if (ClusterCompleteness.isWhole(cluster)) {
      return set(dump, environment, Part.CLUSTER, cluster);
    }
    if (lacks(dump, environment, Part.CLUSTER)) {
      draft(environment)
          .setPartUnknown(
              Part.CLUSTER,
              dump.file().path()
                  + " holds only some fields of the cluster; give all, as gcloud container clusters"
                  + " describe --format=json prints them");
    }
    return 1;
  }

  /** Every subnetwork that a cluster names has to be there; otherwise the part stays unknown. */
  public void joinSubnetworks(List<Dump> dumps) {
    Map<String, JsonObject> all = new LinkedHashMap<>();
    for (Dump dump : dumps) {
      for (JsonObject each : dump.of(DocumentKind.SUBNETWORK)) {
        all.merge(
            ClusterMatch.path(each), each, (one, other) -> one.equals(other) ? one : DIFFERENT);
      }
    }
    Map<String, JsonObject> used = new LinkedHashMap<>();
    for (InputEnvironment environment : environments) {
      SubjectDraft draft = draft(environment);
      if (!draft.has(Part.SUBNETWORKS)) {
        joinSubnetworks(draft, all, used);
      }
    }
    for (Dump dump : dumps) {
      List<JsonObject> subnetworks = dump.of(DocumentKind.SUBNETWORK);
      long joined =
          subnetworks.stream().filter(each -> used.containsKey(ClusterMatch.path(each))).count();
      checkJoined(
          dump, SUBNETWORKS, subnetworks.stream().map(ClusterMatch::path).toList(), (int) joined);
    }
  }

  private static void joinSubnetworks(
      SubjectDraft draft, Map<String, JsonObject> all, Map<String, JsonObject> used) {
    List<String> wanted =
        ClusterMatch.subnetworks(
            Fields.object(draft.root(), "cluster"), Fields.object(draft.environment(), "config"));
    List<String> missing = new ArrayList<>();
    List<String> different = new ArrayList<>();
    JsonArray found = new JsonArray();
    for (String name : wanted) {
      List<String> paths =
          all.keySet().stream().filter(path -> ClusterMatch.isSubnetwork(path, name)).toList();
      if (paths.size() == 1) {
        JsonObject subnetwork = all.getOrDefault(paths.get(0), new JsonObject());
        used.put(paths.get(0), subnetwork);
        if (subnetwork.equals(DIFFERENT)) {
          different.add(name);
        } else if (!found.contains(subnetwork)) {
          found.add(subnetwork);
        }
      } else {
        missing.add(name);
      }
    }
    if (!different.isEmpty()) {
      draft.setPartUnknown(
          Part.SUBNETWORKS,
          "the files of --subnetworks have different subnetworks "
              + Excerpt.line(String.join(", ", different)));
    } else if (missing.isEmpty() && !found.isEmpty()) {
      draft.setPart(Part.SUBNETWORKS, found);
    } else if (!found.isEmpty()) {
      draft.setPartUnknown(
          Part.SUBNETWORKS,
          "the files of --subnetworks do not have " + Excerpt.line(String.join(", ", missing)));
    }
  }

  /** Joins what a file of the option holds. */
  public void joinEgressPolicies(Dump dump, String whose) {
    List<JsonObject> policies = dump.of(DocumentKind.EGRESS_NAT_POLICY);
    if (policies.isEmpty() && !dump.isEmptyListOf("EgressNATPolicy")) {
      problems.add(
          dump.file().path() + ": --egress-policies: has no EgressNATPolicy; " + ALL_POLICIES);
      return;
    }
    JsonArray all = new JsonArray();
    policies.forEach(all::add);
    boolean isPart = !dump.isList() && (policies.size() == 1 || !dump.pages().isEmpty());
    if (isPart || dump.hasUnknownKind("EgressNATPolicy")) {
      String why = dump.file().path() + " does not have all EgressNATPolicies; " + ALL_POLICIES;
      owner(dump, "--egress-policies", whose)
          .filter(owner -> lacks(dump, owner, Part.EGRESS_NAT_POLICIES))
          .ifPresent(owner -> draft(owner).setPartUnknown(Part.EGRESS_NAT_POLICIES, why));
      return;
    }
    joinKubernetes(dump, "--egress-policies", whose, Map.of(Part.EGRESS_NAT_POLICIES, all));
  }

  /** Joins what a file of the option holds. */
  public void joinAgentConfig(Dump dump, String whose) {
    AgentObjects objects = AgentObjects.of(dump);
    problems.addAll(objects.problems());
    if (!objects.parts().isEmpty()) {
      joinKubernetes(dump, "--agent-config", whose, objects.parts());
    }
  }

  private void joinKubernetes(
      Dump dump, String option, String whose, Map<Part<?>, ? extends JsonElement> parts) {
    owner(dump, option, whose)
        .ifPresent(owner -> parts.forEach((part, value) -> set(dump, owner, part, value)));
  }

  /** The environment that is meant; empty, with a problem, if it is none or one of several. */
  private Optional<InputEnvironment> owner(Dump dump, String option, String whose) {
    List<InputEnvironment> owners =
        environments.stream().filter(each -> each.isMeantBy(whose)).toList();
    if (owners.size() != 1) {
      problems.add(
          "%s: %s: %s"
              .formatted(
                  dump.file().path(),
                  option,
                  owners.isEmpty()
                      ? "no environment is named " + Excerpt.of(whose)
                      : "it does not say which of %d environments it belongs to; write %s ENVIRONMENT=%s"
                          .formatted(owners.size(), option, dump.file().path())));
      return Optional.empty();
    }
    return Optional.of(owners.get(0));
  }

  private int set(Dump dump, InputEnvironment environment, Part<?> part, JsonElement value) {
    if (lacks(dump, environment, part)) {
      draft(environment).setPart(part, value);
    }
    return 1;
  }

  /** Whether the environment does not have the part yet. If it has, adds a problem. */
  private boolean lacks(Dump dump, InputEnvironment environment, Part<?> part) {
    if (!draft(environment).has(part)) {
      return true;
    }
    problems.add(
        "%s: %s has its %s already".formatted(dump.file().path(), environment.label(), part.key()));
    return false;
  }

  private void checkJoined(Dump dump, Expected expected, List<String> names, int joined) {
    String place = dump.file().path() + ": " + expected.option();
    if (names.isEmpty()) {
      problems.add(
          "%s: holds no %s; give what %s prints"
              .formatted(place, expected.kind(), expected.command()));
    } else if (joined == 0) {
      problems.add(
          "%s: no environment names what it holds: %s"
              .formatted(place, Excerpt.line(String.join(", ", first(names)))));
    }
  }

  private static List<String> first(List<String> names) {
    return names.stream()
        .limit(5)
        .map(name -> name.isEmpty() ? "a resource without selfLink" : name)
        .toList();
  }

  private static SubjectDraft draft(InputEnvironment environment) {
    return new SubjectDraft(environment.subject());
  }
}
