package dev.composeraudit.acceptance;

/**
 * A call that meets a fault for as long as an event is being handled, and what has to come of it.
 *
 * @param fault by the sandbox's name for it
 */
record FaultCase(Call call, String fault, Outcome expected) {
  /** The calls of the function, by what the event is that makes it. */
  enum Call {
    ENVIRONMENT_AT_FIRST("composer.environments.get"),
    ENVIRONMENT_AT_LAST("composer.environments.get"),
    CLUSTER("container.clusters.get"),
    SUBNETWORK("compute.subnetworks.get"),
    POLICIES("container.thirdPartyObjects.list"),
    POLICIES_SECOND_PAGE("container.thirdPartyObjects.list"),
    CONFIG_MAP("container.configMaps.get"),
    DAEMON_SET("container.daemonSets.get"),
    PUBLISH_FINDINGS("pubsub.topics.publish"),
    PUBLISH_REFUSED("pubsub.topics.publish");

    final String permission;

    Call(String permission) {
      this.permission = permission;
    }

    boolean isKubernetes() {
      return permission.startsWith("container.") && this != CLUSTER;
    }

    boolean isPublishing() {
      return permission.startsWith("pubsub.");
    }
  }

  /** What may come of an event. */
  enum Outcome {
    /** Not acknowledged: it comes again, and then ends as without the fault. */
    REDELIVERED,
    /** Acknowledged; what depends on what was not seen is published as not judged. */
    COULD_NOT_JUDGE,
    /** Acknowledged; the answer means what it would mean without a fault: there is none. */
    TAKEN_AT_ITS_WORD,
    /** There is no such case. */
    CANNOT_BE
  }

  @Override
  public String toString() {
    return call + " " + fault;
  }
}
