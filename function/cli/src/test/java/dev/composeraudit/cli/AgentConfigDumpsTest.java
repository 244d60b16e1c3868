package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the agent's ConfigMap and DaemonSet from what kubectl prints. */
final class AgentConfigDumpsTest {
  private DumpFixture dumps;

  @BeforeEach
  void choose(@TempDir Path folder) {
    dumps = new DumpFixture(folder);
  }

  @Test
  void ofTwoConfigMapsThatDifferNoneIsTaken() throws IOException {
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
  }

  private String agentConfig(String list) throws IOException {
    return DumpFixture.check(
            dumps.environments("etl"), "--agent-config=" + dumps.write("list.json", list))
        .err();
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
        Files.readString(Path.of(dumps.clusters("etl")))
            .replace("\"autopilot\":{\"enabled\":true},", "")
            .replace("\"datapathProvider\":\"ADVANCED_DATAPATH\",", "");
    String composer1 =
        Files.readString(Path.of(dumps.environments("etl")))
            .replace("composer-2.13.7-airflow-2.10.5", "composer-1.20.12-airflow-2.4.3");
    String none =
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMapList\",\"items\":[{\"metadata\":"
            + "{\"name\":\"other\",\"namespace\":\"kube-system\"}}]}";
    Cli.Run run =
        Cli.run(
            "explain",
            dumps.write("composer-1.json", composer1),
            "--cluster=" + dumps.write("standard.json", standard),
            "--agent-config=" + dumps.write("configs.json", none),
            "--agent-config=" + dumps.write("sets.json", list),
            "--destination=10.99.0.1");
    return run.out() + run.err();
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
        dumps.write(
            "both.json",
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
                + config
                + ","
                + daemonSet
                + "]}");
    String apart = dumps.write("apart.yaml", config + "\n---\n" + daemonSet);
    String other = config.replace("\"name\":\"ip-masq-agent\"", "\"name\":\"other\"");

    assertThat(DumpFixture.check(dumps.environments("etl"), "--agent-config=" + list).err())
        .isEmpty();
    assertThat(
            DumpFixture.check(
                    dumps.environments("etl"),
                    "--agent-config=" + dumps.write("config.json", config),
                    "--agent-config=" + dumps.write("daemonset.json", daemonSet))
                .err())
        .isEmpty();
    assertThat(
            DumpFixture.check(
                    dumps.environments("etl"), "--agent-config=" + dumps.write("other.json", other))
                .err())
        .contains("has no ConfigMap or DaemonSet");
    assertThat(DumpFixture.check(dumps.environments("etl"), "--agent-config=" + apart).err())
        .isEmpty();
  }
}
