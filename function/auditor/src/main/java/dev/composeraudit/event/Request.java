package dev.composeraudit.event;

/** What an event turned out to be. */
public sealed interface Request
    permits AuditRequest, ClusterChange, CoverageRequest, RejectedEvent, SweepRequest {}
