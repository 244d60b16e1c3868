package dev.composeraudit.fetch.kubernetes;

/** How to reach a cluster's Kubernetes API, or why it can't be reached. */
sealed interface Route {
  /**
   * Connect to this address.
   *
   * @param authority host, and port on a fake; an IPv6 address in brackets
   * @param trust the authority that must have signed its certificate
   * @param endpoint which of the cluster's endpoints it is, for messages
   */
  record Dial(String authority, Trust trust, String endpoint) implements Route {}

  /**
   * There is no route from here.
   *
   * @param why one line, with what would help
   * @param readerHelps whether a reader in the cluster's VPC could reach it
   */
  record Closed(String why, boolean readerHelps) implements Route {}

  /** The cluster's document has an address that no control plane can have. */
  record Invalid(String why) implements Route {}

  /** The authorities whose certificates are accepted at an endpoint. */
  sealed interface Trust {
    /** The public roots: for DNS endpoints. */
    record PublicRoots() implements Trust {}

    /**
     * The cluster's own CA and nothing else.
     *
     * @param certificate base64 of PEM, as {@code masterAuth.clusterCaCertificate} has it
     */
    record ClusterCa(String certificate) implements Trust {}
  }
}
