package dev.composeraudit.sandbox.logging;

import com.google.gson.JsonObject;
import com.google.logging.v2.LogEntry;
import dev.composeraudit.sandbox.api.RestJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Environments that Cloud Asset Inventory lists and that do not exist otherwise: as many as an
 * organization may have. The log says of each that it was judged, this night and the night before,
 * except for every {@code unjudgedEvery}th. Safe for use by many threads.
 */
public final class ListedEnvironments {
  private static final String NAME = "environment-%06d";
  private static final Pattern INDEX = Pattern.compile("environment-([0-9]{6})");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  private final Clock clock;
  private Seed seed = new Seed(0, 1, 0);
  private long inventoryCalls;
  private long logCalls;

  public ListedEnvironments(Clock clock) {
    this.clock = clock;
  }

  /**
   * How many there are.
   *
   * @param projects over how many projects they are spread
   * @param unjudgedEvery the log has no entries about every nth; 0 = it has entries about all
   */
  public record Seed(int count, int projects, int unjudgedEvery) {
    public String project(int index) {
      return "listed-project-%04d".formatted(index % projects);
    }

    boolean isJudged(int index) {
      return unjudgedEvery == 0 || index % unjudgedEvery != 0;
    }
  }

  /** Replaces them, and counts calls from zero. */
  public synchronized void set(Seed other) {
    seed = other;
    inventoryCalls = 0;
    logCalls = 0;
  }

  /** How many there are, for a page of the inventory. */
  public synchronized int count() {
    inventoryCalls++;
    return seed.count();
  }

  /** How often the inventory and the log were searched. */
  public synchronized JsonObject calls() {
    JsonObject calls = new JsonObject();
    calls.addProperty("inventory", inventoryCalls);
    calls.addProperty("log", logCalls);
    return calls;
  }

  /** The name of one of them, counted from 0. */
  public synchronized String name(int index) {
    return "projects/%s/locations/us-central1/environments/%s"
        .formatted(seed.project(index), NAME.formatted(index));
  }

  /** The log's entries about those whose project and name are in a filter, newest first. */
  public synchronized List<LogEntry> entries(String filter) {
    logCalls++;
    Set<String> projects = values(filter, "jsonPayload.environment.project");
    List<Integer> judged = new ArrayList<>();
    for (String name : values(filter, "jsonPayload.environment.name")) {
      Matcher matcher = INDEX.matcher(name);
      if (matcher.matches()) {
        int index = Integer.parseInt(matcher.group(1));
        if (index < seed.count()
            && seed.isJudged(index)
            && projects.contains(seed.project(index))) {
          judged.add(index);
        }
      }
    }
    List<LogEntry> entries = new ArrayList<>();
    for (Duration age : List.of(Duration.ofHours(1), Duration.ofHours(25))) {
      judged.forEach(index -> entries.add(entry(index, clock.instant().minus(age))));
    }
    return entries;
  }

  /** The values of {@code field=("a" OR "b")}. */
  private static Set<String> values(String filter, String field) {
    Set<String> values = new TreeSet<>();
    int begin = filter.indexOf(field + "=(");
    if (begin >= 0) {
      Matcher quoted = QUOTED.matcher(filter.substring(begin, filter.indexOf(')', begin)));
      while (quoted.find()) {
        values.add(quoted.group(1));
      }
    }
    return values;
  }

  private LogEntry entry(int index, Instant time) {
    JsonObject labels = new JsonObject();
    labels.addProperty("service_name", "composer-audit");
    JsonObject resource = new JsonObject();
    resource.addProperty("type", "cloud_run_revision");
    resource.add("labels", labels);
    JsonObject results = new JsonObject();
    results.addProperty("PENDING", 0);
    JsonObject environment = new JsonObject();
    environment.addProperty("project", seed.project(index));
    environment.addProperty("location", "us-central1");
    environment.addProperty("name", NAME.formatted(index));
    JsonObject payload = new JsonObject();
    payload.addProperty("event", "event_judged");
    payload.add("results", results);
    payload.add("environment", environment);
    JsonObject entry = new JsonObject();
    entry.addProperty("timestamp", time.toString());
    entry.add("resource", resource);
    entry.add("jsonPayload", payload);
    return RestJson.merge(entry, LogEntry.newBuilder()).build();
  }
}
