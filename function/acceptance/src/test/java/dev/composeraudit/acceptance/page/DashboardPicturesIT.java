package dev.composeraudit.acceptance.page;

import static dev.composeraudit.acceptance.page.DashboardFixture.isOpen;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Keeps pictures of the dashboard's page in each of its states, for people to look at. */
final class DashboardPicturesIT {
  @Test
  void itIsLookedAt() throws Exception {
    try (DashboardFixture own = DashboardFixture.set()) {
      own.open().await("document.body.innerText.includes('Nothing heard yet')");
      own.photograph("empty");
      own.publish(DashboardExamples.findings(Instant.now()));
      own.open().await(isOpen("etl-nightly"));
      own.photograph("board");
      own.openDetails();
      own.photograph("board-open");
      own.openHistory("projects/acme-data/locations/europe-west1/environments/etl-nightly");
      own.photograph("history");
      own.publish(DashboardExamples.many(Instant.now()));
      own.open().await(isOpen("pipeline-39"));
      own.photograph("many");
      own.topic().close();
      own.browser().await("!document.getElementById('trouble').hidden");
      own.photograph("disconnected");
    }
    assertThat(DashboardFixture.SCREENSHOTS.resolve("history-narrow.png")).isNotEmptyFile();
  }
}
