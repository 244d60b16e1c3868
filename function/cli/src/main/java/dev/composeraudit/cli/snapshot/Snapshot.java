package dev.composeraudit.cli.snapshot;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.composeraudit.audit.EnvironmentFetcher;
import dev.composeraudit.audit.EnvironmentJudge;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.console.ExitCode;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.JsonText;
import dev.composeraudit.cli.live.EnvironmentFinder;
import dev.composeraudit.cli.live.EnvironmentFinder.Found;
import dev.composeraudit.cli.live.LiveOptions;
import dev.composeraudit.cli.live.PacedWorkers;
import dev.composeraudit.cli.live.StopSignal;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.policy.PackagedPolicies;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code snapshot}: what exists, as Subject documents. */
@Command(
    name = "snapshot",
    description = {
      "Writes environments as Subject documents. check judges these documents as scan judges the"
          + " environments, without access to the cloud. It changes nothing in the cloud.",
      "",
      "These values are masked: environment variables, Airflow configuration options, PyPI"
          + " packages, fields whose names say password or token, users in URLs. The file has names"
          + " and address ranges: read it before you give it to others."
    },
    footer = {
      "",
      "Exit code: 0 if all environments were written, 2 if one could not be read, or if there is"
          + " none."
    })
public final class Snapshot implements Callable<Integer> {
  private static final int LISTS_AT_ONCE = 8;

  @Mixin private LiveOptions live = new LiveOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "the file to write; default: standard output")
  private @Nullable Path output;

  private final Console console;

  public Snapshot(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException, InterruptedException {
    KubernetesRecorder recorder = new KubernetesRecorder();
    try (EnvironmentReader reader = live.connection().open(console.clock(), recorder)) {
      console.err().println(live.connection().tokenNotice());
      Found found =
          new EnvironmentFinder(reader, new PacedWorkers(LISTS_AT_ONCE), console.clock())
              .find(live.scope(), new StopSignal());
      found.notes().forEach(console.err()::println);
      Snapshots snapshots =
          new Snapshots(
              new EnvironmentFetcher(reader, console.clock(), Sleeper.SYSTEM),
              new EnvironmentJudge(PackagedPolicies.load(), Duration.ZERO, console.clock()),
              recorder,
              console.clock());
      found.environments().forEach(snapshots::take);
      List<Missing> missing = new ArrayList<>(found.missing());
      missing.addAll(snapshots.missing());
      missing.forEach(this::printMissing);
      if (snapshots.documents().isEmpty()) {
        console.err().println("nothing was written: no environment was found");
        return ExitCode.TROUBLE;
      }
      write(snapshots);
      return missing.isEmpty() ? ExitCode.CLEAN : ExitCode.TROUBLE;
    }
  }

  /** One as it is, several as a list: check reads both. */
  private void write(Snapshots snapshots) throws IOException {
    JsonArray all = new JsonArray();
    snapshots.documents().forEach(all::add);
    JsonElement json = all.size() == 1 ? all.get(0) : all;
    String text = JsonText.of(json) + "\n";
    if (output == null) {
      console.out().print(text);
      return;
    }
    try {
      Files.writeString(output, text, StandardCharsets.UTF_8);
    } catch (IOException unwritable) {
      throw new IOException(output + ": cannot be written: " + unwritable, unwritable);
    }
  }

  private void printMissing(Missing missing) {
    console
        .err()
        .println(
            "not written: %s: %s; %s".formatted(missing.what(), missing.why(), missing.help()));
  }
}
