package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins what gcloud and kubectl print to the environments that name it. */
final class DumpsTest {
  private static final String GKE = "projects/acme-data/locations/europe-west1/clusters/";
  private static final String HOST = "projects/acme-host/regions/europe-west1/subnetworks/";

  @TempDir private Path folder;

  @Test
  void separateDumpsMakeAWholeSubject() throws IOException {
    Cli.Run run =
        check(
            environments("etl"),
            "--cluster=" + clusters("etl"),
            "--subnetworks=" + subnetworks("nodes", "more", "other"),
            "--egress-policies=" + policies());

    assertThat(verdicts(run)).doesNotContainValue("PENDING").doesNotContainValue("ERROR");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  /** Compute's own list has a link to itself, and so looks like one resource. */
  @Test
  void aListOfComputesOwnHoldsSubnetworks() throws IOException {
    String items = Files.readString(Path.of(subnetworks("nodes", "more")));
    String link = "https://www.googleapis.com/compute/v1/" + HOST.replaceFirst("/$", "");
    String list = "{\"kind\":\"compute#subnetworkList\",\"items\":%s,\"selfLink\":\"%s\"}";
    String withoutKinds = items.replace("\"kind\":\"compute#subnetwork\",", "");

    for (String each : List.of(items, withoutKinds)) {
      Cli.Run run =
          check(
              environments("etl"),
              "--cluster=" + clusters("etl"),
              "--subnetworks=" + write("rest.json", list.formatted(each, link)),
              "--egress-policies=" + policies());

      assertThat(run.err()).isEmpty();
      assertThat(verdicts(run)).doesNotContainValue("PENDING").doesNotContainValue("ERROR");
    }
  }

  @Test
  void nodePoolsAndFurtherRangesOfAHostProjectCount() throws IOException {
    Cli.Run run =
        Cli.run(
            "explain",
            environments("etl"),
            "--cluster=" + clusters("etl"),
            "--subnetworks=" + subnetworks("nodes", "more"),
            "--egress-policies=" + policies(),
            "--destination=172.16.0.1",
            "--destination=8.8.8.8");

    // Nodes of the pool's own subnetwork are among those that the destination sees.
    assertThat(run.out()).contains("10.20.0.0/24").contains("10.30.0.0/24");
  }

  @Test
  void aSubnetworkThatTheClusterNamesAndNoFileHoldsIsPending() throws IOException {
    Cli.Run run =
        check(
            environments("etl"),
            "--cluster=" + clusters("etl"),
            "--subnetworks=" + subnetworks("nodes"),
            "--egress-policies=" + policies());

    assertThat(run.out()).contains("do not have " + HOST + "more");
    assertThat(verdicts(run)).containsEntry("egress-is-observable", "PENDING");
  }

  @Test
  void aClusterOfAListIsJoinedByItsName() throws IOException {
    Cli.Run run = check(environments("etl", "dwh"), "--cluster=" + clusters("dwh", "unrelated"));

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void aDumpThatNoEnvironmentNamesIsAnError() throws IOException {
    Cli.Run clusters = check(environments("etl"), "--cluster=" + clusters("unrelated"));
    assertThat(clusters.code()).isEqualTo(2);
    assertThat(clusters.err()).contains("no environment names").contains(GKE + "unrelated-gke");

    Cli.Run subnetworks =
        check(
            environments("etl"),
            "--cluster=" + clusters("etl"),
            "--subnetworks=" + subnetworks("other"));
    assertThat(subnetworks.code()).isEqualTo(2);
    assertThat(subnetworks.err()).contains(HOST + "other");

    Cli.Run wrong = check(environments("etl"), "--cluster=" + policies());
    assertThat(wrong.err())
        .contains(
            "holds no GKE cluster; give what gcloud container clusters list prints with"
                + " --format=json");

    String unnamed =
        write(
            "unnamed.json",
            "{\"ipCidrRange\":\"10.0.0.0/20\",\"name\":\"s\",\"kind\":\"compute#subnetwork\"}");
    Cli.Run nameless =
        check(environments("etl"), "--cluster=" + clusters("etl"), "--subnetworks=" + unnamed);
    assertThat(nameless.err())
        .contains("no environment names what it holds: a resource without selfLink");
  }

  /** kubectl get egressnatpolicy default prints one object, and others may exempt more. */
  @Test
  void onePolicyOrAPageOfThemIsNotAllOfThem() throws IOException {
    String policy =
        "{\"apiVersion\":\"networking.gke.io/v1\",\"kind\":\"EgressNATPolicy\",\"metadata\":"
            + "{\"name\":\"default\"},\"spec\":{\"action\":\"NoSNAT\",\"destinations\":[]}}";
    String page =
        "{\"apiVersion\":\"networking.gke.io/v1\",\"kind\":\"EgressNATPolicyList\",\"metadata\":"
            + "{\"continue\":\"x\"},\"items\":["
            + policy
            + "]}";

    String counted = page.replace("\"continue\":\"x\"", "\"remainingItemCount\":1");
    String nameless =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + policy
            + ",{\"metadata\":{\"name\":\"a\"}}]}";
    String empty = "[" + policy + ",null]";

    for (String text : List.of(policy, page, counted, nameless, empty)) {
      Cli.Run run =
          check(
              environments("etl"),
              "--cluster=" + clusters("etl"),
              "--subnetworks=" + subnetworks("nodes", "more"),
              "--egress-policies=" + write("some.json", text));
      assertThat(verdicts(run)).containsEntry("egress-is-observable", "PENDING");
      assertThat(run.out()).contains("kubectl get egressnatpolicies -o json");
    }
  }

  @Test
  void ofTwoObjectsOfOneNameThatDifferNoneIsTaken() throws IOException {
    String config =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"ip-masq-agent\","
            + "\"namespace\":\"kube-system\"},\"data\":{\"config\":\"nonMasqueradeCIDRs: [%s]\"}}";
    String list =
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + config.formatted("10.0.0.0/8")
            + ","
            + config
            + "]}";
    assertThat(agentConfig(list.formatted("10.0.0.0/9"))).contains("two different ConfigMaps");
    assertThat(agentConfig(list.formatted("10.0.0.0/8"))).isEmpty();

    String subnetworks = Files.readString(Path.of(subnetworks("nodes", "more")));
    String others = write("others.json", subnetworks.replace("10.20.0.0", "10.21.0.0"));
    Cli.Run run =
        check(
            environments("etl"),
            "--cluster=" + clusters("etl"),
            "--subnetworks=" + subnetworks("nodes", "more"),
            "--subnetworks=" + others,
            "--egress-policies=" + policies());
    assertThat(run.out()).contains("have different subnetworks");
    assertThat(verdicts(run)).containsEntry("egress-is-observable", "PENDING");
  }

  @Test
  void whatTheDocumentHasAlreadyIsNotJoinedAgain() throws IOException {
    String policy =
        "{\"apiVersion\":\"networking.gke.io/v1\",\"kind\":\"EgressNATPolicy\","
            + "\"metadata\":{\"name\":\"default\"}}";
    String subject = "../../policies/subjects/composer-2.yaml";
    for (String file : List.of(write("one.json", policy), policies())) {
      Cli.Run run = check(subject, "--egress-policies=" + file);

      assertThat(run.err()).contains("has its egressNatPolicies already").doesNotContain("unknown");
      assertThat(run.code()).isEqualTo(2);
    }
  }

  private String agentConfig(String list) throws IOException {
    return check(environments("etl"), "--agent-config=" + write("list.json", list)).err();
  }

  /** The API leaves kind and apiVersion out of the items of its own lists. */
  @Test
  void aListOfTheApisOwnHoldsTheAgentToo() throws IOException {
    String item =
        "{\"metadata\":{\"name\":\"%1$s\",\"namespace\":\"%2$s\"},\"spec\":{\"template\":{\"spec\":"
            + "{\"containers\":[{\"name\":\"%1$s\"}]}}}}";
    String list = "{\"apiVersion\":\"apps/v1\",\"kind\":\"DaemonSetList\",%s\"items\":[%s]}";

    assertThat(daemonSetOf(list.formatted("", item.formatted("ip-masq-agent", "kube-system"))))
        .contains("agent's DaemonSet in the document has no status");
    assertThat(daemonSetOf(list.formatted("", item.formatted("fluentbit", "kube-system"))))
        .contains("(POD)");
    assertThat(daemonSetOf(list.formatted("", item.formatted("our-masq", "kube-system"))))
        .contains("(UNKNOWN)")
        .contains("the DaemonSet is \"kube-system/our-masq\"");
    for (String namespace : List.of("kube-system", "net")) {
      String both =
          item.formatted("ip-masq-agent", "kube-system")
              + ","
              + item.formatted("our-masq", namespace);
      assertThat(daemonSetOf(list.formatted("", both)))
          .contains("(UNKNOWN)")
          .contains("\"our-masq\" seems to masquerade beside kube-system/ip-masq-agent");
    }
    String other = item.formatted("net", "kube-system");
    for (String agent :
        List.of(
            "\"command\":[\"/ip-masq-agent\"]",
            "\"args\":[\"--masq-chain=IP-MASQ\"]",
            "\"image\":\"mirror/masq:1\"",
            "\"volumeMounts\":[{\"mountPath\":\"/etc/config/ip-masq-agent\"}]")) {
      String set = other.replace("\"name\":\"net\"}]", "\"name\":\"net\"," + agent + "}]");
      assertThat(daemonSetOf(list.formatted("", set))).as(agent).contains("(UNKNOWN)");
    }
    String netd = "\"name\":\"net\",\"args\":[\"--enable-masquerade=true\"]}]";
    assertThat(daemonSetOf(list.formatted("", other.replace("\"name\":\"net\"}]", netd))))
        .contains("(POD)");
    for (String silent :
        List.of(
            list.formatted("", item.formatted("mine", "default")),
            list.formatted("", ""),
            list.formatted(
                "\"metadata\":{\"continue\":\"x\"},",
                item.formatted("fluentbit", "kube-system")))) {
      assertThat(daemonSetOf(silent)).contains("has no ConfigMap or DaemonSet");
    }
  }

  /** What is told of a private destination of a Standard cluster without a ConfigMap. */
  private String daemonSetOf(String list) throws IOException {
    String standard =
        Files.readString(Path.of(clusters("etl")))
            .replace("\"autopilot\":{\"enabled\":true},", "")
            .replace("\"datapathProvider\":\"ADVANCED_DATAPATH\",", "");
    String composer1 =
        Files.readString(Path.of(environments("etl")))
            .replace("composer-2.13.7-airflow-2.10.5", "composer-1.20.12-airflow-2.4.3");
    String none =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMapList\",\"items\":[{\"metadata\":"
            + "{\"name\":\"other\",\"namespace\":\"kube-system\"}}]}";
    Cli.Run run =
        Cli.run(
            "explain",
            write("composer-1.json", composer1),
            "--cluster=" + write("standard.json", standard),
            "--agent-config=" + write("configs.json", none),
            "--agent-config=" + write("sets.json", list),
            "--destination=10.99.0.1");
    return run.out() + run.err();
  }

  @Test
  void ofSeveralEnvironmentsTheUserSaysWhosePoliciesTheyAre() throws IOException {
    String two = environments("etl", "dwh");

    Cli.Run open = check(two, "--egress-policies=" + policies());
    assertThat(open.code()).isEqualTo(2);
    assertThat(open.err()).contains("--egress-policies ENVIRONMENT=");

    assertThat(check(two, "--egress-policies=dwh=" + policies()).err()).isEmpty();
    assertThat(check(two, "--egress-policies=etl-gke=" + policies()).err()).isEmpty();
    assertThat(check(two, "--egress-policies=none=" + policies()).err())
        .contains("no environment is named \"none\"");
  }

  @Test
  void theAgentsObjectsComeInOneListOrApart() throws IOException {
    String config =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"ip-masq-agent\","
            + "\"namespace\":\"kube-system\"},\"data\":{\"config\":\"nonMasqueradeCIDRs: []\"}}";
    String daemonSet =
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"DaemonSet\",\"metadata\":{\"name\":"
            + "\"ip-masq-agent\",\"namespace\":\"kube-system\"},\"spec\":{}}";
    String list =
        write(
            "both.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                + config
                + ","
                + daemonSet
                + "]}");
    String apart = write("apart.yaml", config + "\n---\n" + daemonSet);
    String other = config.replace("\"name\":\"ip-masq-agent\"", "\"name\":\"other\"");

    assertThat(check(environments("etl"), "--agent-config=" + list).err()).isEmpty();
    assertThat(
            check(
                    environments("etl"),
                    "--agent-config=" + write("config.json", config),
                    "--agent-config=" + write("daemonset.json", daemonSet))
                .err())
        .isEmpty();
    assertThat(check(environments("etl"), "--agent-config=" + write("other.json", other)).err())
        .contains("has no ConfigMap or DaemonSet");
    assertThat(apart).isNotEmpty();
  }

  private String environments(String... names) throws IOException {
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

  private String clusters(String... names) throws IOException {
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
               "ipAllocationPolicy":{"useIpAliases":true,"additionalPodRangesConfig":
               {"podRangeNames":["pods-2"]}},
               "nodePools":[{"name":"p","networkConfig":{"subnetwork":"%3$smore"}}]}
              """
                  .formatted(name, GKE, HOST));
    }
    return write("clusters.json", all + "]");
  }

  private String subnetworks(String... names) throws IOException {
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

  private String policies() throws IOException {
    return write(
        "policies.json",
        """
        {"apiVersion":"v1","kind":"List","items":[
         {"apiVersion":"networking.gke.io/v1","kind":"EgressNATPolicy","metadata":{"name":"default"},
          "spec":{"action":"NoSNAT","destinations":[{"cidr":"192.168.0.0/16"},
          {"cidr":"192.169.0.0/24"},{"cidr":"10.20.0.0/24"},{"cidr":"10.30.0.0/24"}]}}]}
        """);
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static Cli.Run check(String file, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "check";
    arguments[1] = file;
    arguments[2] = "--format=json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Cli.run(arguments);
  }

  private static Map<String, String> verdicts(Cli.Run run) {
    Map<String, String> verdicts = new TreeMap<>();
    for (JsonElement each :
        JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("results")) {
      JsonObject result = each.getAsJsonObject();
      verdicts.put(result.get("policy").getAsString(), result.get("result").getAsString());
    }
    return verdicts;
  }
}
