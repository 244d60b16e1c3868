package dev.composeraudit.cli.doctor;

import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.doctor.Checkup.State;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.live.EnvironmentFinder;
import dev.composeraudit.cli.live.EnvironmentFinder.Found;
import dev.composeraudit.cli.live.LiveOptions;
import dev.composeraudit.cli.live.PacedWorkers;
import dev.composeraudit.cli.live.StopSignal;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command {@code doctor}: what the function can read of each environment, and what it lacks.
 */
@Command(
    name = "doctor",
    description = {
      "Reads environments as the function does. For each, it shows what can't be read, why"
          + " (network, permissions, perimeters), and which command helps. It changes nothing.",
      "",
      "It reads with your credentials. To read as the function does, run first:",
      "  gcloud auth application-default login --impersonate-service-account=ACCOUNT"
    },
    footer = {
      "",
      "Exit code: 0 if everything can be read, 1 if a part of an environment can't be read, 2 if"
          + " this can't be determined, or if there is no environment."
    })
public final class Doctor implements Callable<Integer> {
  /** Most of the time is waiting; with more at once, quotas would limit it. */
  private static final int AT_ONCE = 8;

  @Mixin private LiveOptions live = new LiveOptions();

  @Option(
      names = "--account",
      paramLabel = "EMAIL",
      description = "the function's service account, which the printed commands name")
  private @Nullable String account;

  @Option(
      names = "--format",
      paramLabel = "table|json",
      defaultValue = "table",
      description = "default: table")
  private Format format = Format.table;

  private final Console console;

  public Doctor(Console console) {
    this.console = console;
  }

  /** The formats of checkups, by the names that users give them. */
  enum Format {
    table,
    json
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (EnvironmentReader environmentReader = live.connection().open(console.clock())) {
      console.err().println(live.connection().tokenNotice());
      Found found =
          new EnvironmentFinder(environmentReader, new PacedWorkers(AT_ONCE), console.clock())
              .find(live.scope(), new StopSignal());
      found.notes().forEach(console.err()::println);
      found.missing().forEach(this::printMissing);
      List<EnvironmentName> environments = found.environments();
      if (environments.isEmpty()) {
        console
            .err()
            .println("no environment was found: name environments, or a scope that has some");
        return ExitCode.TROUBLE;
      }
      Examiner examiner = new Examiner(environmentReader, accessCommands(), console.clock());
      List<Checkup> checkups = examine(examiner, environments);
      switch (format) {
        case json -> console.out().println(CheckupJson.of(checkups));
        case table -> new CheckupTable(console).print(checkups);
      }
      return found.missing().isEmpty() ? exitCode(checkups) : ExitCode.TROUBLE;
    }
  }

  private void printMissing(Missing missing) {
    console
        .err()
        .println("not read: %s: %s; %s".formatted(missing.what(), missing.why(), missing.help()));
  }

  private AccessCommands accessCommands() throws IOException {
    String function = functionsAccount();
    return live.connection()
        .clustersAccount()
        .map(clusters -> new AccessCommands(function, clusters))
        .orElseGet(() -> new AccessCommands(function));
  }

  private String functionsAccount() throws IOException {
    if (account != null) {
      return account;
    }
    Optional<String> own = live.connection().account();
    return own.orElse("composer-audit@PROJECT.iam.gserviceaccount.com");
  }

  private static List<Checkup> examine(Examiner examiner, List<EnvironmentName> environments)
      throws InterruptedException {
    ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Callable<Checkup>> tasks = new ArrayList<>();
      environments.forEach(name -> tasks.add(() -> examiner.examine(name)));
      List<Checkup> checkups = new ArrayList<>();
      for (Future<Checkup> done : executor.invokeAll(tasks)) {
        checkups.add(done.get());
      }
      return checkups;
    } catch (ExecutionException defect) {
      throw new IllegalStateException("examining", defect.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static int exitCode(List<Checkup> checkups) {
    List<State> states = checkups.stream().map(Checkup::state).toList();
    if (states.contains(State.UNAVAILABLE) || states.stream().allMatch(State.GONE::equals)) {
      return ExitCode.TROUBLE;
    }
    return states.contains(State.BLIND) ? ExitCode.VIOLATIONS : ExitCode.CLEAN;
  }
}
