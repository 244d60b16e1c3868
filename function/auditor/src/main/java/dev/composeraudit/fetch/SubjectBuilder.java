package dev.composeraudit.fetch;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.fetch.kubernetes.EgressObjects;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Subnetwork;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Collects the parts of a subject as they are read. Not thread-safe. */
final class SubjectBuilder {
  private static final Unknown<Object> NOT_REACHED =
      new Unknown<>(Reason.NOT_YET, "not reached in this attempt; the next delivery reads it");

  private final EnvironmentName name;
  private final Trigger trigger;
  private final Observed<Environment> environment;
  private final Instant at;
  private Observed<Cluster> cluster = NOT_REACHED.as();
  private Observed<List<Subnetwork>> subnetworks = NOT_REACHED.as();
  private EgressObjects egress = EgressObjects.unknown(NOT_REACHED);

  SubjectBuilder(
      EnvironmentName name, Trigger trigger, Observed<Environment> environment, Instant at) {
    this.name = name;
    this.trigger = trigger;
    this.environment = environment;
    this.at = at;
  }

  void cluster(Observed<Cluster> seen) {
    cluster = seen;
  }

  void subnetworks(Observed<List<Subnetwork>> seen) {
    subnetworks = seen;
  }

  void egress(EgressObjects seen) {
    egress = seen;
  }

  /** All parts of the cluster are unknown, for one reason. */
  void noCluster(Unknown<?> why) {
    cluster = why.as();
    subnetworks = why.as();
    egress = EgressObjects.unknown(why);
  }

  Subject subject() {
    Map<String, Unknown<Object>> unknownFields =
        environment instanceof Known<Environment> known
            ? EnvironmentFacts.unknownFields(known.value())
            : Map.of();
    return new Subject(
        name,
        trigger,
        environment,
        unknownFields,
        cluster,
        subnetworks,
        egress.policies(),
        egress.config(),
        egress.daemonSet(),
        "kubernetes-api",
        at);
  }
}
