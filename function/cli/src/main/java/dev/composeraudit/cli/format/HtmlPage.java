package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What the template of the HTML page is filled with. */
final class HtmlPage {
  /** How many environments the summary names. */
  private static final int ENVIRONMENTS = 12;

  /** From so many results on, the browser need not lay out what is not visible. */
  private static final int MANY = 500;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final CheckReport report;
  private final Map<Outcome, Long> counts;

  HtmlPage(CheckReport report) {
    this.report = report;
    this.counts = report.summary();
  }

  /** By the names in the template; may be added to. */
  Map<String, Object> values() {
    Map<String, Object> page = new HashMap<>();
    page.put("version", report.version());
    page.put("policySet", report.policySet());
    page.put("time", report.time().toString());
    page.put("timeText", TIME.format(report.time()));
    page.put("environments", counted(report.environments(), "environment", "environments"));
    page.put("policies", counted(report.policies().size(), "policy", "policies"));
    page.put("headline", headline());
    page.put("headlineVerdict", headlineVerdict());
    page.put("partial", report.partial());
    page.put("many", report.rows().size() > MANY);
    page.put("missing", report.missing());
    page.put("tiles", CheckReport.ORDER.stream().map(this::tile).toList());
    page.put(
        "outcomes",
        CheckReport.ORDER.stream().filter(each -> count(each) > 0).map(this::tile).toList());
    page.put("policyNames", report.policies().stream().map(PolicyInfo::name).toList());
    page.put("hasViolations", count(Outcome.FAIL) > 0);
    page.put("byPolicy", byPolicy());
    addEnvironments(page);
    HtmlPictures pictures = new HtmlPictures(report.rows());
    page.put("sections", sections(pictures));
    page.put("picturesLeftOut", leftOut(pictures));
    return page;
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }

  private String headline() {
    if (count(Outcome.FAIL) > 0) {
      long affected =
          report.rows().stream()
              .filter(row -> row.result().outcome() == Outcome.FAIL)
              .map(Row::subject)
              .distinct()
              .count();
      return "%s in %s"
          .formatted(
              counted(count(Outcome.FAIL), "violation", "violations"),
              counted(affected, "environment", "environments"));
    }
    if (count(Outcome.ERROR) > 0 || report.partial()) {
      return "Not everything could be judged";
    }
    if (report.rows().isEmpty()) {
      return "Nothing was judged";
    }
    long pending = count(Outcome.PENDING);
    return pending == 0 ? "No violations" : "No violations, %s pending".formatted(number(pending));
  }

  private String headlineVerdict() {
    if (count(Outcome.FAIL) > 0) {
      return Outcome.FAIL.name();
    }
    boolean doubtful = count(Outcome.ERROR) > 0 || report.partial() || report.rows().isEmpty();
    if (doubtful) {
      return Outcome.ERROR.name();
    }
    return count(Outcome.PENDING) > 0 ? Outcome.PENDING.name() : Outcome.PASS.name();
  }

  private Map<String, Object> tile(Outcome outcome) {
    return Map.of(
        "outcome", outcome.name(),
        "sign", sign(outcome),
        "word", word(outcome),
        "count", number(count(outcome)),
        "none", count(outcome) == 0);
  }

  /** The policies that are violated, the worst first. */
  private List<Map<String, Object>> byPolicy() {
    return byPolicy(rows(Outcome.FAIL)).values().stream()
        .map(
            rows ->
                Map.<String, Object>of(
                    "title", rows.get(0).result().policy().displayName(),
                    "severity", worst(rows).name(),
                    "count", number(rows.stream().map(Row::subject).distinct().count())))
        .toList();
  }

