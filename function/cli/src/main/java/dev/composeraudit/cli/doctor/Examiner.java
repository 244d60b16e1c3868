package dev.composeraudit.cli.doctor;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.cli.doctor.Checkup.PartCheck;
import dev.composeraudit.cli.doctor.Checkup.Visibility;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FetchResult;
import dev.composeraudit.fetch.FetchResult.Found;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.ClusterName;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Part;
import dev.composeraudit.subject.Subject;
import dev.composeraudit.subject.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads an environment as the function does, and reports what of it can be read. */
final class Examiner {
  private final EnvironmentReader environmentReader;
  private final AccessCommands commands;
  private final Clock clock;

  Examiner(EnvironmentReader environmentReader, AccessCommands commands, Clock clock) {
    this.environmentReader = environmentReader;
    this.commands = commands;
    this.clock = clock;
  }

  Checkup examine(EnvironmentName name) {
    Instant now = clock.instant();
    Trigger trigger = new Trigger(Trigger.Kind.SCAN, "", "doctor", now, "");
    try {
      FetchResult observation =
          environmentReader.read(name, trigger, Deadline.in(Deadline.EVENT, clock));
      return observation instanceof Found found ? of(found.subject()) : gone(name);
    } catch (TransientException trouble) {
      return new Checkup(name, "", List.of(), String.valueOf(trouble.getMessage()));
    }
  }

  private static Checkup gone(EnvironmentName name) {
    return new Checkup(
        name,
        "",
        List.of(
            new PartCheck(
                Part.ENVIRONMENT.key(),
                Visibility.GONE,
                Reason.NOT_FOUND.name(),
                "Composer says that there is no such environment",
                List.of())),
        "");
  }

  private Checkup of(Subject subject) {
    List<PartCheck> parts = new ArrayList<>();
    Set<Unknown<?>> reported = new HashSet<>();
    for (Part<?> part : Part.all()) {
      parts.add(
          subject.get(part) instanceof Unknown<?> unknown
              ? check(subject, part, unknown, reported.add(unknown))
              : PartCheck.seen(part.key()));
    }
    return new Checkup(subject.name(), route(subject), parts, "");
  }

  /**
   * What is unknown for a reason that was reported already lies behind the part that it was
   * reported of.
   */
  private PartCheck check(Subject subject, Part<?> part, Unknown<?> unknown, boolean isNews) {
    Visibility visibility = visibility(subject, part, unknown, isNews);
    return new PartCheck(
        part.key(),
        visibility,
        unknown.reason().name(),
        unknown.help(),
        visibility == Visibility.BLIND ? commands.of(unknown) : List.of());
  }

  private static Visibility visibility(
      Subject subject, Part<?> part, Unknown<?> unknown, boolean isNews) {
    return switch (unknown.reason()) {
      case NOT_YET -> Visibility.NOT_YET;
      case NOT_READ ->
          part == Part.IP_MASQ_AGENT_CONFIG && isComposer1(subject)
              ? Visibility.BLIND
              : Visibility.NOT_NEEDED;
      case NOT_PROVIDED,
          NOT_FOUND,
          PERMISSION_DENIED,
          VPC_SERVICE_CONTROLS,
          SERVICE_DISABLED,
          DNS_ENDPOINT_DISALLOWED,
          RBAC_DENIED,
          FORBIDDEN,
          UNAUTHENTICATED,
          CONTROL_PLANE_UNREACHABLE,
          UNTRUSTED_CERTIFICATE,
          UNREADABLE,
          TOO_LARGE,
          REFUSED,
          INDETERMINATE ->
          isNews ? Visibility.BLIND : Visibility.NOT_REACHED;
    };
  }

  /** There ip-masq-agent decides, and its configuration has to be read. */
  private static boolean isComposer1(Subject subject) {
    return subject.environment() instanceof Known<Environment> known
        && known.value().getConfig().getSoftwareConfig().getImageVersion().startsWith("composer-1");
  }

  private String route(Subject subject) {
    if (!(subject.environment() instanceof Known<Environment> environment)
        || !(subject.cluster() instanceof Known<Cluster> cluster)) {
      return "";
    }
    Observed<String> way =
        environmentReader.endpoint(
            ClusterName.parse(environment.value().getConfig().getGkeCluster()), cluster.value());
    return way instanceof Known<String> known ? known.value() : "";
  }
}
