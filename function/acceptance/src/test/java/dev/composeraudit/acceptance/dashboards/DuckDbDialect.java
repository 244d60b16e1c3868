package dev.composeraudit.acceptance.dashboards;

import java.util.List;
import java.util.regex.Pattern;

/**
 * GoogleSQL, as far as {@code scripts/dashboards/bigquery} uses it, in DuckDB's words. GoogleSQL
 * has no engine that runs on a developer's machine; so the statements that are shipped are the only
 * ones, and what differs between the two is stated here, a line each. None of these touches what is
 * selected, joined, ordered or counted.
 */
final class DuckDbDialect {
  private static final List<Replacement> REPLACEMENTS =
      List.of(
          // The one dataset that there is.
          replace("`\\$\\{PROJECT}\\.\\$\\{DATASET}\\.(\\w+)`", "$1"),
          // How BigQuery stores and labels.
          replace("\nPARTITION BY DATE\\(publish_time\\)", ""),
          replace("\nOPTIONS \\(description = '[^']*'\\)", ""),
          // Functions of another name.
          replace("JSON_VALUE_ARRAY\\((\\w+), '([^']*)'\\)", "json_extract_string($1, '$2[*]')"),
          replace("JSON_VALUE\\(", "json_extract_string("),
          replace("SAFE_CAST\\(", "TRY_CAST("),
          replace("TIMESTAMP_MILLIS\\(", "epoch_ms("),
          replace("UNIX_MILLIS\\(", "epoch_ms("),
          replace("ANY_VALUE\\((\\w+) HAVING MIN (\\w+)\\)", "min_by($1, $2)"),
          // Columns left out of a star.
          replace("\\* EXCEPT \\(", "* EXCLUDE ("));

  private DuckDbDialect() {}

  private record Replacement(Pattern google, String duck) {}

  /**
   * The statements, for DuckDB.
   *
   * @throws IllegalStateException if one of the differences does not occur: then it need not be
   *     here
   */
  static String translate(String google) {
    String sql = google;
    for (Replacement replacement : REPLACEMENTS) {
      String replaced = replacement.google().matcher(sql).replaceAll(replacement.duck());
      if (replaced.equals(sql)) {
        throw new IllegalStateException("no longer in use: " + replacement.google());
      }
      sql = replaced;
    }
    return sql;
  }

  private static Replacement replace(String google, String duck) {
    return new Replacement(Pattern.compile(google), duck);
  }
}
