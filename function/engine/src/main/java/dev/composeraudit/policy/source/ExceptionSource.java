package dev.composeraudit.policy.source;

import dev.composeraudit.document.Document;
import dev.composeraudit.policy.result.ExceptionInfo;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An exception as it was written: it turns a FAIL into EXEMPT until it expires.
 *
 * @param bindings names of the only bindings under which it covers violations; empty = those of
 *     policies that have no binding; null = all
 * @param destinations the only ones whose violations it covers, see {@link DestinationSet}; empty =
 *     violations that name none; null = all
 * @param owner who approved it
 * @param properties all of them, by name: who approved it and why, and what else was written
 */
public record ExceptionSource(
    String name,
    List<String> policies,
    List<ResourcePattern> matchResources,
    List<PolicySource.Clause> matchConditions,
    @Nullable List<String> bindings,
    @Nullable List<String> destinations,
    Instant expiresAt,
    String owner,
    String reason,
    Map<String, String> properties,
    Document document) {
  public ExceptionSource {
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /**
   * Whether it names single violations. It covers these alone, and not what they explain in other
   * policies.
   */
  public boolean isExact() {
    return bindings != null || destinations != null;
  }

  /**
   * Whether it covers at least a part of a violation of one of its policies.
   *
   * @param binding blank for a policy without bindings
   * @param about destinations; empty = the whole environment; null = not known
   */
  public boolean concerns(String binding, @Nullable List<String> about) {
    if (bindings != null
        && !(binding.isEmpty() ? bindings.isEmpty() : bindings.contains(binding))) {
      return false;
    }
    if (destinations == null) {
      return true;
    }
    if (about == null || about.isEmpty()) {
      return about != null && destinations.isEmpty();
    }
    return about.stream().anyMatch(DestinationSet.of(destinations)::touches);
  }

  /** Who answers for it is its property {@code owner}, or else who approved it. */
  public ExceptionInfo info() {
    return new ExceptionInfo(
        name,
        policies,
        expiresAt,
        properties.getOrDefault("owner", owner),
        properties.getOrDefault("ticket", ""));
  }

  /** Whether it covers every environment there is. */
  public boolean coversAll() {
    return matchConditions.isEmpty()
        && (matchResources.isEmpty()
            || matchResources.stream().anyMatch(ResourcePattern::matchesAll));
  }

  /** Reads an exception; errors are collected. */
  static ExceptionSource read(ObjectReader object) {
    String name = object.metadataName();
    ObjectReader spec = object.object("spec", true);
    List<String> policies = new ArrayList<>();
    for (ObjectReader reference : spec.objects("policyRefs")) {
      reference.constant("kind", "Policy");
      policies.add(reference.text("name"));
      reference.close();
    }
    if (policies.isEmpty()) {
      spec.addIssue("missing-key", "policyRefs", "policyRefs: at least one is needed");
    }
    ObjectReader properties = spec.object("properties", true);
    ExceptionSource exception =
        new ExceptionSource(
            name,
            policies,
            ResourcePattern.read(spec),
            PolicySource.clauses(spec, "matchConditions"),
            spec.has("bindings") ? names(spec, "bindings") : null,
            spec.has("destinations") ? spec.texts("destinations") : null,
            expiry(spec),
            properties.text("approved-by"),
            properties.text("reason"),
            properties(properties),
            object.document());
    properties.close();
    spec.close();
    return exception;
  }

  private static Map<String, String> properties(ObjectReader properties) {
    Map<String, String> all = new TreeMap<>();
    properties.keys().forEach(key -> all.put(key, properties.optionalText(key, "")));
    return all;
  }

  private static List<String> names(ObjectReader spec, String key) {
    List<String> names = spec.texts(key);
    for (int i = 0; i < names.size(); i++) {
      if (!ObjectReader.NAME.matcher(names.get(i)).matches()) {
        spec.addIssue("name", key + "[" + i + "]", key + ": each must be the name of a binding");
      }
    }
    return names;
  }

  private static Instant expiry(ObjectReader spec) {
    String text = spec.text("expiresAt");
    try {
      return text.isBlank() ? Instant.MIN : Instant.parse(text);
    } catch (DateTimeException malformed) {
      spec.addIssue(
          "date-time", "expiresAt", "expiresAt: must be a time such as 2027-03-31T00:00:00Z");
      return Instant.MIN;
    }
  }
}
