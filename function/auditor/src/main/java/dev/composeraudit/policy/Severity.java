package dev.composeraudit.policy;

/** How much a violation matters, least first. */
public enum Severity {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
