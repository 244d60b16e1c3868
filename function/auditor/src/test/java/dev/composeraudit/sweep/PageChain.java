package dev.composeraudit.sweep;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.RejectedEvent;
import dev.composeraudit.event.Request;
import dev.composeraudit.event.SweepRequest;
import dev.composeraudit.event.TestEvent;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FakeCloud;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.Retry;
import dev.composeraudit.http.TestClients;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.report.AuditRequestPublisher;
import dev.composeraudit.report.PageRequestPublisher;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.SweepLog;
import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.EventTimer;
import dev.composeraudit.report.finding.Principals;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.finding.PublishException;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.FakePubsub;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.subject.EnvironmentName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sweeps and coverage checks over an inventory and a log of several pages, message by message: what
 * is published to the events topic is handed back to a test, which delivers it, or not, or twice.
 */
final class PageChain implements AutoCloseable {
  static final String SWEEP = "{\"kind\": \"sweep\"}";
  static final String COVERAGE = "{\"kind\": \"coverage\"}";
  static final String LOG = "/v2/entries:list";

  final FakeCloud cloud = new FakeCloud();
  final FakePubsub events = new FakePubsub();
  final FakePubsub findings = new FakePubsub();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final EnvironmentReader environmentReader = cloud.open();
  private final SweepScope scope;
  private final EventDecoder decoder = new EventDecoder(ProjectFilter.EVERYTHING, cloud.time);
  private Instance instance;
  private int taken;

  /** What an instance of the function handles these messages by. */
  private record Instance(Sweeper sweeper, Coverage coverage) {}

  PageChain(String... scopes) {
    this(ProjectFilter.EVERYTHING, scopes);
  }

  PageChain(ProjectFilter audited, String... scopes) {
    this.scope = new SweepScope(List.of(scopes), audited);
    this.instance = instance();
  }

  /** A new instance of the function: nothing that the old one remembered is left. */
  void restart() {
    instance = instance();
  }

  private Instance instance() {
    StructuredLog structuredLog =
        new StructuredLog(new PrintStream(log, true, StandardCharsets.UTF_8), System.err, null);
    SweepLog sweepLog = new SweepLog(structuredLog);
    Publisher topic = publisher("events", events);
    PageRequestPublisher pages = new PageRequestPublisher(topic);
    Sweeper sweeper =
        new Sweeper(
            environmentReader, scope, new AuditRequestPublisher(topic, Map.of()), pages, sweepLog);
    Reporter reporter =
        new Reporter(
            publisher("findings", findings),
            List.of(),
            null,
            structuredLog,
            new Producer("1", "//run.googleapis.com/projects/p-1", "projects/p-1/topics/t"),
            Baseline.NONE,
            Principals.FULL,
            TeamLabels.DEFAULT);
    Coverage coverage =
        new Coverage(
            environmentReader,
            scope,
            Duration.ZERO,
            new DeploymentLog("p-1", Set.of("composer-audit")),
            List.of(),
            pages,
            reporter,
            sweepLog,
            cloud.time,
            cloud.time);
    return new Instance(sweeper, coverage);
  }

  static String assets(String scope) {
    return "/v1/%s:searchAllResources?assetTypes=composer.googleapis.com%%2FEnvironment&pageSize=500"
        .formatted(scope);
  }

  /**
   * A page of the inventory.
   *
   * @param token the page's; blank for the first one
   * @param next the next page's; blank if there is none
   */
  PageChain page(String scope, String token, String next, String... environments) {
    String target = assets(scope) + (token.isEmpty() ? "" : "&pageToken=" + token);
    cloud.google.on(target, Reply.json(listing(next, environments)));
    return this;
  }

  static String listing(String next, String... environments) {
    return Arrays.stream(environments)
        .map(each -> "{\"name\": \"//composer.googleapis.com/" + name(each) + "\"}")
        .collect(
            Collectors.joining(",", "{\"nextPageToken\": \"" + next + "\", \"results\": [", "]}"));
  }

  /** What the log says was judged, for one call after another. */
  void judged(String... environments) {
    cloud.google.on(LOG, Reply.json(entries("", environments)));
  }

