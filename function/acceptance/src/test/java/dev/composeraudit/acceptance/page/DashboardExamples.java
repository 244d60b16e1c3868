package dev.composeraudit.acceptance.page;

import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.ERROR;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.FAIL;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.PASS;
import static dev.composeraudit.acceptance.deployment.PublishedFinding.Verdict.SUPPRESSED;

import dev.composeraudit.acceptance.deployment.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What an ordinary day looks like: something of everything. */
final class DashboardExamples {
  private DashboardExamples() {}

  static SampleFinding[] findings(Instant now) {
    List<SampleFinding> findings = new ArrayList<>();
    findings.addAll(agentless("acme-data", "etl-nightly", now.minus(Duration.ofMinutes(42))));
    findings.addAll(agentless("acme-ml", "feature-store", now.minus(Duration.ofMinutes(3))));
    findings.addAll(exempting("acme-data", "reports", now.minus(Duration.ofHours(5))));
    findings.addAll(unseen("acme-payments", "settlement", now.minus(Duration.ofMinutes(20))));
    findings.add(
        SampleFinding.of(
                "acme-sandbox",
                "playground",
                Scenario.AGENT,
                SUPPRESSED,
                now.minus(Duration.ofDays(1)))
            .exception(
                "sandbox-playground",
                now.plus(Duration.ofDays(12)).truncatedTo(ChronoUnit.SECONDS).toString(),
                "data-platform@example.com",
                "Nothing of it leaves its VPC; to be recreated with the new image."));
    findings.add(
        SampleFinding.of(
                "acme-data", "archive", Scenario.AGENT, FAIL, now.minus(Duration.ofDays(2)))
            .baseline());
    for (String environment : List.of("billing", "forecast", "ingest")) {
      findings.addAll(complying("acme-ml", environment, now.minus(Duration.ofHours(7))));
    }
    return findings.toArray(SampleFinding[]::new);
  }

  /** A bad day of a large organization. */
  static SampleFinding[] many(Instant now) {
    List<SampleFinding> findings = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      findings.add(
          SampleFinding.of(
              "acme-team-" + i % 5,
              "pipeline-" + i,
              i % 2 == 0 ? Scenario.DESTINATIONS : Scenario.AGENT,
              i % 3 == 0 ? FAIL : PASS,
              now.minus(Duration.ofMinutes(7L * i))));
    }
    return findings.toArray(SampleFinding[]::new);
  }

  private static List<SampleFinding> agentless(
      String project, String environment, Instant created) {
    Instant requested = created.minus(Duration.ofMinutes(24));
    return List.of(
        SampleFinding.of(project, environment, Scenario.AGENT, FAIL, requested)
            .trigger("create-first"),
        SampleFinding.of(project, environment, Scenario.AGENT, FAIL, created)
            .remediation(
                "Recreate the environment with --enable-ip-masq-agent. The agent cannot be enabled"
                    + " on an existing environment.\n\n"
                    + "Accept these source ranges at the destinations, and route back to them\n"
                    + "192.168.0.0/16\n\n"
                    + "Recreate the environment with the IP masquerade agent, by gcloud; the agent"
                    + " cannot be enabled on an existing environment\n"
                    + "gcloud composer environments create "
                    + environment
                    + "-2 \\\n"
                    + "  --project="
                    + project
                    + " --location=europe-west1 \\\n"
                    + "  --image-version=composer-2.14.1-airflow-2.10.5 \\\n"
                    + "  --enable-ip-masq-agent\n\n"
                    + "Recreate the environment with the IP masquerade agent, by Terraform\n"
                    + "resource \"google_composer_environment\" \"etl\" {\n"
                    + "  name = \"etl\"\n\n"
                    + "  config {\n"
                    + "  }\n"
                    + "}\n"),
        SampleFinding.of(project, environment, Scenario.DESTINATIONS, FAIL, created)
            .causedBy(Scenario.AGENT)
            .severity(1)
            .egress("on-premises")
            .messages(
                "on-premises (10.200.0.0/16) sees Pod addresses 192.168.0.0/16, which it does not"
                    + " accept."),
        SampleFinding.of(project, environment, Scenario.COVERAGE, PASS, created),
        SampleFinding.of(project, environment, Scenario.OBSERVABLE, PASS, created));
  }

  private static List<SampleFinding> exempting(
      String project, String environment, Instant created) {
    return List.of(
        SampleFinding.of(project, environment, Scenario.AGENT, PASS, created),
        SampleFinding.of(project, environment, Scenario.DESTINATIONS, FAIL, created)
            .by("terraform@acme-data.iam.gserviceaccount.com")
            .severity(3)
            .messages(
                "on-premises (10.200.0.0/16) sees Pod addresses 192.168.0.0/16, which it does not"
                    + " accept."),
        SampleFinding.of(project, environment, Scenario.COVERAGE, PASS, created),
        SampleFinding.of(project, environment, Scenario.OBSERVABLE, PASS, created));
  }

  private static List<SampleFinding> unseen(String project, String environment, Instant created) {
    String help =
        "reading EgressNATPolicies of cluster"
            + " projects/acme-payments/locations/europe-west1/clusters/europe-west1-settlement-gke:"
            + " no route to its control plane from here (place a reader in"
            + " \"projects/acme-payments/global/networks/default\", region \"europe-west1\")";
    return List.of(
        SampleFinding.of(project, environment, Scenario.AGENT, PASS, created),
        SampleFinding.of(project, environment, Scenario.OBSERVABLE, ERROR, created)
            .unknown("egressNatPolicies", "CONTROL_PLANE_UNREACHABLE", help),
        SampleFinding.of(project, environment, Scenario.COVERAGE, ERROR, created)
            .causedBy(Scenario.OBSERVABLE)
            .unknown("egressNatPolicies", "CONTROL_PLANE_UNREACHABLE", help));
  }

  private static List<SampleFinding> complying(String project, String environment, Instant seen) {
    return List.of(
        SampleFinding.of(project, environment, Scenario.AGENT, PASS, seen),
        SampleFinding.of(project, environment, Scenario.DESTINATIONS, PASS, seen),
        SampleFinding.of(project, environment, Scenario.COVERAGE, PASS, seen),
        SampleFinding.of(project, environment, Scenario.OBSERVABLE, PASS, seen));
  }
}
