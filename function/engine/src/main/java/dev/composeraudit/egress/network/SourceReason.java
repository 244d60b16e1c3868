package dev.composeraudit.egress.network;

/**
 * Why a destination sees the source it sees. Where Google's Connectivity Tests know the reason
 * ({@code IpMasqueradingSkippedInfo.Reason} of networkmanagement v1), the name is theirs.
 */
public enum SourceReason {
  DESTINATION_IP_IN_CONFIGURED_NON_MASQUERADE_RANGE,
  DESTINATION_IP_IN_DEFAULT_NON_MASQUERADE_RANGE,
  /** No agent runs, and default SNAT is disabled. */
  DEFAULT_SNAT_DISABLED,
  /** IPv6 is masqueraded only by an agent that is configured to. */
  NO_MASQUERADING_FOR_IPV6,
  /** No range exempts the destination. */
  MASQUERADED,
  /** A ClusterIP: the address of the backend that is chosen decides. */
  DESTINATION_IS_SERVICE,
  /** Perhaps a ClusterIP: the range of the cluster's Services is not known. */
  SERVICE_RANGE_UNKNOWN,
  /** Something that decides it is unknown. */
  CONFIGURATION_UNKNOWN,
  /** Composer 3: Pods have no address in the VPC, a network attachment's are seen. */
  NOT_APPLICABLE_COMPOSER_3,
  /** The parts of a range have different reasons; see them. */
  SEVERAL
}
