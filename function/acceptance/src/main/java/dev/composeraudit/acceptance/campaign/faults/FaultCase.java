package dev.composeraudit.acceptance.campaign.faults;

/**
 * A call that meets a fault for as long as an event is being handled, and what has to come of it.
 *
 * @param fault by the sandbox's name for it
 */
public record FaultCase(Call call, String fault, Outcome expected) {
  /** The calls of the function, by what the event is that makes it. */
  public enum Call {
    ENVIRONMENT_AT_FIRST("env/first", "composer.environments.get"),
    ENVIRONMENT_AT_LAST("env/last", "composer.environments.get"),
    CLUSTER("cluster", "container.clusters.get"),
    SUBNETWORK("subnet", "compute.subnetworks.get"),
    POLICIES("policies", "container.thirdPartyObjects.list"),
    POLICIES_SECOND_PAGE("page 2", "container.thirdPartyObjects.list"),
    CONFIG_MAP("configmap", "container.configMaps.get"),
    DAEMON_SET("daemonset", "container.daemonSets.get"),
    PUBLISH_FINDINGS("findings", "pubsub.topics.publish"),
    PUBLISH_REFUSED("refused", "pubsub.topics.publish"),
    LIST_SECURITY_FINDINGS("scc list", "securitycenter.findings.list"),
    UPDATE_SECURITY_FINDING("scc write", "securitycenter.findings.update"),
    SET_SECURITY_FINDING_STATE("scc state", "securitycenter.findings.setState");

    /** For the head of a column. */
    public final String title;

    public final String permission;

    Call(String title, String permission) {
      this.title = title;
      this.permission = permission;
    }

    boolean isKubernetes() {
      return permission.startsWith("container.") && this != CLUSTER;
    }

    boolean isPublishing() {
      return permission.startsWith("pubsub.");
    }

    /** Made last, when the findings are out. */
    boolean isSecurityCenter() {
      return permission.startsWith("securitycenter.");
    }
  }

  /** What may come of an event. */
  public enum Outcome {
    /** Not acknowledged: it comes again, and then ends as without the fault. */
    REDELIVERED,
    /** Acknowledged; what depends on what was not seen is published as not judged. */
    COULD_NOT_JUDGE,
    /** Acknowledged; the answer means what it would mean without a fault: there is none. */
    TAKEN_AT_ITS_WORD,
    /** Acknowledged; the findings are published, and the log says at ERROR who has not got them. */
    REFUSAL_RECORDED,
    /** Acknowledged; nothing is published but a copy to the dead letters: there can be nothing. */
    KEPT_AS_DEAD_LETTER,
    /** There is no such case. */
    CANNOT_BE
  }

  @Override
  public String toString() {
    return call + " " + fault;
  }
}
