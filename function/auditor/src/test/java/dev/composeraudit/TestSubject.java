package dev.composeraudit;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.cloud.orchestration.airflow.service.v1.Environment.State;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Parts;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.time.Instant;
import java.util.Map;

/** Composer 2 environments of which only Composer's own side is seen. */
public final class TestSubject {
  private static final Instant SEEN = Instant.parse("2026-11-23T10:00:05Z");

  private TestSubject() {}

  public static Subject environment(State state, boolean agent) {
    Environment.Builder environment =
        Environment.newBuilder().setName(TestEntry.NAME).setState(state);
    environment
        .getConfigBuilder()
        .getSoftwareConfigBuilder()
        .setImageVersion("composer-2.14.1-airflow-2.10.5");
    environment.getConfigBuilder().getNodeConfigBuilder().setEnableIpMasqAgent(agent);
    return subject(
        Observed.known(environment.build()),
        state == State.RUNNING ? Reason.CONTROL_PLANE_UNREACHABLE : Reason.NOT_YET);
  }

  public static Subject unreadable() {
    return subject(
        Observed.unknown(Reason.PERMISSION_DENIED, "grant roles/composer.viewer"),
        Reason.PERMISSION_DENIED);
  }

  /** With this reason for not seeing the cluster's side. */
  static Subject subject(Observed<Environment> environment, Reason reason) {
    Unknown<Object> why = new Unknown<>(reason, "the environment is still being created");
    return new Subject(
        EnvironmentName.parse(TestEntry.NAME),
        Trigger.document(SEEN),
        Parts.unknown(why).with(Part.ENVIRONMENT, environment),
        Map.of(),
        "kubernetes-api",
        SEEN);
  }
}
