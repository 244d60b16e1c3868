package dev.composeraudit.fetch.kubernetes;

/** Which endpoints of control planes are called. */
public enum ControlPlaneEndpoints {
  /** The DNS endpoint if it takes traffic from outside, else an IP address. */
  ANY,
  /** The DNS endpoint only. */
  DNS,
  /** None: control planes are left out. */
  NONE
}
