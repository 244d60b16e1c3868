package dev.composeraudit.egress;

/** Whether a firewall that accepts certain sources only lets a subject's packets through. */
public enum Acceptance {
  /** Every address that may be the source is accepted. */
  YES,
  /** None is. */
  NO,
  /** Some are: it depends on the node, the Pod, or the part of the destination. */
  IN_PART,
  /** It is not known. */
  UNKNOWN
}
