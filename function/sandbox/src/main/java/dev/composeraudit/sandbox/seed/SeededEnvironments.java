package dev.composeraudit.sandbox.seed;

import com.google.cloud.orchestration.airflow.service.v1.NodeConfig;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.sandbox.gke.AddressPlan;
import dev.composeraudit.sandbox.gke.ClusterDocument;
import dev.composeraudit.sandbox.gke.ManagedCluster;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Many running environments that are computed from their numbers and not stored: with projects,
 * regions, clusters and subnetworks. One of three lacks the IP masquerade agent. One of 18 runs
 * Composer 3; it is not among these.
 *
 * @param count how many environments
 * @param projects in how many projects, {@code seeded-0000} and on
 */
public record SeededEnvironments(int count, int projects) {
  /** The regions, in the order in which environments are spread over them. */
  static final List<String> REGIONS =
      List.of(
          "europe-west1",
          "us-central1",
          "asia-east1",
          "europe-west4",
          "us-east1",
          "asia-southeast1",
          "southamerica-east1",
          "us-west1",
          "europe-north1",
          "australia-southeast1");

  private static final Pattern PROJECT = Pattern.compile("seeded-([0-9]{4})");
  private static final Pattern NAME =
      Pattern.compile(
          "projects/seeded-([0-9]{4})/locations/([a-z0-9-]+)/environments/env-([0-9]{5})");

  /** The name of a seeded environment's cluster. */
  private static final Pattern CLUSTER = Pattern.compile("([a-z0-9-]+)-env-([0-9]{5})-gke");

  /** No environments at all. */
  public static final SeededEnvironments NONE = new SeededEnvironments(0, 1);

  /** The environment's full name. */
  public String name(int number) {
    return "projects/%s/locations/%s/environments/%s"
        .formatted(project(number), region(number), id(number));
  }

  /** All numbers. */
  IntStream numbers() {
    return IntStream.range(0, count);
  }

  /** The number of an environment by its full name; empty if there is none. */
  public Optional<Integer> number(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? existing(Integer.parseInt(matcher.group(3))).filter(it -> name(it).equals(name))
        : Optional.empty();
  }

  /** The number of the environment whose cluster it is; empty if there is none. */
  Optional<Integer> ofCluster(String project, String location, String cluster) {
    Matcher matcher = CLUSTER.matcher(cluster);
    return matcher.matches() && matcher.group(1).equals(location)
        ? existing(Integer.parseInt(matcher.group(2))).filter(it -> project(it).equals(project))
        : Optional.empty();
  }

  boolean hasProject(String project) {
    Matcher matcher = PROJECT.matcher(project);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) < projects;
  }

  public String project(int number) {
    return "seeded-%04d".formatted(number % projects);
  }

  public String region(int number) {
    return REGIONS.get(number / projects % REGIONS.size());
  }

  /** The environment as Composer's REST API shows it. */
  public JsonObject environment(int number) {
    boolean isComposer3 = number % 18 == 0;
    String document =
        """
        {"name": "%s", "uuid": "00000000-0000-4000-8000-%012d", "state": "RUNNING",
         "createTime": "2026-01-01T00:00:00Z", "updateTime": "2026-01-02T00:00:00Z",
         "labels": {"team": "team-%d"},
         "config": {%s
          "softwareConfig": {"imageVersion": "%s",
            "envVariables": {"DB_PASSWORD": "secret-%d"}},
          "nodeConfig": {"network": "projects/%s/global/networks/default",
            "subnetwork": "projects/%s/regions/%s/subnetworks/default"%s}}}
        """
            .formatted(
                name(number),
                number,
                number % 7,
                isComposer3 ? "" : "\"gkeCluster\": \"%s\",".formatted(cluster(number)),
                isComposer3 ? "composer-3-airflow-2.10.5" : "composer-2.14.1-airflow-2.10.5",
                number,
                project(number),
                project(number),
                region(number),
                number % 3 == 1 || isComposer3 ? "" : ", \"enableIpMasqAgent\": true");
    return JsonParser.parseString(document).getAsJsonObject();
  }

  /** The cluster as GKE's REST API shows it. */
  public JsonObject cluster(int number, String address, String authority) {
    String project = project(number);
    return new ClusterDocument(
            clusterId(number),
            region(number),
            "projects/%s/global/networks/default".formatted(project),
            "projects/%s/regions/%s/subnetworks/default".formatted(project, region(number)),
            AddressPlan.of(NodeConfig.getDefaultInstance()),
            address,
            "",
            ManagedCluster.Mode.AUTOPILOT,
            false,
            authority)
        .json();
  }

  private String cluster(int number) {
    return "projects/%s/locations/%s/clusters/%s"
        .formatted(project(number), region(number), clusterId(number));
  }

  private String clusterId(int number) {
    return "%s-%s-gke".formatted(region(number), id(number));
  }

  private static String id(int number) {
    return "env-%05d".formatted(number);
  }

  private Optional<Integer> existing(int number) {
    return number < count ? Optional.of(number) : Optional.empty();
  }
}
