package dev.composeraudit.cli;

import static dev.composeraudit.cli.DumpFixture.GKE;
import static dev.composeraudit.cli.DumpFixture.HOST;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins what gcloud and kubectl print to the environments that name it. */
final class DumpsTest {
  private DumpFixture dumps;

  @BeforeEach
  void choose(@TempDir Path folder) {
    dumps = new DumpFixture(folder);
  }

  @Test
  void separateDumpsMakeAWholeSubject() throws IOException {
    Cli.Run run =
        DumpFixture.check(
            dumps.environments("etl"),
            "--cluster=" + dumps.clusters("etl"),
            "--subnetworks=" + dumps.subnetworks("nodes", "more", "other"),
            "--egress-policies=" + dumps.policies());

    assertThat(DumpFixture.verdicts(run))
        .doesNotContainValue("PENDING")
        .doesNotContainValue("ERROR");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  /** Compute's own list has a link to itself, and so looks like one resource. */
  @Test
  void aListOfComputesOwnHoldsSubnetworks() throws IOException {
    String items = Files.readString(Path.of(dumps.subnetworks("nodes", "more")));
    String link = "https://www.googleapis.com/compute/v1/" + HOST.replaceFirst("/$", "");
    String list = "{\"kind\":\"compute#subnetworkList\",\"items\":%s,\"selfLink\":\"%s\"}";
    String withoutKinds = items.replace("\"kind\":\"compute#subnetwork\",", "");

    for (String each : List.of(items, withoutKinds)) {
      Cli.Run run =
          DumpFixture.check(
              dumps.environments("etl"),
              "--cluster=" + dumps.clusters("etl"),
              "--subnetworks=" + dumps.write("rest.json", list.formatted(each, link)),
              "--egress-policies=" + dumps.policies());

      assertThat(run.err()).isEmpty();
      assertThat(DumpFixture.verdicts(run))
          .doesNotContainValue("PENDING")
          .doesNotContainValue("ERROR");
    }
  }

  @Test
  void nodePoolsAndFurtherRangesOfAHostProjectCount() throws IOException {
    Cli.Run run =
        Cli.run(
            "explain",
            dumps.environments("etl"),
            "--cluster=" + dumps.clusters("etl"),
            "--subnetworks=" + dumps.subnetworks("nodes", "more"),
            "--egress-policies=" + dumps.policies(),
            "--destination=172.16.0.1",
            "--destination=8.8.8.8");

    // Nodes of the pool's own subnetwork are among those that the destination sees.
    assertThat(run.out()).contains("10.20.0.0/24").contains("10.30.0.0/24");
  }

  @Test
  void aSubnetworkThatTheClusterNamesAndNoFileHoldsIsPending() throws IOException {
    Cli.Run run =
        DumpFixture.check(
            dumps.environments("etl"),
            "--cluster=" + dumps.clusters("etl"),
            "--subnetworks=" + dumps.subnetworks("nodes"),
            "--egress-policies=" + dumps.policies());

    assertThat(run.out()).contains("do not have " + HOST + "more");
    assertThat(DumpFixture.verdicts(run)).containsEntry("egress-is-observable", "PENDING");
  }

  @Test
  void aClusterOfAListIsJoinedByItsName() throws IOException {
    Cli.Run run =
        DumpFixture.check(
            dumps.environments("etl", "dwh"), "--cluster=" + dumps.clusters("dwh", "unrelated"));

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @Test
  void aDumpThatNoEnvironmentNamesIsAnError() throws IOException {
    Cli.Run clusters =
        DumpFixture.check(dumps.environments("etl"), "--cluster=" + dumps.clusters("unrelated"));
    assertThat(clusters.code()).isEqualTo(2);
    assertThat(clusters.err()).contains("no environment names").contains(GKE + "unrelated-gke");

    Cli.Run subnetworks =
        DumpFixture.check(
            dumps.environments("etl"),
            "--cluster=" + dumps.clusters("etl"),
            "--subnetworks=" + dumps.subnetworks("other"));
    assertThat(subnetworks.code()).isEqualTo(2);
    assertThat(subnetworks.err()).contains(HOST + "other");

    Cli.Run wrong = DumpFixture.check(dumps.environments("etl"), "--cluster=" + dumps.policies());
    assertThat(wrong.err())
        .contains(
            "holds no GKE cluster; give what gcloud container clusters list --format=json prints");

    String unnamed =
        dumps.write(
            "unnamed.json",
            "{\"ipCidrRange\":\"10.0.0.0/20\",\"name\":\"s\",\"kind\":\"compute#subnetwork\"}");
    Cli.Run nameless =
        DumpFixture.check(
            dumps.environments("etl"),
            "--cluster=" + dumps.clusters("etl"),
            "--subnetworks=" + unnamed);
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
          DumpFixture.check(
              dumps.environments("etl"),
              "--cluster=" + dumps.clusters("etl"),
              "--subnetworks=" + dumps.subnetworks("nodes", "more"),
              "--egress-policies=" + dumps.write("some.json", text));
      assertThat(DumpFixture.verdicts(run)).containsEntry("egress-is-observable", "PENDING");
      assertThat(run.out()).contains("kubectl get egressnatpolicies -o json");
    }
  }

  @Test
  void ofTwoSubnetworksOfOneNameThatDifferNoneIsTaken() throws IOException {
    String subnetworks = Files.readString(Path.of(dumps.subnetworks("nodes", "more")));
    String others = dumps.write("others.json", subnetworks.replace("10.20.0.0", "10.21.0.0"));
    Cli.Run run =
        DumpFixture.check(
            dumps.environments("etl"),
            "--cluster=" + dumps.clusters("etl"),
            "--subnetworks=" + dumps.subnetworks("nodes", "more"),
            "--subnetworks=" + others,
            "--egress-policies=" + dumps.policies());
    assertThat(run.out()).contains("have different subnetworks");
    assertThat(DumpFixture.verdicts(run)).containsEntry("egress-is-observable", "PENDING");
  }

  @Test
  void whatTheDocumentHasAlreadyIsNotJoinedAgain() throws IOException {
    String policy =
        "{\"apiVersion\":\"networking.gke.io/v1\",\"kind\":\"EgressNATPolicy\","
            + "\"metadata\":{\"name\":\"default\"}}";
    String subject = "../../policies/subjects/composer-2.yaml";
    for (String file : List.of(dumps.write("one.json", policy), dumps.policies())) {
      Cli.Run run = DumpFixture.check(subject, "--egress-policies=" + file);

      assertThat(run.err()).contains("has its egressNatPolicies already").doesNotContain("unknown");
      assertThat(run.code()).isEqualTo(2);
    }
  }

  @Test
  void ofSeveralEnvironmentsTheUserSaysWhosePoliciesTheyAre() throws IOException {
    String two = dumps.environments("etl", "dwh");

    Cli.Run open = DumpFixture.check(two, "--egress-policies=" + dumps.policies());
    assertThat(open.code()).isEqualTo(2);
    assertThat(open.err()).contains("--egress-policies ENVIRONMENT=");

    assertThat(DumpFixture.check(two, "--egress-policies=dwh=" + dumps.policies()).err()).isEmpty();
    assertThat(DumpFixture.check(two, "--egress-policies=etl-gke=" + dumps.policies()).err())
        .isEmpty();
    assertThat(DumpFixture.check(two, "--egress-policies=none=" + dumps.policies()).err())
        .contains("no environment is named \"none\"");
  }
}
