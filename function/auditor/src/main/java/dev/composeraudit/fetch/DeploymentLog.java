package dev.composeraudit.fetch;

/**
 * Where the platform keeps what this deployment prints: the main function and its readers, whose
 * names begin with its.
 *
 * @param project that they run in
 * @param service the main function's name
 */
public record DeploymentLog(String project, String service) {
  /** What made an environment count as judged, as Cloud Logging's query language says it. */
  String judgements(String since) {
    return "resource.type=\"cloud_run_revision\" AND resource.labels.service_name=~\"^"
        + service
        + "\" AND jsonPayload.event=(\"event_judged\" OR \"event_archived\") AND timestamp>=\""
        + since
        + "\"";
  }
}
