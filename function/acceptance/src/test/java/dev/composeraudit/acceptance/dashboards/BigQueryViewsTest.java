package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What the views of {@code scripts/dashboards/bigquery} make of messages, run on DuckDB. */
final class BigQueryViewsTest {
  private static final String LATEST = "SELECT policy, environment, result FROM findings_latest";
  private static final String OPEN =
      "SELECT policy, environment FROM open_violations ORDER BY policy, environment";
  private static final String EPISODES =
      "SELECT opened_by, opened_at, seconds_to_detect, closed_at, seconds_to_close"
          + " FROM time_to_detect ORDER BY opened_at";

  @AutoClose private final DuckDbWarehouse warehouse;

  BigQueryViewsTest() throws Exception {
    warehouse = DuckDbWarehouse.open();
  }

  @Test
  void whateverArrivesLastTheLatestEventCounts() throws Exception {
    List<PublishedMessages> story =
        List.of(
            PublishedMessages.of("FAIL", "2026-11-23T10:00").by("create-first"),
            PublishedMessages.of("FAIL", "2026-11-23T10:25"),
            PublishedMessages.of("PASS", "2026-11-23T11:00").by("update"),
            // An event that is delivered twice.
            PublishedMessages.of("FAIL", "2026-11-23T10:25").again("FAIL"));
    List<List<PublishedMessages>> orders = orders(story);
    assertThat(orders).hasSize(24);
    for (List<PublishedMessages> order : orders) {
      warehouse.run("DELETE FROM findings_raw");
      arrive(order);
      assertThat(warehouse.rows(LATEST)).containsExactly("agent etl PASS");
      assertThat(warehouse.rows(OPEN)).isEmpty();
      assertThat(warehouse.rows("SELECT count(*) FROM time_to_detect WHERE closed_at IS NULL"))
          .containsExactly("0");
      assertThat(warehouse.rows("SELECT passing, failing FROM compliance_by_day"))
          .containsExactly("1 0");
    }
  }

  @Test
  void aDeletionIsFinalForLateMessagesToo() throws Exception {
    arrive(
        List.of(
            PublishedMessages.of("GONE", "2026-11-23T12:00").by("delete"),
            PublishedMessages.of("FAIL", "2026-11-23T10:25"),
            PublishedMessages.of("ERROR", "2026-11-23T11:00")));
    assertThat(warehouse.rows(LATEST)).containsExactly("agent etl GONE");
    assertThat(warehouse.rows(OPEN)).isEmpty();
    assertThat(warehouse.rows("SELECT * FROM compliance_by_day")).isEmpty();
  }

  @Test
  void aMessageThatIsDeliveredAgainIsOneViolation() throws Exception {
    PublishedMessages violation = PublishedMessages.of("FAIL", "2026-11-23T10:25");
    arrive(List.of(violation, violation, violation));
    assertThat(warehouse.rows(OPEN)).containsExactly("agent etl");
    assertThat(warehouse.rows("SELECT failing FROM compliance_by_day")).containsExactly("1");
    assertThat(warehouse.rows("SELECT count(*) FROM time_to_detect")).containsExactly("1");
  }

  @Test
  void ofTwoEvaluationsOfOneEventTheLaterCounts() throws Exception {
    PublishedMessages first = PublishedMessages.of("ERROR", "2026-11-23T10:25");
    arrive(List.of(first.again("PASS"), first));
    assertThat(warehouse.rows(LATEST)).containsExactly("agent etl PASS");
  }

  @Test
  void onlyRootsThatAreNeitherBaselineNorExemptAreOpenViolations() throws Exception {
    PublishedMessages violation = PublishedMessages.of("FAIL", "2026-11-23T10:25");
    arrive(
        List.of(
            violation,
            violation.about("leak", "etl").explainedBy("agent", "mode"),
            violation.about("agent", "old").ofBaseline(),
            PublishedMessages.of("SUPPRESSED", "2026-11-23T10:25").about("agent", "excused"),
            PublishedMessages.of("ERROR", "2026-11-23T10:25").about("agent", "unseen"),
            PublishedMessages.of("SKIP", "2026-11-23T10:25").about("agent", "composer-3")));
    assertThat(warehouse.rows(OPEN)).containsExactly("agent etl");
    assertThat(warehouse.rows("SELECT caused_by FROM findings_latest WHERE policy = 'leak'"))
        .containsExactly("agent, mode");
    assertThat(
            warehouse.rows(
                "SELECT passing, failing, explained, baseline, exempt, not_judged, pass_ratio"
                    + " FROM compliance_by_day ORDER BY policy"))
        .containsExactly("0 1 0 1 1 1 0.0", "0 0 1 0 0 0 0.0");
  }

