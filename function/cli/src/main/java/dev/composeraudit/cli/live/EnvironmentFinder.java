package dev.composeraudit.cli.live;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.inventory.EnvironmentPage;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Finds the environments of a scope: from Cloud Asset Inventory for organizations and folders, from
 * Composer for projects, region by region.
 */
public final class EnvironmentFinder {
  /** For one list, with all its pages. */
  private static final Duration LISTING = Duration.ofMinutes(5);

  private final EnvironmentReader reader;
  private final PacedWorkers workers;
  private final Clock clock;
  private final Set<String> found = new ConcurrentSkipListSet<>();
  private final Map<String, Missing> missing = new ConcurrentSkipListMap<>();
  private final Map<String, String> notes = new ConcurrentSkipListMap<>();
  private final Map<String, List<String>> regions = new ConcurrentSkipListMap<>();

  /** Projects of which nothing more has to be asked. */
  private final Set<String> closed = new ConcurrentSkipListSet<>();

  /** Each finder is used once. */
  public EnvironmentFinder(EnvironmentReader reader, PacedWorkers workers, Clock clock) {
    this.reader = reader;
    this.workers = workers;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param environments in the order of their names
   * @param missing what could not be listed
   * @param notes what a person should know, a line each
   */
  public record Found(
      List<EnvironmentName> environments, List<Missing> missing, List<String> notes) {
    public Found {
      environments = List.copyOf(environments);
      missing = List.copyOf(missing);
      notes = List.copyOf(notes);
    }
  }

  /** A list to read. */
  private sealed interface Listing {
    /** From Asset Inventory. */
    record Below(String scope) implements Listing {}

    /** Which regions a project has. */
    record Regions(String project) implements Listing {}

    /** From Composer. */
    record InRegion(String project, String region) implements Listing {}

    /** Lists with the same key share a quota. */
    default String quota() {
      if (this instanceof InRegion inRegion) {
        return inRegion.region();
      }
      return this instanceof Below ? "inventory" : "regions";
    }
  }

  /** Finds them. What can't be listed keeps nothing else from being found. */
  public Found find(LiveScope scope, StopSignal stop) throws InterruptedException {
    scope.named().forEach(found::add);
    List<String> byRegion = new ArrayList<>();
    List<Listing> inventories = new ArrayList<>();
    scope.inventories().forEach(each -> inventories.add(new Listing.Below(each)));
    for (String project : new TreeSet<>(scope.projects())) {
      if (scope.assetInventory()) {
        inventories.add(new Listing.Below("projects/" + project));
      } else if (!scope.excludes(project)) {
        byRegion.add(project);
      }
    }
    run(inventories, stop);
    closed.forEach(byRegion::add);
    closed.clear();
    run(inRegions(byRegion, scope.regions(), stop), stop);
    List<EnvironmentName> names =
        found.stream().map(EnvironmentName::parse).filter(scope::contains).toList();
    return new Found(
        names, List.copyOf(missing.values()), notes.values().stream().distinct().toList());
  }

  private void run(Collection<Listing> listings, StopSignal stop) throws InterruptedException {
    List<Listing> abandoned = workers.run(listings, Listing::quota, this::read, stop);
    Map<String, Set<String>> byQuota = new TreeMap<>();
    for (Listing listing : abandoned) {
      String whose = listing instanceof Listing.InRegion in ? in.project() : listing.toString();
      byQuota.computeIfAbsent(listing.quota(), any -> new TreeSet<>()).add(whose);
    }
    byQuota.forEach(
        (quota, whose) ->
            miss(
                quota,
                new Missing(
                    "the environments in %s of %s".formatted(quota, String.join(", ", whose)),
                    "the quota stayed exhausted (RESOURCE_EXHAUSTED)",
                    "run it again later, or with a lower --parallel")));
  }

  private List<Listing> inRegions(List<String> projects, List<String> wanted, StopSignal stop)
      throws InterruptedException {
    if (wanted.isEmpty()) {
      List<Listing> lists = new ArrayList<>();
      projects.forEach(project -> lists.add(new Listing.Regions(project)));
      run(lists, stop);
    }
    List<Listing> listings = new ArrayList<>();
    for (String project : projects) {
      Collection<String> asked = wanted.isEmpty() ? regionsOf(project) : wanted;
      asked.forEach(region -> listings.add(new Listing.InRegion(project, region)));
    }
    return listings;
  }

  private List<String> regionsOf(String project) {
    return regions.getOrDefault(project, KnownRegions.ALL);
  }

  /** False if a quota was exhausted. */
  private boolean read(Listing listing) {
    Deadline deadline = Deadline.in(LISTING, clock);
    try {
      if (listing instanceof Listing.Below below) {
        readBelow(below.scope(), deadline);
      } else if (listing instanceof Listing.Regions of) {
        readRegions(of.project(), reader.regions(of.project(), deadline));
      } else if (listing instanceof Listing.InRegion in && !closed.contains(in.project())) {
        readRegion(in, reader.environmentsIn(in.project(), in.region(), deadline));
      }
      return true;
    } catch (TransientException trouble) {
      if (trouble.isQuota()) {
        return false;
      }
      failed(listing, String.valueOf(trouble.getMessage()));
      return true;
    }
  }

  private void readBelow(String scope, Deadline deadline) throws TransientException {
    String token = "";
    do {
      Observed<EnvironmentPage> page = reader.environmentPage(scope, token, deadline);
      if (page instanceof Unknown<EnvironmentPage> unknown) {
        hidden(scope, unknown);
        return;
      }
      EnvironmentPage known = ((Known<EnvironmentPage>) page).value();
      known.environments().forEach(each -> found.add(each.name().toString()));
      token = known.nextToken();
    } while (!token.isEmpty());
  }

  private void hidden(String scope, Unknown<?> why) {
    if (scope.startsWith("projects/")) {
      notes.put(
          scope,
          "%s: Composer is asked region by region; Asset Inventory can't be asked: %s"
              .formatted(scope, why.help()));
      closed.add(scope.substring("projects/".length()));
    } else {
      miss(scope, ReadFailures.of("the environments below " + scope, why.help()));
    }
  }

  private void readRegions(String project, Observed<List<String>> listed) {
    if (listed instanceof Known<List<String>> known && !known.value().isEmpty()) {
      regions.put(project, known.value());
    } else if (listed instanceof Unknown<List<String>> unknown) {
      notes.put(
          "regions",
          "the %d regions that this version knows are asked, where Compute does not list them: %s"
              .formatted(KnownRegions.ALL.size(), unknown.help()));
    }
  }

  private void readRegion(Listing.InRegion in, Observed<List<EnvironmentName>> listed) {
    if (listed instanceof Known<List<EnvironmentName>> known) {
      known.value().forEach(name -> found.add(name.toString()));
      return;
    }
    Unknown<List<EnvironmentName>> unknown = (Unknown<List<EnvironmentName>>) listed;
    String project = "projects/" + in.project();
    switch (unknown.reason()) {
      case SERVICE_DISABLED -> {
        closed.add(in.project());
        notes.put(project, project + ": Composer's API is not enabled, so nothing runs there");
      }
      case PERMISSION_DENIED, FORBIDDEN, VPC_SERVICE_CONTROLS, UNAUTHENTICATED -> {
        // Every other region would say the same.
        closed.add(in.project());
        miss(project, ReadFailures.of("the environments of " + project, unknown.help()));
      }
      default -> failed(in, unknown.help());
    }
  }

  private void failed(Listing listing, String why) {
    if (listing instanceof Listing.Regions) {
      notes.put("regions", "Compute did not list regions, so that known ones are asked: " + why);
    } else if (listing instanceof Listing.InRegion in) {
      String what = "projects/%s/locations/%s".formatted(in.project(), in.region());
      miss(what, ReadFailures.of("the environments of " + what, why));
    } else if (listing instanceof Listing.Below below) {
      miss(below.scope(), ReadFailures.of("the environments below " + below.scope(), why));
    }
  }

  private void miss(String key, Missing what) {
    missing.putIfAbsent(key, what);
  }
}
