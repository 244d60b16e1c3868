package dev.composeraudit.cli;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import dev.composeraudit.cli.Checkup.Look;
import dev.composeraudit.cli.Checkup.Sight;
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

/** Looks at an environment as the function does, and tells what of it can be seen. */
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
            new Look(
                Part.ENVIRONMENT.key(),
                Sight.GONE,
                Reason.NOT_FOUND.name(),
                "Composer says that there is no such environment",
                List.of())),
        "");
  }

  private Checkup of(Subject subject) {
    List<Look> looks = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (Part<?> part : Part.all()) {
      looks.add(
          subject.get(part) instanceof Unknown<?> unknown
              ? look(subject, part, unknown, told.add(unknown.help()))
              : Look.seen(part.key()));
    }
    return new Checkup(subject.name(), route(subject), looks, "");
  }

  /** What is unknown for a reason that was told already lies behind what that was told of. */
  private Look look(Subject subject, Part<?> part, Unknown<?> unknown, boolean isNews) {
    Sight sight = sight(subject, part, unknown, isNews);
    return new Look(
        part.key(),
        sight,
        unknown.reason().name(),
        unknown.help(),
        sight == Sight.BLIND ? commands.of(unknown) : List.of());
  }

  private static Sight sight(Subject subject, Part<?> part, Unknown<?> unknown, boolean isNews) {
    return switch (unknown.reason()) {
      case NOT_YET -> Sight.NOT_YET;
      case NOT_READ ->
          part == Part.IP_MASQ_AGENT_CONFIG && isComposer1(subject)
              ? Sight.BLIND
              : Sight.NOT_NEEDED;
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
          REFUSED,
          INDETERMINATE ->
          isNews ? Sight.BLIND : Sight.NOT_REACHED;
    };
  }

  /** There ip-masq-agent decides, and what it is told has to be read. */
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
