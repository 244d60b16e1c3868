package dev.composeraudit.cli.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.SubjectReader;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** A snapshot has what decides. */
final class SubjectSnapshotTest {
  @Test
  void theRangesOfASubnetworkStayAsTheyWereRead() throws InvalidDocumentsException {
    Subject subject =
        read(
            """
            apiVersion: composer-audit/v1
            kind: Subject
            environment: {name: projects/example-project/locations/us-central1/environments/e}
            subnetworks:
              - selfLink: projects/example-project/regions/us-central1/subnetworks/s
                ipCidrRange: 10.0.0.0/20
                secondaryIpRanges: [{rangeName: pods, ipCidrRange: 10.4.0.0/14}]
                stackType: IPV4_IPV6
                internalIpv6Prefix: 'fd20::/64'
                ipv6CidrRange: 'fd20::/64'
              - selfLink: projects/example-project/regions/us-central1/subnetworks/t
                ipCidrRange: 10.1.0.0/20
                stackType: IPV4_ONLY
            """);

    Subject snapshot = read(SubjectSnapshot.of(subject, new KubernetesRecorder()).toString());

    assertThat(snapshot.subnetworks()).isEqualTo(subject.subnetworks());
  }

  private static Subject read(String text) throws InvalidDocumentsException {
    return new SubjectReader(Clock.systemUTC()).read(new SourceFile("s.yaml", text)).get(0);
  }
}