  private static Severity worst(List<Row> rows) {
    return rows.stream()
        .map(row -> row.result().severity())
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFORMATIONAL);
  }

  private void addEnvironments(Map<String, Object> page) {
    Map<String, List<Row>> bySubject =
        report.rows().stream()
            .collect(Collectors.groupingBy(Row::subject, LinkedHashMap::new, Collectors.toList()));
    List<List<Row>> violating =
        bySubject.values().stream()
            .filter(rows -> number(rows, Outcome.FAIL) > 0)
            .sorted(Comparator.comparing(rows -> -number(rows, Outcome.FAIL)))
            .toList();
    page.put(
        "byEnvironment",
        violating.stream().limit(ENVIRONMENTS).map(HtmlPage::environment).toList());
    int more = violating.size() - ENVIRONMENTS;
    page.put(
        "moreEnvironments",
        more <= 0 ? "" : "and " + counted(more, "more environment", "more environments"));
  }

  private static Map<String, Object> environment(List<Row> rows) {
    Map<String, Object> values = new HashMap<>(HtmlRow.name(rows.get(0)));
    values.put("violations", number(number(rows, Outcome.FAIL)));
    values.put("errors", number(number(rows, Outcome.ERROR)));
    return values;
  }

  private static long number(List<Row> rows, Outcome outcome) {
    return rows.stream().filter(row -> row.result().outcome() == outcome).count();
  }

  private List<Map<String, Object>> sections(HtmlPictures pictures) {
    HtmlRow builder = new HtmlRow(report.rows(), pictures);
    List<Map<String, Object>> sections = new ArrayList<>();
    for (Outcome outcome : CheckReport.ORDER) {
      if (count(outcome) > 0) {
        Map<String, Object> section = new HashMap<>(tile(outcome));
        section.put("id", "result-" + outcome.name().toLowerCase(Locale.ROOT));
        section.put(
            "groups",
            byPolicy(rows(outcome)).values().stream()
                .map(rows -> group(outcome, rows, builder))
                .toList());
        sections.add(section);
      }
    }
    return sections;
  }

  /** The results of one policy; those that ask for no attention are folded. */
  private static Map<String, Object> group(Outcome outcome, List<Row> rows, HtmlRow builder) {
    PolicyInfo policy = rows.get(0).result().policy();
    Map<String, Object> group = new HashMap<>();
    group.put("name", policy.name());
    group.put("title", policy.displayName());
    group.put("required", outcome != Outcome.PASS && outcome != Outcome.SKIP);
    group.put("description", policy.description());
    group.put("recommendation", outcome == Outcome.FAIL ? policy.recommendation() : "");
    group.put("standards", String.join(" · ", policy.standards()));
    group.put("count", number(rows.size()));
    group.put("countText", counted(rows.size(), "environment", "environments"));
    group.put("open", outcome != Outcome.PASS && outcome != Outcome.SKIP);
    group.put("rows", rows.stream().map(builder::values).toList());
    return group;
  }

  /** A sentence that some pictures were left out; blank if none was. */
  private static String leftOut(HtmlPictures pictures) {
    return pictures.drawn() == pictures.wanted()
        ? ""
        : ("%s of %s pictures are shown, for the first results; composer-audit explain --format"
                + " svg draws the others.")
            .formatted(number(pictures.drawn()), number(pictures.wanted()));
  }

  private Collection<Row> rows(Outcome outcome) {
    return report.byConcern().stream().filter(row -> row.result().outcome() == outcome).toList();
  }

  private static Map<String, List<Row>> byPolicy(Collection<Row> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.result().policy().name(), LinkedHashMap::new, Collectors.toList()));
  }

  private static String number(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  private static String counted(long count, String one, String many) {
    return number(count) + " " + (count == 1 ? one : many);
  }

  private static String sign(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> "✕";
      case ERROR -> "?";
      case PENDING -> "…";
      case EXEMPT -> "◷";
      case PASS -> "✓";
      case SKIP -> "–";
    };
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> "Violated";
      case ERROR -> "Could not be judged";
      case PENDING -> "Pending";
      case EXEMPT -> "Exempt";
      case PASS -> "Complies";
      case SKIP -> "Does not apply";
    };
  }
}
