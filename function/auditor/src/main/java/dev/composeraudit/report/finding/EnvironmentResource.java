package dev.composeraudit.report.finding;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A Composer environment, as far as it was observed.
 *
 * @param environment Composer's own description; null if it is gone or could not be read
 * @param isAutopilot whether its cluster is known to be an Autopilot cluster
 * @param observer what it was observed through, such as {@code kubernetes-api}
 */
public record EnvironmentResource(
    EnvironmentName environmentName,
    @Nullable Environment environment,
    boolean isAutopilot,
    String observer,
    Instant observedAt)
    implements FindingResource {
  static EnvironmentResource of(Subject subject) {
    return new EnvironmentResource(
        subject.name(),
        subject.environment() instanceof Observed.Known<Environment> known ? known.value() : null,
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

  /** The environment's page in Google's console. */
  public String consoleUrl() {
    return "https://console.cloud.google.com/composer/environments/detail/%s/%s?project=%s"
        .formatted(
            environmentName.location(), environmentName.environment(), environmentName.project());
  }
}
