package dev.composeraudit.cli.accept;

import com.google.common.hash.Hashing;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.composeraudit.policy.source.ExceptionSource;
import dev.composeraudit.policy.source.PolicyFileReader;
import dev.composeraudit.policy.source.ResourcePattern;
import dev.composeraudit.subject.EnvironmentName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * An exception that {@code accept} writes: the environments that violate one policy under one
 * binding in the same way, each by its whole name. It covers every combination of its environments
 * and destinations, and nothing else.
 *
 * @param binding blank for a policy without bindings
 * @param destinations empty for violations of the whole environment
 * @param environments in the order of their names
 */
record AcceptedException(
    String policy,
    String binding,
    List<String> destinations,
    Terms terms,
    List<String> environments) {
  private static final String MADE_BY = "made-by";
  private static final String COMMAND = "composer-audit accept";
  private static final int NAME_OF_POLICY = 40;
  private static final int DIGITS = 10;

  /** What YAML takes for a text without quotes, whatever follows. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_/.-]*");

  private static final Gson QUOTED = new GsonBuilder().disableHtmlEscaping().create();

  AcceptedException {
    destinations = List.copyOf(destinations);
    environments = List.copyOf(environments);
  }

  /** Whether an exception is one that this command wrote, and nobody has widened since. */
  static boolean isOne(ExceptionSource source) {
    List<String> bindings = source.bindings();
    return COMMAND.equals(source.properties().get(MADE_BY))
        && source.policies().size() == 1
        && source.matchConditions().isEmpty()
        && bindings != null
        && bindings.size() < 2
        && source.destinations() != null
        && !source.matchResources().isEmpty()
        && source.matchResources().stream().allMatch(AcceptedException::isName);
  }

  private static boolean isName(ResourcePattern pattern) {
    try {
      return EnvironmentName.parse(pattern.text()).toString().equals(pattern.text());
    } catch (IllegalArgumentException other) {
      return false;
    }
  }

  /** What such an exception accepts, one by one. */
  static Map<AcceptedViolation, Terms> violations(ExceptionSource source) {
    Map<String, String> properties = new TreeMap<>(source.properties());
    properties.remove(MADE_BY);
    Terms terms = new Terms(source.expiresAt(), properties);
    Map<AcceptedViolation, Terms> violations = new TreeMap<>();
    String binding = String.join("", Objects.requireNonNull(source.bindings()));
    List<String> destinations = Objects.requireNonNull(source.destinations());
    for (ResourcePattern environment : source.matchResources()) {
      for (String destination : destinations.isEmpty() ? List.of("") : destinations) {
        violations.put(
            new AcceptedViolation(
                source.policies().get(0), environment.text(), binding, destination),
            terms);
      }
    }
    return violations;
  }

  /** Where violations are that differ in their destinations only. */
  private record Place(
      String policy, String binding, String environment, Terms terms, boolean isWhole) {}

  /** What environments have in common that are in one exception. */
  private record Key(String policy, String binding, List<String> destinations, Terms terms) {}

  /** The fewest exceptions for violations that cover no others, in a fixed order. */
  static List<AcceptedException> group(Map<AcceptedViolation, Terms> accepted) {
    Map<Place, List<String>> destinations = new LinkedHashMap<>();
    new TreeMap<>(accepted)
        .forEach(
            (each, terms) ->
                destinations
                    .computeIfAbsent(place(each, terms), any -> new ArrayList<>())
                    .add(each.destination()));
    Map<Key, List<String>> environments = new LinkedHashMap<>();
    destinations.forEach(
        (place, named) ->
            environments
                .computeIfAbsent(key(place, named), any -> new ArrayList<>())
                .add(place.environment()));
    return environments.entrySet().stream()
        .map(each -> of(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparing(AcceptedException::policy)
                .thenComparing(AcceptedException::binding)
                .thenComparing(each -> String.join("\n", each.destinations()))
                .thenComparing(AcceptedException::name))
        .toList();
  }

  private static Place place(AcceptedViolation each, Terms terms) {
    return new Place(
        each.policy(), each.binding(), each.environment(), terms, each.destination().isEmpty());
  }

  private static Key key(Place place, List<String> destinations) {
    return new Key(
        place.policy(),
        place.binding(),
        place.isWhole() ? List.of() : List.copyOf(destinations),
        place.terms());
  }

  private static AcceptedException of(Key key, List<String> environments) {
    return new AcceptedException(
        key.policy(),
        key.binding(),
        key.destinations(),
        key.terms(),
        environments.stream().sorted().toList());
  }

  /** Depends on all but the environments, so that it stays while these come and go. */
  String name() {
    String what =
        String.join("\n", policy, binding, String.join("\n", destinations), terms.toString());
    return "accepted-%s-%s"
        .formatted(
            policy.substring(0, Math.min(policy.length(), NAME_OF_POLICY)),
            Hashing.sha256()
                .hashString(what, StandardCharsets.UTF_8)
                .toString()
                .substring(0, DIGITS));
  }

  /** The document, without a marker before it. */
  String toYaml() {
    StringBuilder yaml = new StringBuilder();
    line(yaml, "apiVersion: " + PolicyFileReader.API_VERSION);
    line(yaml, "kind: PolicyException");
    line(yaml, "metadata:");
    line(yaml, "  name: " + name());
    line(yaml, "spec:");
    line(yaml, "  policyRefs:");
    line(yaml, "    - {kind: Policy, name: " + text(policy) + "}");
    list(yaml, "matchResources", environments);
    list(yaml, "bindings", binding.isEmpty() ? List.of() : List.of(binding));
    list(yaml, "destinations", destinations);
    line(yaml, "  expiresAt: \"" + terms.expiresAt() + "\"");
    line(yaml, "  properties:");
    Map<String, String> properties = new TreeMap<>(terms.properties());
    properties.put(MADE_BY, COMMAND);
    properties.forEach((key, value) -> line(yaml, "    %s: %s".formatted(text(key), text(value))));
    return yaml.toString();
  }

  private static void list(StringBuilder yaml, String key, List<String> texts) {
    line(yaml, "  " + key + ":" + (texts.isEmpty() ? " []" : ""));
    texts.forEach(each -> line(yaml, "    - " + text(each)));
  }

  private static void line(StringBuilder yaml, String line) {
    yaml.append(line).append('\n');
  }

  private static String text(String value) {
    return PLAIN.matcher(value).matches() && !isWord(value) ? value : QUOTED.toJson(value);
  }

  /** Whether YAML takes it for another value than a text. */
  private static boolean isWord(String value) {
    return List.of("true", "false", "null", "yes", "no", "on", "off", "y", "n")
        .contains(value.toLowerCase(Locale.ROOT));
  }
}