  String entries(String next, String... environments) {
    return Arrays.stream(environments)
        .map(this::entry)
        .collect(
            Collectors.joining(",", "{\"nextPageToken\": \"" + next + "\", \"entries\": [", "]}"));
  }

  private String entry(String environment) {
    return """
    {"timestamp": "%s",
     "resource": {"type": "cloud_run_revision", "labels": {"service_name": "composer-audit"}},
     "jsonPayload": {"event": "event_judged", "results": {"PENDING": 0},
       "environment": {"project": "acme-data", "location": "europe-west1", "name": "%s"}}}\
    """
        .formatted(cloud.time.instant(), environment);
  }

  static EnvironmentName name(String environment) {
    return new EnvironmentName("acme-data", "europe-west1", environment);
  }

  /** Delivers a message; whether it was acknowledged. */
  boolean deliver(String message) {
    return rejection(message).isEmpty();
  }

  /** Delivers a message; why it was rejected, or has to be delivered again. */
  Optional<String> rejection(String message) {
    TestEvent event = TestEvent.published(message);
    EventTimer timer = EventTimer.start(event, cloud.time);
    Request request = decoder.decode(event);
    try {
      if (request instanceof SweepRequest sweep) {
        return instance.sweeper().sweep(sweep, timer.deadline(), timer).map(RejectedEvent::message);
      }
      if (request instanceof CoverageRequest check) {
        return instance
            .coverage()
            .check(check, timer.deadline(), timer)
            .map(RejectedEvent::message);
      }
      return Optional.of(request.toString());
    } catch (TransientException | PublishException again) {
      return Optional.of(String.valueOf(again.getMessage()));
    }
  }

  /** The messages about pages that were published since it was asked last. */
  List<String> published() {
    List<String> pages = messages().stream().filter(it -> !it.contains("\"audit\"")).toList();
    List<String> fresh = pages.subList(taken, pages.size());
    taken = pages.size();
    return fresh;
  }

  /** Delivers a message, and all that come of it, until there are none; how many there were. */
  int deliverAll(String message) {
    int count = 0;
    List<String> waiting = new ArrayList<>(List.of(message));
    while (!waiting.isEmpty()) {
      String next = waiting.remove(0);
      count++;
      if (!deliver(next)) {
        throw new AssertionError("not acknowledged: " + next + "\n" + log());
      }
      waiting.addAll(published());
    }
    return count;
  }

  /** The environments whose audits were asked for, in order. */
  List<String> audits() {
    return messages().stream()
        .map(message -> JsonParser.parseString(message).getAsJsonObject())
        .filter(message -> message.get("kind").getAsString().equals("audit"))
        .map(message -> message.get("environment").getAsString())
        .map(name -> EnvironmentName.parse(name).environment())
        .toList();
  }

  /** The findings of coverage, as their messages; those of exceptions left out. */
  List<String> findingMessages() {
    return findings.accepted().stream()
        .flatMap(PageChain::messages)
        .filter(finding -> finding.contains("environments-are-judged"))
        .map(finding -> JsonParser.parseString(finding).getAsJsonObject())
        .map(finding -> finding.get("message").getAsString())
        .toList();
  }

  List<JsonObject> log() {
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }

  /** The kinds of log entries, in order. */
  List<String> logged() {
    return log().stream().map(entry -> entry.get("event").getAsString()).toList();
  }

  private List<String> messages() {
    return events.accepted().stream().flatMap(PageChain::messages).toList();
  }

  private static Stream<String> messages(JsonObject publish) {
    return publish.getAsJsonArray("messages").asList().stream().map(PageChain::data);
  }

  private static String data(JsonElement message) {
    String data = message.getAsJsonObject().get("data").getAsString();
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  private Publisher publisher(String topic, FakePubsub pubsub) {
    try {
      return Publisher.to(
          "projects/p-1/topics/" + topic, pubsub.uri(), TestClients.http(), new Retry(cloud.time));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {
    environmentReader.close();
    cloud.close();
    events.close();
    findings.close();
  }
}
