package dev.composeraudit.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of gcloud and kubectl about environments with one cluster each, whose nodes are in two
 * subnetworks of a host project.
 *
 * @param folder where they are written
 */
record DumpFixture(Path folder) {
  static final String GKE = "projects/acme-data/locations/europe-west1/clusters/";
  static final String HOST = "projects/acme-host/regions/europe-west1/subnetworks/";

  String environments(String... names) throws IOException {
    StringBuilder all = new StringBuilder("[");
    for (String name : names) {
      all.append(all.length() > 1 ? "," : "")
          .append(
              """
              {"name":"projects/acme-data/locations/europe-west1/environments/%s","state":"RUNNING",
               "config":{"gkeCluster":"%s%s-gke","nodeConfig":{"enableIpMasqAgent":true},
               "softwareConfig":{"imageVersion":"composer-2.13.7-airflow-2.10.5"}}}
              """
                  .formatted(name, GKE, name));
    }
    return write("environments.json", all + "]");
  }

  String clusters(String... names) throws IOException {
    StringBuilder all = new StringBuilder("[");
    for (String name : names) {
      all.append(all.length() > 1 ? "," : "")
          .append(
              """
              {"name":"%1$s-gke","location":"europe-west1","currentMasterVersion":"1.33.5-gke.1080000",
               "selfLink":"https://container.googleapis.com/v1/%2$s%1$s-gke",
               "autopilot":{"enabled":true},"clusterIpv4Cidr":"192.168.0.0/16",
               "servicesIpv4Cidr":"34.118.224.0/20","subnetwork":"nodes",
               "networkConfig":{"subnetwork":"%3$snodes","datapathProvider":"ADVANCED_DATAPATH",
               "enableIntraNodeVisibility":true},
               "ipAllocationPolicy":{"clusterIpv4CidrBlock":"192.168.0.0/16",
               "servicesIpv4CidrBlock":"34.118.224.0/20",
               "additionalPodRangesConfig":{"podRangeNames":["pods-2"]}},
               "nodePools":[{"config":{"machineType":"n1-standard-1"},
               "networkConfig":{"subnetwork":"%3$smore"}}]}
              """
                  .formatted(name, GKE, HOST));
    }
    return write("clusters.json", all + "]");
  }

  String subnetworks(String... names) throws IOException {
    StringBuilder all = new StringBuilder("[");
    for (String name : names) {
      all.append(all.length() > 1 ? "," : "")
          .append(
              """
              {"kind":"compute#subnetwork","name":"%1$s","ipCidrRange":"%3$s",
               "selfLink":"https://www.googleapis.com/compute/v1/%2$s%1$s",
               "secondaryIpRanges":[{"rangeName":"pods-2","ipCidrRange":"192.169.0.0/24"}]}
              """
                  .formatted(name, HOST, name.equals("nodes") ? "10.20.0.0/24" : "10.30.0.0/24"));
    }
    return write("subnetworks.json", all + "]");
  }

  String policies() throws IOException {
    return write(
        "policies.json",
        """
        {"apiVersion":"v1","kind":"List","items":[
         {"apiVersion":"networking.gke.io/v1","kind":"EgressNATPolicy","metadata":{"name":"default"},
          "spec":{"action":"NoSNAT","destinations":[{"cidr":"192.168.0.0/16"},
          {"cidr":"192.169.0.0/24"},{"cidr":"10.20.0.0/24"},{"cidr":"10.30.0.0/24"}]}}]}
        """);
  }

  String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  static Cli.Run check(String file, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "check";
    arguments[1] = file;
    arguments[2] = "--format=json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Cli.run(arguments);
  }

  static Map<String, String> verdicts(Cli.Run run) {
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonElement each :
        JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("results")) {
      JsonObject result = each.getAsJsonObject();
      verdicts.put(result.get("policy").getAsString(), result.get("result").getAsString());
    }
    return verdicts;
  }
}
