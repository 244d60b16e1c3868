package dev.composeraudit.event;

/** What an event turned out to be. */
public sealed interface Decoded permits AuditEvent, ClusterChange, CoverageCheck, Refusal, Sweep {}