  @Test
  void aViolationThatComesBackIsOpenSinceItCameBack() throws Exception {
    arrive(
        List.of(
            PublishedMessages.of("FAIL", "2026-11-21T10:00"),
            PublishedMessages.of("PASS", "2026-11-21T11:00").by("update"),
            PublishedMessages.of("FAIL", "2026-11-23T09:00").by("update"),
            PublishedMessages.of("ERROR", "2026-11-23T09:30").by("sweep"),
            PublishedMessages.of("FAIL", "2026-11-23T10:00").by("sweep")));
    assertThat(warehouse.rows("SELECT environment, opened_at FROM open_violations"))
        .containsExactly("etl 2026-11-23 09:00:00");
    assertThat(warehouse.rows("SELECT opened_by, opened_at, closed_at FROM time_to_detect"))
        .containsExactlyInAnyOrder(
            "create-last 2026-11-21 10:00:00 2026-11-21 11:00:00",
            "update 2026-11-23 09:00:00 null");
  }

  @Test
  void detectionIsTheFirstPublicationWhicheverEventItCameFrom() throws Exception {
    PublishedMessages first = PublishedMessages.of("FAIL", "2026-11-23T10:00").by("create-first");
    PublishedMessages last = PublishedMessages.of("FAIL", "2026-11-23T10:25");
    warehouse.insert(last.json(), Instant.parse("2026-11-23T10:25:06.500Z"));
    warehouse.insert(first.json(), Instant.parse("2026-11-23T10:40:00Z"));
    warehouse.insert(
        PublishedMessages.of("GONE", "2026-11-23T11:00").json(),
        Instant.parse("2026-11-23T11:00:05Z"));
    assertThat(warehouse.rows(EPISODES))
        .containsExactly("create-first 2026-11-23 10:00:00 1506.5 2026-11-23 11:00:00 3600.0");
  }

  @Test
  void whatWasNeverViolatedHasNoTimeToDetect() throws Exception {
    arrive(
        List.of(
            PublishedMessages.of("PASS", "2026-11-23T10:25"),
            PublishedMessages.of("GONE", "2026-11-23T11:00")));
    assertThat(warehouse.rows(EPISODES)).isEmpty();
  }

  @Test
  void anEnvironmentCountsEachDayUntilItIsGone() throws Exception {
    arrive(
        List.of(
            PublishedMessages.of("FAIL", "2026-11-20T10:00"),
            PublishedMessages.of("PASS", "2026-11-22T10:00"),
            PublishedMessages.of("FAIL", "2026-11-22T09:00"),
            PublishedMessages.of("GONE", "2026-11-24T10:00"),
            PublishedMessages.of("PASS", "2026-11-21T08:00").about("agent", "other")));
    assertThat(warehouse.rows("SELECT day, passing, failing, pass_ratio FROM compliance_by_day"))
        .containsExactlyInAnyOrder(
            "2026-11-20 0 1 0.0", "2026-11-21 1 1 0.5", "2026-11-22 2 0 1.0", "2026-11-24 1 0 1.0");
  }

  @Test
  void messagesOfAnotherKindAreNotRead() throws Exception {
    warehouse.insert("\"text\"", Instant.parse("2026-11-23T10:00:00Z"));
    JsonObject ofAnotherClass =
        PublishedMessages.of("FAIL", "2026-11-23T10:25").about("other", "etl").json();
    ofAnotherClass.addProperty("class_uid", 2004);
    warehouse.insert(ofAnotherClass, Instant.parse("2026-11-23T10:00:00Z"));
    warehouse.insert("[1, {\"class_uid\": 2003}]", Instant.parse("2026-11-23T10:00:00Z"));
    warehouse.insert(
        "{\"class_uid\": 2003, \"finding_info\": {\"last_seen_time\": \"soon\"}}",
        Instant.parse("2026-11-23T10:00:00Z"));
    arrive(List.of(PublishedMessages.of("FAIL", "2026-11-23T10:25")));
    assertThat(warehouse.rows(LATEST)).containsExactly("agent etl FAIL");
    assertThat(warehouse.rows(OPEN)).containsExactly("agent etl");
    assertThat(warehouse.rows("SELECT failing FROM compliance_by_day")).containsExactly("1");
  }

  /** In this order, a second from each other, on the day after. */
  private void arrive(List<PublishedMessages> messages) throws Exception {
    Instant arrival = Instant.parse("2026-11-25T00:00:00Z");
    for (PublishedMessages message : messages) {
      warehouse.insert(message.json(), arrival);
      arrival = arrival.plusSeconds(1);
    }
  }

  private static <T> List<List<T>> orders(List<T> of) {
    if (of.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> orders = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      List<T> rest = new ArrayList<>(of);
      T first = rest.remove(i);
      for (List<T> order : orders(rest)) {
        List<T> extended = new ArrayList<>();
        extended.add(first);
        extended.addAll(order);
        orders.add(extended);
      }
    }
    return orders;
  }
}
