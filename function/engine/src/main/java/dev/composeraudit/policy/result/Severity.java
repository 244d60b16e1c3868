package dev.composeraudit.policy.result;

/** How much a violation matters, least first. */
public enum Severity {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
