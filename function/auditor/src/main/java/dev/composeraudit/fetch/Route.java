package dev.composeraudit.fetch;

/** The way to a cluster's Kubernetes API, or why there is none. */
sealed interface Route {
  /**
   * Dial this.
   *
   * @param authority host, and port on a fake; an IPv6 address in brackets
   * @param trust whose certificate it must present
   * @param way which of its endpoints that is, for a person
   */
  record Dial(String authority, Trust trust, String way) implements Route {}

  /**
   * Don't dial.
   *
   * @param why and what would help, one line
   */
  record Closed(String why) implements Route {}

  /** The cluster names an address that no control plane can have. */
  record Refused(String why) implements Route {}

  /** Whose certificates are believed at an endpoint. */
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
