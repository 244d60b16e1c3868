package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What Cloud Monitoring would refuse, or take and never act on, and what would not fit together.
 * Limits are those of the reference of AlertPolicy and LogMetric.
 */
final class MonitoringFilesTest {
  private static final Pattern USER_METRIC =
      Pattern.compile("metric\\.type=\"logging\\.googleapis\\.com/user/([^\"]+)\"");
  private static final Pattern METRIC_LABEL = Pattern.compile("metric\\.labels?\\.(\\w+)");
  private static final Pattern LOG_LABEL = Pattern.compile("\\$\\{log\\.extracted_label\\.(\\w+)}");
  private static final int ALIGNMENT_OF_ALERTS = 90_000;
  private static final int LABELS_OF_A_METRIC = 10;

  @Test
  void aMetricHasTheNameOfItsFileAndAnExtractorForEachLabel() throws Exception {
    for (Map.Entry<String, JsonObject> file : MonitoringFiles.metrics().entrySet()) {
      JsonObject metric = file.getValue();
      assertThat(metric.get("name").getAsString()).isEqualTo("composer_audit/" + file.getKey());
      assertThat(labels(metric))
          .as(file.getKey())
          .isEqualTo(
              metric.has("labelExtractors")
                  ? metric.getAsJsonObject("labelExtractors").keySet()
                  : Set.of())
          .hasSizeLessThanOrEqualTo(LABELS_OF_A_METRIC);
      boolean distribution =
          text(metric.getAsJsonObject("metricDescriptor"), "valueType").equals("DISTRIBUTION");
      assertThat(metric.has("valueExtractor")).as(file.getKey()).isEqualTo(distribution);
      assertThat(metric.has("bucketOptions")).as(file.getKey()).isEqualTo(distribution);
    }
  }

  /** A mail shows the documentation as Markdown; log entries have no backquotes in these fields. */
  @Test
  void whatAFindingSaysIsShownAsItIs() throws Exception {
    for (Map.Entry<String, JsonObject> alert : MonitoringFiles.alerts().entrySet()) {
      String content = text(alert.getValue().getAsJsonObject("documentation"), "content");
      assertThat(content.replaceAll("`\\$\\{log\\.extracted_label\\.\\w+}`", ""))
          .as(alert.getKey())
          .doesNotContain("${log.");
    }
  }

  @Test
  void whatReadsAMetricReadsOneThatIsDefinedWithItsLabels() throws Exception {
    List<JsonObject> readers = new ArrayList<>();
    for (JsonObject alert : MonitoringFiles.alerts().values()) {
      readers.addAll(MonitoringFiles.holding(alert, "filter"));
    }
    readers.addAll(MonitoringFiles.holding(MonitoringFiles.dashboard(), "filter"));
    Set<String> read = new TreeSet<>();
    for (JsonObject reader : readers) {
      Matcher metric = USER_METRIC.matcher(text(reader, "filter"));
      if (metric.find()) {
        String name = metric.group(1).replaceFirst("^composer_audit/", "");
        read.add(name);
        assertThat(labels(MonitoringFiles.metric(name)))
            .as(reader.toString())
            .containsAll(all(METRIC_LABEL, reader.toString()));
      }
    }
    assertThat(read).as("a metric that nobody reads").isEqualTo(MonitoringFiles.metrics().keySet());
  }

  @Test
  void anAlertOnLogEntriesStandsAloneAndIsRateLimitedAndOthersAreNot() throws Exception {
    for (Map.Entry<String, JsonObject> file : MonitoringFiles.alerts().entrySet()) {
      JsonArray conditions = file.getValue().getAsJsonArray("conditions");
      boolean onEntries =
          !MonitoringFiles.holding(file.getValue(), "conditionMatchedLog").isEmpty();
      assertThat(file.getValue().getAsJsonObject("alertStrategy").has("notificationRateLimit"))
          .as(file.getKey())
          .isEqualTo(onEntries);
      assertThat(conditions.size()).isBetween(1, onEntries ? 1 : 6);
    }
  }

  @Test
  void thresholdsKeepToTheirLimits() throws Exception {
    for (JsonObject alert : MonitoringFiles.alerts().values()) {
      for (JsonObject each : MonitoringFiles.holding(alert, "alignmentPeriod")) {
        assertThat(seconds(each, "alignmentPeriod")).isBetween(60, ALIGNMENT_OF_ALERTS);
      }
      for (JsonObject each : MonitoringFiles.holding(alert, "evaluationMissingData")) {
        assertThat(seconds(each, "duration")).isGreaterThanOrEqualTo(60);
      }
    }
  }

  @Test
  void anAlertSaysWhatToDoInWordsThatItHas() throws Exception {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, JsonObject> file : MonitoringFiles.alerts().entrySet()) {
      JsonObject alert = file.getValue();
      JsonObject documentation = alert.getAsJsonObject("documentation");
      assertThat(names.add(text(alert, "displayName"))).as("a name of its own").isTrue();
      assertThat(text(documentation, "subject").length()).isBetween(1, 255);
      assertThat(text(documentation, "content").getBytes(StandardCharsets.UTF_8).length)
          .isBetween(100, 8 * 1024);
      Set<String> extracted = new TreeSet<>();
      MonitoringFiles.holding(alert, "labelExtractors")
          .forEach(it -> extracted.addAll(it.getAsJsonObject("labelExtractors").keySet()));
      assertThat(extracted).containsAll(all(LOG_LABEL, documentation.toString()));
    }
  }

  @Test
  void theTilesOfTheDashboardFitAndDoNotOverlap() throws Exception {
    JsonObject layout = MonitoringFiles.dashboard().getAsJsonObject("mosaicLayout");
    Set<String> taken = new TreeSet<>();
    for (JsonElement element : layout.getAsJsonArray("tiles")) {
      JsonObject tile = element.getAsJsonObject();
      int left = number(tile, "xPos");
      int top = number(tile, "yPos");
      assertThat(left + number(tile, "width")).isLessThanOrEqualTo(number(layout, "columns"));
      for (int x = left; x < left + number(tile, "width"); x++) {
        for (int y = top; y < top + number(tile, "height"); y++) {
          assertThat(taken.add(x + "," + y)).as(tile.toString()).isTrue();
        }
      }
    }
  }

  private static Set<String> labels(JsonObject metric) {
    Set<String> labels = new TreeSet<>();
    MonitoringFiles.holding(metric, "key").forEach(label -> labels.add(text(label, "key")));
    return labels;
  }

  private static Set<String> all(Pattern pattern, String in) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(in);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String text(JsonObject object, String key) {
    return object.get(key).getAsString();
  }

  private static int number(JsonObject object, String key) {
    return object.has(key) ? object.get(key).getAsInt() : 0;
  }

  private static int seconds(JsonObject object, String key) {
    return Integer.parseInt(text(object, key).replaceFirst("s$", ""));
  }
}
