package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.PolicyFileReader;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.subject.EnvironmentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over runs of accept with results drawn by lot: the exceptions cover all that violated, and
 * nothing else of all that could.
 */
final class AcceptedOnlyTest {
  private static final List<String> POLICIES = List.of("a", "a-b", "b");
  private static final List<String> BINDINGS = List.of("", "one", "one-more");
  private static final List<String> ENVIRONMENTS =
      List.of(
          "projects/acme-data/locations/europe-west1/environments/env",
          "projects/acme-data/locations/europe-west1/environments/env-1",
          "projects/acme-data/locations/europe-west1/environments/env-10",
          "projects/acme-data-2/locations/europe-west1/environments/env",
          "projects/acme-data/locations/europe-west10/environments/env");
  private static final List<String> DESTINATIONS =
      List.of("", "10.0.0.1/32", "10.0.0.10/32", "db 10.0.0.1/32", "a: b 10.0.0.1/32", "db");

  /** Violations that are as likely as any: most of them are not there. */
  private static final int OF_TEN = 3;

  @TempDir private Path folder;

  private record Violation(String policy, String binding, String environment, String destination)
      implements Comparable<Violation> {
    @Override
    public int compareTo(Violation other) {
      return toString().compareTo(other.toString());
    }
  }

  private static List<Violation> all() {
    List<Violation> all = new ArrayList<>();
    for (String policy : POLICIES) {
      for (String binding : BINDINGS) {
        for (String environment : ENVIRONMENTS) {
          for (String destination : DESTINATIONS) {
            all.add(new Violation(policy, binding, environment, destination));
          }
        }
      }
    }
    return all;
  }

  @Test
  void exactlyWhatViolatedIsCoveredAfterAnyNumberOfRuns() throws Exception {
    Random random = new Random(17);
    for (int round = 0; round < 15; round++) {
      Path file = folder.resolve("exceptions-" + round + ".yaml");
      Set<Violation> accepted = new TreeSet<>();
      for (int run = 0; run < 4; run++) {
        Set<Violation> violating =
            all().stream()
                .filter(any -> random.nextInt(10) < OF_TEN)
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> judged = ENVIRONMENTS.stream().filter(any -> random.nextInt(4) > 0).toList();
        violating.removeIf(violation -> !judged.contains(violation.environment()));
        boolean prune = random.nextBoolean();
        accept(file, judged, violating, prune, "2027-0%d-01".formatted(1 + random.nextInt(2)));
        if (prune) {
          accepted.removeIf(violation -> judged.contains(violation.environment()));
        }
        accepted.addAll(violating);
        assertThat(covered(file)).as("round %d, run %d", round, run).isEqualTo(accepted);
        String text = Files.readString(file);
        accept(file, judged, violating, prune, "2027-05-01");
        assertThat(Files.readString(file)).isEqualTo(text);
      }
    }
  }

  private void accept(
      Path file, List<String> judged, Set<Violation> violating, boolean prune, String until)
      throws IOException {
    JsonArray rows = new JsonArray();
    for (String policy : POLICIES) {
      for (String environment : judged) {
        rows.add(row(policy, environment, violating));
      }
    }
    JsonObject results = new JsonObject();
    results.add("missing", new JsonArray());
    results.add("results", rows);
    Path written = Files.writeString(folder.resolve("results.json"), results.toString());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "accept",
                written.toString(),
                "--file=" + file,
                "--owner=- 'x': #y",
                "--reason=\"Ü\" & {}",
                "--until=" + until));
    if (prune) {
      arguments.add("--prune");
    }
    Cli.Run run = Cli.run(arguments.toArray(String[]::new));
    if (!violating.isEmpty() || prune) {
      assertThat(run.code()).as(run.toString()).isZero();
    }
  }

  private static JsonObject row(String policy, String environment, Set<Violation> violating) {
    JsonArray violations = new JsonArray();
    violating.stream()
        .filter(it -> it.policy().equals(policy) && it.environment().equals(environment))
        .forEach(
            it -> {
              JsonArray destinations = new JsonArray();
              if (!it.destination().isEmpty()) {
                destinations.add(it.destination());
              }
              JsonObject json = new JsonObject();
              if (it.binding().isEmpty()) {
                json.add("binding", JsonNull.INSTANCE);
              } else {
                json.addProperty("binding", it.binding());
              }
              json.add("destinations", destinations);
              violations.add(json);
            });
    JsonObject row = new JsonObject();
    row.addProperty("policy", policy);
    row.addProperty("environment", environment);
    row.addProperty("result", violations.isEmpty() ? "PASS" : "FAIL");
    row.add("unknown", new JsonArray());
    row.add("violations", violations);
    return row;
  }

  private static Set<Violation> covered(Path file) throws IOException {
    List<dev.composeraudit.document.Issue> issues = new ArrayList<>();
    PolicyFileReader reader = new PolicyFileReader(issues);
    reader.read(new SourceFile("exceptions.yaml", Files.readString(file)));
    assertThat(issues).isEmpty();
    assertThat(reader.exceptions.stream().map(ExceptionSource::name)).doesNotHaveDuplicates();
    return all().stream()
        .filter(violation -> reader.exceptions.stream().anyMatch(it -> covers(it, violation)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** As the judge asks of an exception. */
  private static boolean covers(ExceptionSource exception, Violation violation) {
    return exception.policies().contains(violation.policy())
        && ResourcePattern.anyMatches(
            exception.matchResources(), EnvironmentName.parse(violation.environment()))
        && exception.concerns(
            violation.binding(),
            violation.destination().isEmpty() ? List.of() : List.of(violation.destination()));
  }
}
