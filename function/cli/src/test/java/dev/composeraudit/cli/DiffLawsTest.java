package dev.composeraudit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.address.Cidr;
import dev.composeraudit.address.CidrSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of differences, on made-up states of a few environments, some of which come and go. */
final class DiffLawsTest {
  private static final Path SUBJECT = Path.of("../../policies/subjects/composer-2.yaml");
  private static final List<String> CIDRS =
      List.of(
          "10.200.0.0/16",
          "10.200.128.0/17",
          "10.0.0.0/8",
          "172.20.5.7/32",
          "172.16.0.0/12",
          "192.168.0.0/17",
          "0.0.0.0/1",
          "10.0.0.1/8");

  @TempDir private Path folder;

  /** What differs between two states. */
  private record Difference(
      boolean worse, Set<String> environments, Set<String> results, Map<String, CidrSet> ranges) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatDiffersFromFirstToLastDiffersOnTheWay(int seed) throws IOException {
    Random random = new Random(seed);
    boolean stay = seed % 2 == 0;
    String first = state("first", random, stay);
    String between = state("between", random, stay);
    String last = state("last", random, stay);
    Difference one = diff(first, between);
    Difference two = diff(between, last);
    Difference whole = diff(first, last);

    Set<String> oneSided = union(one.environments(), two.environments());
    assertThat(oneSided).containsAll(whole.environments());
    Set<String> results = union(one.results(), two.results());
    for (String result : whole.results()) {
      assertThat(results.contains(result) || oneSided.contains(environment(result)))
          .as(result)
          .isTrue();
    }
    whole
        .ranges()
        .forEach(
            (environment, ranges) -> {
              CidrSet onTheWay =
                  one.ranges()
                      .getOrDefault(environment, CidrSet.EMPTY)
                      .union(two.ranges().getOrDefault(environment, CidrSet.EMPTY));
              assertThat(oneSided.contains(environment) || onTheWay.covers(ranges)).isTrue();
            });
    if (stay && whole.worse()) {
      assertThat(one.worse() || two.worse()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 22, 23, 24})
  void nothingDiffersFromItselfAndTheWayBackHasTheSameDifferences(int seed) throws IOException {
    Random random = new Random(seed);
    String first = state("first", random, false);
    String last = state("last", random, false);

    assertThat(diff(first, first))
        .isEqualTo(new Difference(false, Set.of(), Set.of(), new TreeMap<>()));
    assertThat(diff(first, last).ranges()).isEqualTo(diff(last, first).ranges());
    assertThat(diff(first, last).environments()).isEqualTo(diff(last, first).environments());
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  private static String environment(String result) {
    return result.substring(0, result.indexOf(' '));
  }

  private Difference diff(String before, String after) throws IOException {
    Cli.Run run =
        Cli.run(
            "diff",
            before,
            after,
            "--format=json",
            "--bindings",
            new DiffFixture(folder).bindings());
    assertThat(run.err()).isEmpty();
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(run.code() == 1).isEqualTo(json.get("worse").getAsBoolean());
    Set<String> environments = new HashSet<>();
    Set<String> results = new HashSet<>();
    Map<String, CidrSet> ranges = new TreeMap<>();
    for (JsonElement each : json.getAsJsonArray("environments")) {
      JsonObject environment = each.getAsJsonObject();
      String name = environment.get("environment").getAsString();
      if (!environment.get("presence").getAsString().equals("BOTH")) {
        environments.add(name);
        continue;
      }
      for (JsonElement result : environment.getAsJsonArray("results")) {
        results.add(name + " " + key(result.getAsJsonObject()));
      }
      List<Cidr> changed = new ArrayList<>();
      for (JsonElement range : environment.getAsJsonArray("ranges")) {
        range
            .getAsJsonObject()
            .getAsJsonArray("cidrs")
            .forEach(cidr -> changed.add(Cidr.parse(cidr.getAsString())));
      }
      ranges.put(name, CidrSet.of(changed));
    }
    return new Difference(json.get("worse").getAsBoolean(), environments, results, ranges);
  }

  private static String key(JsonObject result) {
    return String.join(
        "/",
        result.get("policy").getAsString(),
        result.get("binding").getAsString(),
        result.get("destination").getAsString());
  }

  private String state(String name, Random random, boolean stay) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      if (stay || i == 0 || random.nextInt(4) > 0) {
        text.append(environment("environment-" + i, random)).append("\n---\n");
      }
    }
    return Files.writeString(folder.resolve(name + ".yaml"), text).toString();
  }

  private static String environment(String name, Random random) throws IOException {
    StringBuilder destinations = new StringBuilder("- cidr: 192.168.0.0/16");
    for (int i = random.nextInt(4); i > 0; i--) {
      // The last one is no range, so that the agent refuses them all; it comes seldom.
      int pick = random.nextInt(12) == 0 ? CIDRS.size() - 1 : random.nextInt(CIDRS.size() - 1);
      destinations.append("\n        - cidr: ").append(CIDRS.get(pick));
    }
    String text =
        Files.readString(SUBJECT)
            .replace("environments/example-environment", "environments/" + name)
            .replace("enableIpMasqAgent: true", "enableIpMasqAgent: " + (random.nextInt(3) > 0))
            .replaceFirst("- cidr: 192.168.0.0/16", destinations.toString());
    return switch (random.nextInt(8)) {
      case 0 -> text.substring(0, text.indexOf("egressNatPolicies:"));
      case 1 -> text.replace("ipCidrRange: 10.10.0.0/20", "ipCidrRange: 10.201.0.0/20");
      default -> text;
    };
  }
}
