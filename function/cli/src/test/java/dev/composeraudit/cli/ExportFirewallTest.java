package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that let packets through which a destination refuses today. */
final class ExportFirewallTest {
  private static final String SUBJECT = "../../policies/subjects/composer-2.yaml";
  private static final String NETWORK = "projects/net-host/global/networks/shared";

  @TempDir private Path folder;

  @Test
  void aRuleForEachDestinationAcceptsWhatItSees() throws Exception {
    Cli.Run run =
        export(
            """
            - {name: "Oracle's db, ${x}", cidr: 10.200.0.0/16, acceptedSources: [172.16.0.0/12]}
            - {name: fine, cidr: 10.201.0.0/16, acceptedSources: [10.0.0.0/8]}
            - {name: pods, cidr: 192.168.3.0/24, acceptedSources: [172.16.0.0/12]}
            """,
            "--rules",
            "tcp:1521,icmp");

    Golden.check("export-firewall.txt", run.transcript());
  }

  @Test
  void terraformSaysTheSame() throws Exception {
    Cli.Run run =
        export(
            """
            - {name: "Oracle's db, ${x} %{y}", cidr: 10.200.0.0/16, acceptedSources: [172.16.0.0/12]}
            """,
            "--rules", "tcp:1521,icmp", "--format", "terraform");

    Golden.check("export-firewall-terraform.txt", run.transcript());
  }

  @Test
  void aRuleIsOfOneAddressFamily() throws Exception {
    Path subject =
        write(
            "subject.yaml",
            Files.readString(Path.of(SUBJECT))
                .replace(
                    "  ipAllocationPolicy:\n",
                    "  ipAllocationPolicy:\n    subnetIpv6CidrBlock: 2600:1900:2::/64\n"));
    Cli.Run run =
        export(
            subject.toString(),
            """
            - {name: six, cidr: "2001:db8::/32", acceptedSources: ["2600:1900:1::/64"]}
            """);

    assertThat(run.out())
        .contains("--source-ranges=2600:1900:2::/64 \\\n  --destination-ranges=2001:db8::/32 \\\n")
        .doesNotContain("192.168");
  }

  @Test
  void theRulesOfSeveralEnvironmentsAreOne() throws Exception {
    Path other =
        write(
            "other.yaml",
            Files.readString(Path.of(SUBJECT))
                .replace("environments/example-environment", "environments/other")
                .replace("10.10.0.0/20", "10.10.16.0/20"));
    Cli.Run run =
        Cli.run(
            "export",
            "firewall",
            SUBJECT,
            other.toString(),
            "--bindings",
            bindings("- {name: db, cidr: 10.200.0.0/16, acceptedSources: [172.16.0.0/12]}"));

    assertThat(run.out()).containsOnlyOnce("firewall-rules create");
    assertThat(run.out()).contains("--source-ranges=10.10.0.0/19 ");
  }

  @Test
  void whatCouldNotBeJudgedIsNoRule() throws Exception {
    Path blind =
        write("blind.yaml", Files.readString(Path.of(SUBJECT)).replaceAll("(?s)\\ncluster:.*", ""));
    Cli.Run run =
        export(
            blind.toString(),
            "- {name: db, cidr: 10.200.0.0/16, acceptedSources: [172.16.0.0/12]}");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("example-environment, destinations-see-an-accepted-source: no rules: ");
  }

  @Test
  void aHostileNameStaysAWordAndAString() throws Exception {
    String hostile = "a'; touch /tmp/owned; $(reboot) `x` \\\" \\n \\u2028 ${file(1)}";
    for (String format : new String[] {"gcloud", "terraform"}) {
      Cli.Run run =
          export(
              "- {name: \"%s\", cidr: 10.200.0.0/16, acceptedSources: [172.16.0.0/12]}"
                  .formatted(hostile),
              "--format",
              format);
      assertThat(run.code()).isZero();
      assertThat(run.out().lines())
          .filteredOn(line -> line.contains("touch /") || line.contains("reboot)"))
          .singleElement()
          .asString()
          .matches(
              format.equals("gcloud")
                  ? "  --description=\"\\$\\(printf '[^'`]*'\\)\""
                  : "  description        = \"Composer Audit: .*\\\\n"
                      + " \\\\u2028 \\$\\$\\{file\\(1\\)}\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--network=shared",
        "--network=projects/p/global/networks/n;x",
        "--rules=tcp:db",
        "--rules=tcp;reboot",
        "--format=pulumi"
      })
  void aMistakenOptionIsNamed(String option) throws Exception {
    Cli.Run run = Cli.run("export", "firewall", SUBJECT, option);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
  }

  private Cli.Run export(String destinations, String... more) throws IOException {
    String[] first = {
      "export", "firewall", SUBJECT, "--network", NETWORK, "--bindings", bindings(destinations)
    };
    String[] all = java.util.Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Cli.run(all);
  }

  private Cli.Run export(String subject, String destinations) throws IOException {
    return Cli.run("export", "firewall", subject, "--bindings", bindings(destinations));
  }

  private String bindings(String destinations) throws IOException {
    write(
        "bindings.yaml",
        """
        apiVersion: composer-audit/v1
        kind: PolicyBinding
        metadata: {name: firewalls}
        spec:
          policyName: destinations-see-an-accepted-source
          parameters:
            destinations:
        """
            + destinations.stripTrailing().indent(6));
    return folder.toString();
  }

  private Path write(String name, String text) throws IOException {
    Path parent =
        name.equals("bindings.yaml") ? folder : Files.createDirectories(folder.resolve("x"));
    return Files.writeString(parent.resolve(name), text);
  }
}
