package dev.composeraudit;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.composeraudit.audit.ChangeCoalescer;
import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.audit.EnvironmentAuditor;
import dev.composeraudit.audit.NotYetTurnException;
import dev.composeraudit.audit.TooEarlyException;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FetchResult;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.policy.PackagedPolicies;
import dev.composeraudit.policy.PolicySet;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Collectors;
import org.mockito.ArgumentCaptor;
import org.mockito.stubbing.OngoingStubbing;

/** An auditor whose cloud and reporter are mocks. */
final class MockedAuditor {
  static final String AGENT = "ip-masquerade-agent-enabled";
  static final String DESTINATIONS = "non-masquerade-destinations-cover-cluster";
  static final Duration WAIT = Duration.ofMinutes(10);

  final ManualTime time = new ManualTime(Instant.parse(TestEntry.TIME));
  final EnvironmentReader environmentReader = mock(EnvironmentReader.class);
  final Reporter reporter = mock(Reporter.class);
  final Auditor auditor = auditor(PackagedPolicies.load());

  Auditor auditor(PolicySet policies) {
    return new Auditor(
        new EventDecoder(ProjectFilter.EVERYTHING, time),
        null,
        null,
        new ControlTopic(null, time),
        new ClusterAudits(environmentReader),
        new ChangeCoalescer(time),
        new EnvironmentAuditor(environmentReader, WAIT, policies, reporter, time, time),
        reporter);
  }

  TestEvent change() {
    TestEvent event =
        TestEntry.first()
            .with("resource.type", "k8s_cluster")
            .withJson(
                "resource.labels",
                "{\"project_id\": \"acme-data\", \"location\": \"europe-west1\","
                    + " \"cluster_name\": \"c-1\"}")
            .with("protoPayload.serviceName", "k8s.io")
            .with("protoPayload.methodName", "io.gke.networking.v1.egressnatpolicies.update")
            .event();
    return new TestEvent(
        event.id(),
        event.type(),
        event.data(),
        event.extensions(),
        time.instant().atOffset(ZoneOffset.UTC));
  }

  void audit(TestEvent event)
      throws TransientException, TooEarlyException, NotYetTurnException, PublishException {
    auditor.audit(event, EventTimer.start(event, time));
  }

  OngoingStubbing<FetchResult> observed(FetchResult observation) throws TransientException {
    return when(environmentReader.read(any(), any(), any(), any())).thenReturn(observation);
  }

  Report sent() throws PublishException {
    ArgumentCaptor<Report> report = ArgumentCaptor.captor();
    verify(reporter).send(report.capture(), any());
    return report.getValue();
  }

  static Map<String, Outcome> outcomes(Report report) {
    return report.results().stream()
        .collect(Collectors.toMap(result -> result.policy().name(), Result::outcome));
  }

  static Result result(Report report, String policy) {
    return report.results().stream()
        .filter(result -> result.policy().name().equals(policy))
        .findFirst()
        .orElseThrow();
  }
}
