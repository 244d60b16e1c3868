package dev.composeraudit.event;

import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.Trigger;

/**
 * An audit log entry about an egress policy of a cluster, which may be that of an environment. Only
 * that there was a change counts; what changed is read from the cluster.
 */
public record ClusterChange(ClusterName cluster, Trigger trigger) implements Request {}
