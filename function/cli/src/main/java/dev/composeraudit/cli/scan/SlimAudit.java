package dev.composeraudit.cli.scan;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Report;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import java.util.Map;

/**
 * An audit without what no finding shows: thousands are kept until a scan ends, and some are
 * written to a file. No environment variable and no Airflow option stays in it.
 */
final class SlimAudit {
  private static final Unknown<Object> LEFT_OUT =
      new Unknown<>(Reason.NOT_PROVIDED, "not kept after it was judged");

  private SlimAudit() {}

  static Audit of(Audit audit) {
    Report report = audit.report();
    return new Audit(
        new Report(
            report.event(),
            of(report.subject()),
            report.results(),
            report.policies(),
            report.time()),
        audit.isGone());
  }

  private static Subject of(Subject subject) {
    return new Subject(
        subject.name(),
        subject.trigger(),
        parts(
            subject.environment().map(SlimAudit::environment),
            subject.cluster().map(SlimAudit::cluster)),
        Map.of(),
        subject.observer(),
        subject.observedAt());
  }

  /** Parts of which only these two are kept. */
  static Parts parts(Observed<Environment> environment, Observed<Cluster> cluster) {
    return Parts.unknown(LEFT_OUT)
        .with(Part.ENVIRONMENT, environment)
        .with(Part.CLUSTER, cluster);
  }

  /** What findings say of an environment. */
  private static Environment environment(Environment whole) {
    Environment.Builder slim =
        Environment.newBuilder()
            .setName(whole.getName())
            .setUuid(whole.getUuid())
            .setStateValue(whole.getStateValue())
            .putAllLabels(whole.getLabelsMap());
    if (whole.hasCreateTime()) {
      slim.setCreateTime(whole.getCreateTime());
    }
    slim.getConfigBuilder().setGkeCluster(whole.getConfig().getGkeCluster());
    slim.getConfigBuilder()
        .getSoftwareConfigBuilder()
        .setImageVersion(whole.getConfig().getSoftwareConfig().getImageVersion());
    return slim.build();
  }

  private static Cluster cluster(Cluster whole) {
    return cluster(whole.getAutopilot().getEnabled());
  }

  static Cluster cluster(boolean isAutopilot) {
    Cluster.Builder slim = Cluster.newBuilder();
    slim.getAutopilotBuilder().setEnabled(isAutopilot);
    return slim.build();
  }

  static boolean isAutopilot(Subject subject) {
    return subject.cluster() instanceof Known<Cluster> known
        && known.value().getAutopilot().getEnabled();
  }

  static Unknown<Object> leftOut() {
    return LEFT_OUT;
  }
}
