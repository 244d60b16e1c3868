package dev.composeraudit.policy;

import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;

/** A subject with one of its parts unknown, or as another subject has it. */
final class AlternativeSubjects {
  private AlternativeSubjects() {}

  static Subject without(Subject subject, Part part, Reason reason) {
    return new Subject(
        subject.name(),
        subject.trigger(),
        in(Part.ENVIRONMENT, part, subject.environment(), reason),
        subject.unknownFields(),
        in(Part.CLUSTER, part, subject.cluster(), reason),
        in(Part.SUBNETWORKS, part, subject.subnetworks(), reason),
        in(Part.EGRESS_NAT_POLICIES, part, subject.egressNatPolicies(), reason),
        in(Part.IP_MASQ_AGENT_CONFIG, part, subject.ipMasqAgentConfig(), reason),
        in(Part.IP_MASQ_AGENT_DAEMON_SET, part, subject.ipMasqAgentDaemonSet(), reason),
        subject.observer(),
        subject.observedAt());
  }

  private static <T> Observed<T> in(Part here, Part part, Observed<T> value, Reason reason) {
    return here == part ? Observed.unknown(reason, "nobody looked") : value;
  }

  static Subject with(Subject subject, Part part, Subject other) {
    return new Subject(
        subject.name(),
        subject.trigger(),
        part == Part.ENVIRONMENT ? other.environment() : subject.environment(),
        subject.unknownFields(),
        part == Part.CLUSTER ? other.cluster() : subject.cluster(),
        part == Part.SUBNETWORKS ? other.subnetworks() : subject.subnetworks(),
        part == Part.EGRESS_NAT_POLICIES ? other.egressNatPolicies() : subject.egressNatPolicies(),
        part == Part.IP_MASQ_AGENT_CONFIG ? other.ipMasqAgentConfig() : subject.ipMasqAgentConfig(),
        part == Part.IP_MASQ_AGENT_DAEMON_SET
            ? other.ipMasqAgentDaemonSet()
            : subject.ipMasqAgentDaemonSet(),
        subject.observer(),
        subject.observedAt());
  }
}
