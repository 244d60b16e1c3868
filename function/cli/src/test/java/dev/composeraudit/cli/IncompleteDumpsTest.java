package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps that leave out a part of what they are about, so that nothing can be concluded. */
final class IncompleteDumpsTest {
  private static final String CLUSTER =
      "projects/acme-data/locations/europe-west1/clusters/etl-gke";
  private static final String SUBNETWORK =
      "projects/acme-host/regions/europe-west1/subnetworks/nodes";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind':'EgressNATPolicy','metadata':{'name':'all'},'spec':{'action':'NoSNAT',"
            + "'destinations':[{'cidr':'0.0.0.0/0'}]}}",
        "{'apiVersion':'networking.gke.io/v1','metadata':{'name':'all'}}",
        "{'apiVersion':'v1','kind':'Status','status':'Failure','code':403}",
        "{'apiVersion':'networking.gke.io/v1','kind':'egressnatpolicy','metadata':{'name':'all'},"
            + "'spec':{'action':'NoSNAT','destinations':[{'cidr':'0.0.0.0/0'}]}}",
      })
  void aListWithAnItemThatIsNotUnderstoodDoesNotHaveAllPolicies(String item) throws IOException {
    Cli.Run run = check(cluster(), policies("{}", policy() + "," + item));

    assertThat(outcomes(run)).containsEntry("no-blanket-exemption", "PENDING");
    assertThat(run.out()).contains("does not have all EgressNATPolicies");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'continue':{'token':'x'}}", "{'remainingItemCount':[1]}"})
  void aListThatGoesOnInAnUnknownFormIsNotComplete(String metadata) throws IOException {
    Cli.Run run = check(cluster(), policies(metadata, policy()));

    assertThat(outcomes(run)).containsEntry("no-blanket-exemption", "PENDING");
  }

  /** That there are none of another kind says nothing of EgressNATPolicies. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'apiVersion':'v1','kind':'ConfigMapList','items':[]}",
        "{'clusters':[]}",
        "{'items':[]}",
      })
  void anEmptyListOfAnotherKindIsNotAnEmptyListOfPolicies(String list) throws IOException {
    Cli.Run run = check(cluster(), list);

    assertThat(run.err()).contains("has no EgressNATPolicy");
    assertThat(outcomes(run)).containsEntry("egress-configuration-is-valid", "PENDING");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'apiVersion':'v1','kind':'List','items':[]}",
        "{'apiVersion':'networking.gke.io/v1','kind':'EgressNATPolicyList','items':[]}",
      })
  void anEmptyListOfPoliciesSaysThatThereAreNone(String list) throws IOException {
    assertThat(outcomes(check(cluster(), list)))
        .containsEntry("egress-configuration-is-valid", "FAIL");
  }

  /** What is left out may name more Pod ranges and subnetworks, or turn default SNAT off. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'ipAllocationPolicy':null}",
        "{'ipAllocationPolicy':{}}",
        "{'ipAllocationPolicy':{'useIpAliases':true}}",
        "{'ipAllocationPolicy':{'clusterIpv4CidrBlock':'192.168.0.0/16'}}",
        "{'networkConfig':null}",
        "{'networkConfig':{}}",
        "{'networkConfig':{'datapathProvider':'ADVANCED_DATAPATH'}}",
        "{'autopilot':{}}",
        "{'autopilot':{},'nodePools':[]}",
        "{'autopilot':{},'nodePools':[{'name':'p'}]}",
        "{'autopilot':{},'nodePools':[{'config':{'machineType':'n1-standard-1'}}]}",
        "{'autopilot':{},'nodePools':[{'config':{'taints':[]},'networkConfig':{}}]}",
      })
  void aClusterWithSomeFieldsIsNotTakenForAWholeOne(String fields) throws IOException {
    Cli.Run run = check(cluster(fields), policies("{}", policy()));

    assertThat(outcomes(run))
        .containsEntry("egress-is-observable", "PENDING")
        .containsEntry("cluster-supports-masquerading", "PENDING");
    assertThat(run.out()).contains("holds only some fields of the cluster");
  }

  /** GKE does not show the node pools of each Autopilot cluster. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'nodePools':[{'name':'p'}]}",
        "{'networkConfig':{'datapathProvider':'ADVANCED_DATAPATH'},'subnetwork':'nodes'}",
        "{'ipAllocationPolicy':{'useRoutes':true}}",
        "{'autopilot':{},'nodePools':[{'config':{'machineType':'n1-standard-1'},'selfLink':'p'}]}",
      })
  void aWholeClusterIsTaken(String fields) throws IOException {
    Cli.Run run = check(cluster(fields), policies("{}", policy()));

    assertThat(run.out()).doesNotContain("holds only some fields of the cluster");
    assertThat(outcomes(run)).doesNotContainEntry("cluster-supports-masquerading", "PENDING");
  }

  private static String policy() {
    return "{'apiVersion':'networking.gke.io/v1','kind':'EgressNATPolicy','metadata':{'name':"
        + "'default'},'spec':{'action':'NoSNAT','destinations':[{'cidr':'192.168.0.0/16'},"
        + "{'cidr':'10.20.0.0/24'}]}}";
  }

  private static String policies(String metadata, String items) {
    return "{'apiVersion':'v1','kind':'List','metadata':%s,'items':[%s]}"
        .formatted(metadata, items);
  }

  private static JsonObject cluster() {
    return cluster("{}");
  }

  /** A whole cluster, with other fields in place of its own. */
  private static JsonObject cluster(String fields) {
    JsonObject cluster =
        JsonParser.parseString(
                """
                {"name":"etl-gke","location":"europe-west1",
                 "selfLink":"https://container.googleapis.com/v1/%s","autopilot":{"enabled":true},
                 "currentMasterVersion":"1.33.5-gke.1080000","clusterIpv4Cidr":"192.168.0.0/16",
                 "servicesIpv4Cidr":"34.118.224.0/20",
                 "ipAllocationPolicy":{"clusterIpv4CidrBlock":"192.168.0.0/16",
                 "servicesIpv4CidrBlock":"34.118.224.0/20"},
                 "networkConfig":{"subnetwork":"%s","datapathProvider":"ADVANCED_DATAPATH",
                 "enableIntraNodeVisibility":true}}
                """
                    .formatted(CLUSTER, SUBNETWORK))
            .getAsJsonObject();
    JsonParser.parseString(fields.replace('\'', '"'))
        .getAsJsonObject()
        .asMap()
        .forEach(cluster::add);
    return cluster;
  }

  private Cli.Run check(JsonObject cluster, String policies) throws IOException {
    String environment =
        """
        {"name":"projects/acme-data/locations/europe-west1/environments/etl","state":"RUNNING",
         "config":{"gkeCluster":"%s","nodeConfig":{"enableIpMasqAgent":true,"subnetwork":"%s"},
         "softwareConfig":{"imageVersion":"composer-2.13.7-airflow-2.10.5"}}}
        """
            .formatted(CLUSTER, SUBNETWORK);
    String subnetwork =
        """
        {"kind":"compute#subnetwork","name":"nodes","ipCidrRange":"10.20.0.0/24",
         "selfLink":"https://www.googleapis.com/compute/v1/%s"}
        """
            .formatted(SUBNETWORK);
    return Cli.run(
        "check",
        write("environment.json", environment),
        "--cluster=" + write("cluster.json", cluster.toString()),
        "--subnetworks=" + write("subnetwork.json", subnetwork),
        "--egress-policies=" + write("policies.json", policies.replace('\'', '"')),
        "--format=json");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Map<String, String> outcomes(Cli.Run run) {
    Map<String, String> outcomes = new TreeMap<>();
    run.results()
        .forEach(
            each ->
                outcomes.put(each.get("policy").getAsString(), each.get("result").getAsString()));
    return outcomes;
  }
}
