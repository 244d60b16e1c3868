package dev.composeraudit.report.finding;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.report.finding.TeamLabels.Team;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Composer environment, as far as it was observed.
 *
 * @param environment Composer's own description; null if it is gone or could not be read
 * @param owningTeam whose environment it is, as a label says; null if none does
 * @param isAutopilot whether its cluster is known to be an Autopilot cluster
 * @param observer what it was observed through, such as {@code kubernetes-api}
 */
public record EnvironmentResource(
    EnvironmentName environmentName,
    @Nullable Environment environment,
    @Nullable Team owningTeam,
    boolean isAutopilot,
    String observer,
    Instant observedAt)
    implements FindingResource {
  static EnvironmentResource of(Subject subject, TeamLabels teams) {
    Environment environment =
        subject.environment() instanceof Observed.Known<Environment> known ? known.value() : null;
    return new EnvironmentResource(
        subject.name(),
        environment,
        teams.of(environment),
        subject.cluster() instanceof Observed.Known<Cluster> cluster
            && cluster.value().getAutopilot().getEnabled(),
        subject.observer(),
        subject.observedAt());
  }

  @Override
  public String fullName() {
    return environmentName.fullResourceName();
  }

  @Override
  public String name() {
    return environmentName.toString();
  }

  @Override
  public String project() {
    return environmentName.project();
  }

  @Override
  public String team() {
    return owningTeam == null ? "" : owningTeam.name();
  }

  /** The environment's page in Google's console. */
  public String consoleUrl() {
    return "https://console.cloud.google.com/composer/environments/detail/%s/%s?project=%s"
        .formatted(
            environmentName.location(), environmentName.environment(), environmentName.project());
  }
}
