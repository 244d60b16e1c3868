package dev.composeraudit.fetch.inventory;

import dev.composeraudit.subject.EnvironmentName;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The log entries of this deployment, in Cloud Logging.
 *
 * @param project in which the function and its readers run
 * @param services the exact names of the function and its readers as Cloud Run services
 */
public record DeploymentLog(String project, Set<String> services) {
  public DeploymentLog {
    services = Set.copyOf(services);
  }

  /**
   * A filter, in the Logging query language, for the entries that say that one of some environments
   * was judged. It also lets through an environment that has the project of one of them and the
   * name of another: all combinations written out would be several times as long.
   */
  String judgedFilter(String since, Collection<EnvironmentName> environments) {
    return "resource.type=\"cloud_run_revision\" AND resource.labels.service_name="
        + oneOf(services.stream())
        + " AND jsonPayload.event=(\"event_judged\" OR \"event_archived\") AND timestamp>=\""
        + since
        + "\" AND jsonPayload.environment.project="
        + oneOf(environments.stream().map(EnvironmentName::project))
        + " AND jsonPayload.environment.name="
        + oneOf(environments.stream().map(EnvironmentName::environment));
  }

  private static String oneOf(Stream<String> values) {
    return values
        .distinct()
        .sorted()
        .map(value -> '"' + value + '"')
        .collect(Collectors.joining(" OR ", "(", ")"));
  }
}
