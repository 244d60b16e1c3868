package dev.composeraudit.fetch.inventory;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

  /** A filter, in the Logging query language, for the entries that say that one was judged. */
  String judgedFilter(String since) {
    String names =
        new TreeSet<>(services)
            .stream().map(name -> '"' + name + '"').collect(Collectors.joining(" OR "));
    return "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=("
        + names
        + ") AND jsonPayload.event=(\"event_judged\" OR \"event_archived\") AND timestamp>=\""
        + since
        + "\"";
  }
}
