package dev.composeraudit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.ClusterChange;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Trigger;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which environment is audited where an event names its cluster only. */
final class ClusterAuditsTest {
  private static final EnvironmentName ONE =
      EnvironmentName.parse("projects/acme-data/locations/europe-west1/environments/one");

  private final EnvironmentReader environmentReader = mock(EnvironmentReader.class);

  @Test
  void aChangedClusterLeadsToTheAuditOfItsEnvironment() throws Exception {
    ClusterName cluster =
        ClusterName.parse("projects/acme-data/locations/europe-west1/clusters/c-1");
    Trigger trigger =
        new Trigger(Trigger.Kind.UPDATE, "alice@example.com", "update", ManualTime.START, "i-1");
    when(environmentReader.environmentsOf(eq(cluster), any()))
        .thenReturn(Observed.known(List.of(ONE)));

    Observed<List<AuditRequest>> audits =
        new ClusterAudits(environmentReader)
            .of(new ClusterChange(cluster, trigger), new ManualTime().deadline());

    List<AuditRequest> events = ((Known<List<AuditRequest>>) audits).value();
    assertThat(events).extracting(AuditRequest::environment).containsExactly(ONE);
    assertThat(events).extracting(AuditRequest::trigger).containsExactly(trigger);
  }
}
