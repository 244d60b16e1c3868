package dev.composeraudit.cli.replay;

import dev.composeraudit.audit.ClusterAudits;
import dev.composeraudit.audit.EnvironmentFetcher;
import dev.composeraudit.audit.EnvironmentJudge;
import dev.composeraudit.cli.console.Console;
import dev.composeraudit.cli.files.Inputs;
import dev.composeraudit.cli.live.ConnectionOptions;
import dev.composeraudit.cli.live.LiveResults;
import dev.composeraudit.cli.live.PublishOptions;
import dev.composeraudit.cli.option.JudgeOptions;
import dev.composeraudit.cli.scan.EnvironmentFilter;
import dev.composeraudit.cli.scan.EnvironmentScanner;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.policy.PolicySet;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code replay}: judges saved events as the function would. */
@Command(
    name = "replay",
    description = {
      "Handles saved events as the function would now: decodes them, reads the environment and"
          + " judges it. Standard error shows what the function would do. Standard output shows the"
          + " results. It changes nothing without --publish."
    },
    footer = {
      "",
      "Exit code: 0 if there is no violation, 1 if there is one of severity --fail-on or higher, 2"
          + " if an event could not be read or judged, or if nothing was judged."
    })
public final class Replay implements Callable<Integer> {
  /** As long as the function waits by default (WAIT_FOR_CREATION). */
  private static final Duration WAIT_FOR_CREATION = Duration.ofMinutes(10);

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "output of gcloud logging read or gcloud pubsub subscriptions pull with --format=json, or"
              + " the body of a push; - is standard input")
  private List<String> files = new ArrayList<>();

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Mixin private JudgeOptions options = new JudgeOptions();

  @Mixin private PublishOptions publish = new PublishOptions();

  private final Console console;

  public Replay(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InvalidDocumentsException {
    PolicySet set = options.load(console);
    publish.check(options.wanted());
    List<CloudEvent> events = events();
    try (EnvironmentReader reader = connection.open(console.clock())) {
      console.err().println(connection.tokenNotice());
      EnvironmentScanner scanner =
          new EnvironmentScanner(
              new EnvironmentFetcher(reader, console.clock(), Sleeper.SYSTEM),
              new EnvironmentJudge(set, WAIT_FOR_CREATION, console.clock()),
              publish.open(connection).orElse(null),
              EnvironmentFilter.NONE,
              console.clock());
      Replayer replayer =
          new Replayer(
              new EventDecoder(ProjectFilter.EVERYTHING, console.clock()),
              new ClusterAudits(reader),
              scanner,
              console.clock());
      events.forEach(replayer::replay);
      replayer.notes().forEach(console.err()::println);
      return new LiveResults(console, set, options).write(replayer.audits(), replayer.missing());
    }
  }

  private List<CloudEvent> events() throws IOException, InvalidDocumentsException {
    Inputs inputs = new Inputs(console.in());
    List<CloudEvent> events = new ArrayList<>();
    for (String file : files) {
      events.addAll(SavedEvents.read(inputs.read(file)));
    }
    return events;
  }
}
