package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.subject.EnvironmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The values of the rows of the HTML page, which are many: their size is bounded. */
final class HtmlRow {
  /** What all rows may take, in characters, so that the page stays below ten megabytes. */
  private static final long ALL = 9_000_000;

  /** About what a row takes without its remedies: one that asks for attention, and another. */
  private static final long ATTENTION = 850;

  private static final long OTHER = 250;

  private static final Pattern ESCAPED = Pattern.compile("[&<>\"'`=]");

  /** The most characters of remedies and pictures in a page; further rows have none. */
  private long room;

  private final HtmlPictures pictures;

  HtmlRow(List<Row> rows, HtmlPictures pictures) {
    this.pictures = pictures;
    long attention = rows.stream().filter(row -> Recommendations.applies(row.result())).count();
    this.room = ALL - attention * ATTENTION - (rows.size() - attention) * OTHER;
  }

  /** By the names in the template. */
  Map<String, Object> values(Row row) {
    Result result = row.result();
    boolean attention = Recommendations.applies(result);
    Map<String, Object> values = new HashMap<>(name(row));
    values.put("severity", result.severity().name());
    values.put("badge", attention && result.outcome() != Outcome.PENDING);
    // That it complies has been said by its section.
    values.put("messages", result.outcome() == Outcome.PASS ? List.of() : result.messages());
    long size = size(result.remedies());
    boolean fits = size <= room;
    room -= fits ? size : 0;
    List<Map<String, Object>> drawn = pictures.of(row, room);
    room -= drawn.stream().mapToLong(HtmlRow::pictureSize).sum();
    values.put("pictures", drawn);
    values.put("facts", attention ? facts(row, fits) : List.of());
    values.put("remedies", fits ? result.remedies() : List.of());
    values.put("hasRemedies", fits && !result.remedies().isEmpty());
    return values;
  }

  /** In characters of HTML. */
  private static long size(List<Result.Remedy> remedies) {
    long size = 0;
    for (Result.Remedy remedy : remedies) {
      size += 60 + remedy.title().length() + remedy.text().length();
      size += 5 * ESCAPED.matcher(remedy.text()).results().count();
    }
    return size;
  }

  private static long pictureSize(Map<String, Object> picture) {
    return 200L + String.valueOf(picture.get("svg")).length();
  }

  /** What it is called, and where it is. */
  static Map<String, Object> name(Row row) {
    EnvironmentName environment = row.environment();
    return environment == null
        ? Map.of("name", row.subject(), "where", "")
        : Map.of(
            "name",
            environment.environment(),
            "where",
            environment.project() + " · " + environment.location());
  }

  private static List<String> facts(Row row, boolean remediesFit) {
    Result result = row.result();
    List<String> facts = new ArrayList<>();
    if (!result.causedBy().isEmpty()) {
      facts.add("because of " + String.join(", ", result.causedBy()));
    }
    if (result.exception() != null) {
      facts.add(ExceptionText.of(result.exception()));
    }
    result.notes().forEach(note -> facts.add("note: " + note));
    String address = row.address() == null || row.environment() == null ? "" : " " + row.address();
    if (!row.place().isEmpty()) {
      facts.add("in " + row.place() + address);
    }
    if (!remediesFit && !result.remedies().isEmpty()) {
      facts.add("check --fix prints how to comply");
    }
    return facts;
  }
}
