package dev.composeraudit.cli.format;

import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.subject.EnvironmentName;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The results of one run, for every format to write.
 *
 * @param version of this program
 * @param policySet the digest of the policies in force, {@code sha256:…}
 * @param time as of when everything was judged
 * @param environments how many environments were judged
 * @param missing what was to be judged and could not be read
 * @param rows in the order of the documents and, for each, of the policies' names
 * @param audits what the function would report, for each environment that has a name
 */
public record CheckReport(
    String version,
    String policySet,
    Instant time,
    int environments,
    List<Missing> missing,
    List<Row> rows,
    List<Audit> audits) {
  /** What needs attention first. */
  static final List<Outcome> ORDER =
      List.of(
          Outcome.FAIL, Outcome.ERROR, Outcome.PENDING, Outcome.EXEMPT, Outcome.PASS, Outcome.SKIP);

  private static final Comparator<Row> BY_CONCERN =
      Comparator.comparing((Row row) -> ORDER.indexOf(row.result().outcome()))
          .thenComparing(row -> !row.result().causedBy().isEmpty())
          .thenComparing(row -> row.result().severity(), Comparator.reverseOrder())
          .thenComparing(row -> row.result().policy().name())
          .thenComparing(Row::subject);

  public CheckReport {
    missing = List.copyOf(missing);
    rows = List.copyOf(rows);
    audits = List.copyOf(audits);
  }

  /**
   * Something that could not be read.
   *
   * @param what a document, a project, an environment
   * @param why one line
   * @param help what would help, one line
   */
  public record Missing(String what, String why, String help) {}

  /**
   * A result, and what it is about.
   *
   * @param environment null if its name is not known yet
   * @param file the document that it comes from, as the user named it; null if from none
   * @param address of the resource in its document; null if it has none
   * @param line of the resource in the file, from 1; null if not known
   */
  public record Row(
      @Nullable EnvironmentName environment,
      @Nullable String file,
      @Nullable String address,
      @Nullable Integer line,
      Result result) {
    /** What it is called: by its name, else by its address, else by its file. */
    public String subject() {
      if (environment != null) {
        return environment.toString();
      }
      return address != null ? address : String.valueOf(file);
    }

    /** File and line, as an editor takes them; blank if it comes from no file. */
    String place() {
      if (file == null) {
        return "";
      }
      return line == null ? file : file + ":" + line;
    }
  }

  /** Whether there is something that could not be read. */
  public boolean partial() {
    return !missing.isEmpty();
  }

  /** How many environments and results there are, such as "8 environments, 35 results". */
  String counted() {
    String judged = counted(environments, "environment");
    return rows.isEmpty() ? judged : judged + ", " + counted(rows.size(), "result");
  }

  private static String counted(int count, String noun) {
    return "%d %s".formatted(count, count == 1 ? noun : noun + "s");
  }

  /**
   * The number of each outcome, such as "2 FAIL, 1 PASS".
   *
   * @param paint colours a number and its outcome
   */
  String outcomes(BiFunction<Outcome, String, String> paint) {
    Map<Outcome, Long> counts = summary();
    String outcomes =
        ORDER.stream()
            .filter(outcome -> counts.getOrDefault(outcome, 0L) > 0)
            .map(outcome -> paint.apply(outcome, counts.get(outcome) + " " + outcome))
            .collect(Collectors.joining(", "));
    return outcomes.isEmpty() ? "no results" : outcomes;
  }

  /** How often each outcome came, those that never did included. */
  public Map<Outcome, Long> summary() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, rows.stream().filter(row -> row.result().outcome() == outcome).count());
    }
    return counts;
  }

  /** All rows: violations first, root causes before what they explain, the worst first. */
  List<Row> byConcern() {
    return rows.stream().sorted(BY_CONCERN).toList();
  }

  /** The policies that something was judged by, in the order of their names. */
  Collection<PolicyInfo> policies() {
    Map<String, PolicyInfo> byName = new TreeMap<>();
    rows.forEach(row -> byName.put(row.result().policy().name(), row.result().policy()));
    return byName.values();
  }
}
