package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What check tells the shell: 0 only where everything was read, whole, and nothing violates. */
final class ExitCodesTest {
  private static final String PLANS = "src/test/resources/terraform-plans/";
  private static final String INPUTS = "src/test/resources/inputs/";
  private static final String AGENT = "--policy=ip-masquerade-agent-enabled";
  private static final String ON = environment("\"enableIpMasqAgent\":true");
  private static final String OFF = environment("");
  private static final String LOG = "{\"logName\":\"x\",\"protoPayload\":{}}";

  private static String environment(String nodeConfig) {
    return """
    {"name":"projects/acme-data/locations/europe-west1/environments/etl","state":"RUNNING",
     "config":{"nodeConfig":{%s},
     "softwareConfig":{"imageVersion":"composer-2.13.7-airflow-2.10.5"}}}
    """
        .formatted(nodeConfig);
  }

  private static Arguments row(int code, String situation, String input, String... options) {
    return Arguments.of(code, situation, input, List.of(options));
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        row(0, "the flag is on", ON, "-", AGENT),
        row(0, "a describe whose flag is on, all policies: the rest is pending", ON, "-"),
        row(1, "a describe whose flag is off, all policies", OFF, "-"),
        row(1, "the flag is off", OFF, "-", AGENT),
        row(0, "the flag is off, never fail", OFF, "-", AGENT, "--fail-on=never"),
        row(0, "the flag is off, below the threshold", OFF, "-", AGENT, "--fail-on=CRITICAL"),
        row(2, "strict: the rest is pending", ON, "-", "--strict"),
        row(0, "strict: nothing is pending", ON, "-", AGENT, "--strict"),
        row(2, "a policy that does not exist", ON, "-", "--policy=none"),
        row(2, "no such file", "", "no-such-file.json"),
        row(2, "one file of two is missing", ON, "-", "no-such-file.json", AGENT),
        row(2, "a folder", "", "src"),
        row(2, "nothing on standard input", "", "-"),
        row(2, "an empty list", "[]", "-"),
        row(2, "an empty REST list", "{\"environments\":[]}", "-"),
        row(2, "broken JSON", "{\"name\":", "-"),
        row(2, "a plain text", "hello", "-"),
        row(
            2,
            "a page of several",
            "{\"environments\":[" + ON + "],\"nextPageToken\":\"x\"}",
            "-",
            AGENT),
        row(
            2,
            "a page of several, by proto names",
            "{\"environments\":[" + ON + "],\"next_page_token\":\"x\"}",
            "-",
            AGENT),
        row(
            2,
            "a list of Kubernetes that goes on",
            "{\"apiVersion\":\"composer.cnrm.cloud.google.com/v1beta1\",\"kind\":\"List\","
                + "\"metadata\":{\"remainingItemCount\":3},\"items\":["
                + ON
                + "]}",
            "-",
            AGENT),
        row(
            2,
            "locations that could not be reached",
            "{\"environments\":[" + ON + "],\"unreachable\":[\"x\"]}",
            "-",
            AGENT),
        row(
            2,
            "a page of several, with a number",
            "{\"environments\":[" + ON + "],\"nextPageToken\":1}",
            "-",
            AGENT),
        row(
            2,
            "one location that could not be reached",
            "{\"environments\":[" + ON + "],\"unreachable\":\"x\"}",
            "-",
            AGENT),
        row(
            0,
            "a whole list that says so",
            "{\"environments\":[" + ON + "],\"nextPageToken\":\"\",\"unreachable\":[]}",
            "-",
            AGENT),
        row(2, "a log entry", LOG, "-"),
        row(2, "an environment and a log entry", "[" + ON + "," + LOG + "]", "-", AGENT),
        row(2, "a cluster alone", "{\"currentMasterVersion\":\"1.33\"}", "-"),
        row(
            2,
            "a plan without an environment",
            "{\"format_version\":\"1.2\",\"resource_changes\":[]}",
            "-"),
        row(2, "an empty state", "{\"format_version\":\"1.0\"}", "-"),
        row(0, "a plan that destroys them all", "", PLANS + "25-destroy-all/plan.json"),
        row(0, "a plan that turns it on", "", PLANS + "01-true/plan.json", AGENT),
        row(
            1,
            "a plan that leaves it out",
            "",
            PLANS + "03-absent-in-node-config/plan.json",
            AGENT),
        row(2, "a plan that ended with an error", "", PLANS + "36-errored/plan.json", AGENT),
        row(2, "a targeted plan", "", PLANS + "37-targeted/plan.json", AGENT),
        row(2, "the log of a plan", "", PLANS + "bad/ui-stream.json"),
        row(2, "a binary plan", "", PLANS + "bad/plan.bin"),
        row(2, "a search without data", "", INPUTS + "asset-search.json", AGENT),
        row(0, "a projection: what decides is pending", "", INPUTS + "projection.json", AGENT),
        row(
            2,
            "a dump that belongs to none",
            ON,
            "-",
            AGENT,
            "--cluster=" + INPUTS + "projection.json"),
        row(2, "a misspelt field", ON.replace("Ip", "IP"), "-", AGENT),
        row(2, "an impossible name", ON.replace("acme-data", "p"), "-", AGENT),
        row(2, "an unknown option", ON, "-", "--stric"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("situations")
  void theExitCodeIs(int code, String situation, String input, List<String> options) {
    for (String format : new String[] {"table", "json"}) {
      List<String> arguments = new ArrayList<>(List.of("check", "--format=" + format));
      arguments.addAll(options);

      Cli.Run run = Cli.runWith(input, arguments.toArray(String[]::new));

      assertThat(run.code()).as(situation + "\n" + run).isEqualTo(code);
      if (code == 2 && !options.contains("--strict")) {
        assertThat(run.err() + run.out()).as(situation).isNotBlank();
      }
    }
  }

  private static final String PARENT = "projects/acme-data/locations/europe-west1";
  private static final String LIVE_ON = PARENT + "/environments/on";
  private static final String LIVE_OFF = PARENT + "/environments/off";
  private static final String GONE = PARENT + "/environments/gone";
  private static final String CLOSED = PARENT + "/environments/closed";

  static Stream<Arguments> scans() {
    return Stream.of(
        row(0, "the flag is on", "", LIVE_ON, AGENT),
        row(1, "the flag is off", "", LIVE_OFF, AGENT),
        row(0, "the flag is off, never fail", "", LIVE_OFF, AGENT, "--fail-on=never"),
        row(0, "below the threshold", "", LIVE_OFF, AGENT, "--fail-on=CRITICAL"),
        row(1, "a project with a violation", "", "--project=acme-data", AGENT),
        row(0, "one is gone", "", LIVE_ON, GONE, AGENT),
        row(2, "all policies, and the cluster can't be seen", "", LIVE_ON),
        row(2, "one can't be seen", "", LIVE_ON, CLOSED, AGENT),
        row(2, "a violation, and one can't be seen", "", LIVE_OFF, CLOSED, AGENT),
        row(2, "a project can't be listed", "", LIVE_ON, "--project=closed-project", AGENT),
        row(2, "an organization can't be listed", "", "--organization=1", AGENT),
        row(2, "a project without environments", "", "--project=empty-project", AGENT),
        row(2, "no environment has the label", "", LIVE_ON, "--label=team=none", AGENT),
        row(2, "all projects are excluded", "", "--project=acme-data", "--exclude-project=*"),
        row(2, "nothing is named", ""),
        row(2, "a name that is none", "", "acme-data"),
        row(2, "a policy that does not exist", "", LIVE_ON, "--policy=none"),
        row(2, "no file to go on from", "", "--resume=none"),
        row(2, "nowhere to publish", "", LIVE_ON, "--publish"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("scans")
  void theExitCodeOfAScanIs(
      int code, String situation, String input, List<String> options, @TempDir Path folder) {
    try (FakeGoogle google = new FakeGoogle()) {
      google
          .regions("acme-data", "europe-west1")
          .regions("empty-project", "europe-west1")
          .regions("closed-project", "europe-west1")
          .list(PARENT, LIVE_ON, LIVE_OFF)
          .list("projects/empty-project/locations/europe-west1")
          .deny("/v1/projects/closed-project/locations/europe-west1/environments")
          .deny("/v1/organizations/1:searchAllResources")
          .deny("/v1/" + CLOSED)
          .environment(LIVE_ON, true)
          .environment(LIVE_OFF, false);
      for (String format : new String[] {"table", "json"}) {
        List<String> arguments =
            new ArrayList<>(List.of("scan", "--endpoint=" + google.uri(), "--format=" + format));
        arguments.addAll(options);
        if (options.stream().noneMatch(option -> option.startsWith("--resume"))) {
          arguments.add("--save=" + folder.resolve(format));
        }

        Cli.Run run = Cli.run(arguments.toArray(String[]::new));

        assertThat(run.code()).as(situation + "\n" + run).isEqualTo(code);
      }
    }
  }
}
