package dev.composeraudit.cli.scan;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.live.ReadFailures;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Collects which environments could not be read. Those of one project that have the same obstacle
 * are reported together, since one remedy helps them all.
 */
final class Obstacles {
  private static final int NAMED = 3;

  private static final Comparator<EnvironmentName> BY_NAME =
      Comparator.comparing(EnvironmentName::toString);

  private final Map<String, List<EnvironmentName>> environments = new TreeMap<>();
  private final Map<String, String> whys = new TreeMap<>();

  /**
   * Adds one.
   *
   * @param why what happened, and in parentheses at the end what would help
   */
  void add(EnvironmentName name, String why) {
    // The same sentence about another environment of the project.
    String kind = why.replace(name.toString(), "").replace(name.environment(), "");
    String key = name.project() + "\n" + kind;
    environments.computeIfAbsent(key, any -> new ArrayList<>()).add(name);
    whys.putIfAbsent(key, why);
  }

  /** All of them, in the order of the projects. */
  List<Missing> missing() {
    List<Missing> all = new ArrayList<>();
    environments.forEach(
        (key, names) ->
            all.add(ReadFailures.of(what(names.stream().sorted(BY_NAME).toList()), why(key))));
    return all;
  }

  private String why(String key) {
    return whys.getOrDefault(key, "");
  }

  private static String what(List<EnvironmentName> names) {
    if (names.size() == 1) {
      return names.get(0).toString();
    }
    String some =
        names.stream()
            .limit(NAMED)
            .map(name -> name.location() + "/" + name.environment())
            .collect(Collectors.joining(", "));
    return "%d environments of projects/%s (%s%s)"
        .formatted(names.size(), names.get(0).project(), some, names.size() > NAMED ? ", …" : "");
  }
}
