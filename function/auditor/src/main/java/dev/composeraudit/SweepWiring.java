package dev.composeraudit;

import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.DeploymentLog;
import dev.composeraudit.http.Sleeper;
import dev.composeraudit.policy.result.ExceptionInfo;
import dev.composeraudit.report.AuditRequestPublisher;
import dev.composeraudit.report.PageRequestPublisher;
import dev.composeraudit.report.Publishers;
import dev.composeraudit.report.Reporter;
import dev.composeraudit.report.SweepLog;
import dev.composeraudit.report.log.StructuredLog;
import dev.composeraudit.report.pubsub.Publisher;
import dev.composeraudit.sweep.Coverage;
import dev.composeraudit.sweep.SweepScope;
import dev.composeraudit.sweep.Sweeper;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parts that make sweeps and check their coverage, put together; null without sweeps. */
record SweepWiring(@Nullable Sweeper sweeper, @Nullable Coverage coverage) {
  /**
   * @param project in which the function runs
   * @param exceptions those that environments are judged with
   */
  static SweepWiring of(
      Settings settings,
      String project,
      EnvironmentReader environmentReader,
      List<ExceptionInfo> exceptions,
      Publishers publishers,
      Reporter reporter,
      StructuredLog structuredLog,
      Clock clock)
      throws IOException {
    SweepScope scope = settings.sweepScope();
    String topic = settings.eventsTopic();
    if (scope == null || topic == null) {
      return new SweepWiring(null, null);
    }
    Publisher events = publishers.to(topic);
    String control = settings.controlTopic();
    // The topic that this function takes its control messages from.
    PageRequestPublisher pages =
        new PageRequestPublisher(control == null ? events : publishers.to(control));
    SweepLog log = new SweepLog(structuredLog);
    return new SweepWiring(
        new Sweeper(
            environmentReader,
            scope,
            new AuditRequestPublisher(events, readers(settings, publishers)),
            pages,
            log),
        new Coverage(
            environmentReader,
            scope,
            settings.coverageGrace(),
            new DeploymentLog(project, services(settings, topic)),
            exceptions,
            pages,
            reporter,
            log,
            clock,
            Sleeper.SYSTEM));
  }

  /** By project and region, the publisher to the topic of their reader. */
  private static Map<String, Publisher> readers(Settings settings, Publishers publishers)
      throws IOException {
    Map<String, Publisher> byTopic = new HashMap<>();
    Map<String, Publisher> byPlace = new HashMap<>();
    for (Map.Entry<String, String> reader : settings.readerTopics().entrySet()) {
      String readerTopic = reader.getValue();
      if (!byTopic.containsKey(readerTopic)) {
        byTopic.put(readerTopic, publishers.to(readerTopic));
      }
      byPlace.put(reader.getKey(), byTopic.get(readerTopic));
    }
    return byPlace;
  }

  /** This service and its readers. The topic of a reader is named as the reader is. */
  private static Set<String> services(Settings settings, String events) {
    Set<String> services = new TreeSet<>();
    services.add(settings.service());
    for (String topic : settings.readerTopics().values()) {
      if (topic.startsWith(events + "-")) {
        services.add(settings.service() + topic.substring(events.length()));
      }
    }
    return services;
  }
}
