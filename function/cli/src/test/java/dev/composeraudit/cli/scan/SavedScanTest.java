package dev.composeraudit.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.EnvironmentConfig;
import com.google.cloud.orchestration.airflow.service.v1.SoftwareConfig;
import com.google.protobuf.Timestamp;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.cli.live.LiveScope;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.UnknownPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file from which a scan goes on: what comes back, whatever was cut. */
final class SavedScanTest {
  private static final Instant TIME = Instant.parse("2026-11-23T12:00:00Z");
  private static final EnvironmentName NAME =
      EnvironmentName.parse("projects/acme-data/locations/europe-west1/environments/etl");

  @TempDir private Path folder;

  private final PolicySet policies = PackagedPolicies.load();
  private final SavedScan.Header header =
      new SavedScan.Header(
          "scan-1",
          "1.0",
          policies.digest(),
          new LiveScope(
              List.of(),
              List.of("organizations/1"),
              List.of("acme-data"),
              List.of("x-*"),
              List.of("projects/*/locations/*/environments/tmp-*"),
              List.of("europe-west1"),
              true),
          Map.of("team", "data"),
          List.of("resource.location() == 'europe-west1'"),
          Map.of("--no-control-planes", ""));

  @Test
  void whatIsWrittenComesBackWhole() throws IOException {
    Audit audit = SlimAudit.of(audit(NAME, false, results()));
    Audit gone = SlimAudit.of(audit(other("gone"), true, results()));
    Path file = write(audit, gone);

    SavedScan.Content content = SavedScan.read(file);
    assertThat(content.header()).isEqualTo(header);
    assertThat(content.audits(policies)).containsExactly(audit, gone);
  }

  @Test
  void ofAFileThatWasCutAnywhereTheWholeLinesComeBack() throws IOException {
    Audit first = SlimAudit.of(audit(NAME, false, results()));
    Audit second = SlimAudit.of(audit(other("second"), false, results()));
    byte[] whole = Files.readAllBytes(write(first, second));
    int secondLine = lastLine(whole);
    for (int length = secondLine; length < whole.length; length += 97) {
      Path cut = folder.resolve("cut-" + length);
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThat(SavedScan.read(cut).audits(policies)).as("at " + length).containsExactly(first);

      try (SavedScan goesOn = SavedScan.append(cut, header, policies)) {
        goesOn.add(second);
      }
      assertThat(SavedScan.read(cut).audits(policies)).containsExactly(first, second);
    }
  }

  @Test
  void ofAnEnvironmentThatIsWrittenTwiceTheLastComesBack() throws IOException {
    Audit old = SlimAudit.of(audit(NAME, false, results()));
    Audit newer = SlimAudit.of(audit(NAME, false, results().subList(0, 1)));
    assertThat(SavedScan.read(write(old, newer)).audits(policies)).containsExactly(newer);
  }

  @Test
  void aFileFromBeforePicturesIsReadWithoutThem() throws IOException {
    Audit audit = SlimAudit.of(audit(NAME, false, results().subList(0, 1)));
    Path file = write(audit);
    String before = Files.readString(file).replaceAll(",\"evidence\":\\[.*?]}]}]", "}]");
    assertThat(before).doesNotContain("evidence");
    Files.writeString(file, before);

    List<Audit> read = SavedScan.read(file).audits(policies);
    assertThat(read).hasSize(1);
    assertThat(read.get(0).report().results().get(0).evidence()).isEmpty();
  }

  @Test
  void environmentVariablesAreNotWritten() throws IOException {
    Path file = write(SlimAudit.of(audit(NAME, false, results())));
    assertThat(Files.readString(file, StandardCharsets.UTF_8))
        .contains("composer-2.14.1", "\"team\":\"data\"")
        .doesNotContain("s3cret");
  }

  private Path write(Audit... audits) throws IOException {
    Path file = folder.resolve("scan-" + System.nanoTime());
    try (SavedScan saved = SavedScan.create(file, header, policies)) {
      for (Audit audit : audits) {
        saved.add(audit);
      }
      assertThat(saved.failure()).isNull();
    }
    return file;
  }

  private static int lastLine(byte[] whole) {
    return new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
  }

  /** A result of each kind, with all that a result can have. */
  private List<Result> results() {
    List<Result> results = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      PolicyInfo policy = policies.policies().get(results.size());
      results.add(
          new Result(
              policy,
              outcome,
              Severity.MEDIUM,
              List.of("one", "two \"quoted\" \u2028 é"),
              List.of(new Result.Violation("a == b", "not equal")),
              List.of(
                  new UnknownPart(Part.CLUSTER, Reason.RBAC_DENIED, "grant it"),
                  new UnknownPart(
                      Part.SUBNETWORKS,
                      Reason.PERMISSION_DENIED,
                      "grant it",
                      Optional.of(
                          new AccessRemedy.GrantPermission(
                              "a.b.c", Optional.of("roles/a"), "projects/p")))),
              List.of("another-policy"),
              new Result.AppliedException("exception", TIME, "me", "because", false),
              List.of("a note"),
              List.of(new Result.Remedy("title", "line 1\nline 2")),
              List.of(evidence())));
    }
    return results;
  }

  private static DestinationEvidence evidence() {
    return new DestinationEvidence(
        "db",
        "10.200.0.0/16",
        List.of("10.0.0.0/8"),
        Mode.EGRESS_NAT_POLICY,
        List.of("192.168.0.0/16"),
        List.of("10.10.0.0/20"),
        Source.POD,
        Acceptance.NO,
        List.of(
            new DestinationEvidence.Part(
                "10.200.0.0",
                "10.200.255.255",
                Source.POD,
                DestinationScope.OUTSIDE,
                SourceReason.MASQUERADED,
                null,
                null)),
        1,
        List.of());
  }

  private Audit audit(EnvironmentName name, boolean gone, List<Result> results) {
    AuditRequest request = ScanRequest.of(name, TIME, "scan-1");
    Environment environment =
        Environment.newBuilder()
            .setName(name.toString())
            .setUuid("u")
            .setState(Environment.State.RUNNING)
            .setCreateTime(Timestamp.newBuilder().setSeconds(1))
            .putLabels("team", "data")
            .setConfig(
                EnvironmentConfig.newBuilder()
                    .setSoftwareConfig(
                        SoftwareConfig.newBuilder()
                            .setImageVersion("composer-2.14.1")
                            .putEnvVariables("A", "s3cret")))
            .build();
    Subject subject =
        new Subject(
            name,
            request.trigger(),
            SlimAudit.parts(Observed.known(environment), Observed.known(SlimAudit.cluster(true))),
            Map.of(),
            "kubernetes-api",
            TIME.plusSeconds(1));
    return new Audit(
        new Report(request, subject, results, policies.digest(), TIME.plusSeconds(2)), gone);
  }

  private static EnvironmentName other(String environment) {
    return new EnvironmentName(NAME.project(), NAME.location(), environment);
  }
}
