package dev.composeraudit.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.audit.ChangeCoalescer.Turn;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.subject.ClusterName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which of a cluster's changes are audited, and that none is lost. */
final class ChangeCoalescerTest {
  private final ManualTime time = new ManualTime();
  private final ChangeCoalescer changes = new ChangeCoalescer(time);

  @Test
  void aChangeIsAuditedAtOnce() {
    assertThat(changes.begin(cluster(1), time.instant())).isEqualTo(Turn.AUDIT);
  }

  @Test
  void whatIsPublishedWhileAnAuditRunsIsNotCoveredByIt() {
    Instant began = begin(1);
    time.pass(Duration.ofSeconds(5));
    Instant published = time.instant();
    assertThat(changes.begin(cluster(1), published)).isEqualTo(Turn.LATER);
    changes.end(cluster(1), began, true);

    assertThat(changes.begin(cluster(1), published)).isEqualTo(Turn.LATER);
    time.pass(ChangeCoalescer.WINDOW);
    assertThat(changes.begin(cluster(1), published)).isEqualTo(Turn.AUDIT);
  }

  @Test
  void aHundredChangesOfAMinuteAreOneAudit() {
    changes.end(cluster(1), begin(1), true);
    Instant[] published = new Instant[100];
    for (int i = 0; i < published.length; i++) {
      time.pass(Duration.ofMillis(300));
      published[i] = time.instant();
      assertThat(changes.begin(cluster(1), published[i])).isEqualTo(Turn.LATER);
    }
    time.pass(ChangeCoalescer.WINDOW);
    changes.end(cluster(1), begin(1), true);

    for (Instant each : published) {
      assertThat(changes.begin(cluster(1), each)).isEqualTo(Turn.COVERED);
    }
  }

  @Test
  void anAuditThatFailedCoversNothingAndIsRepeatedAtOnce() {
    Instant published = time.instant();
    time.pass(Duration.ofSeconds(10));
    changes.end(cluster(1), begin(1), false);

    assertThat(changes.begin(cluster(1), published)).isEqualTo(Turn.AUDIT);
  }

  @Test
  void anAuditOfAboutTheSameTimeCoversNothingSinceClocksDiffer() {
    changes.end(cluster(1), begin(1), true);

    assertThat(changes.begin(cluster(1), time.instant().minusSeconds(1))).isEqualTo(Turn.LATER);
  }

  @Test
  void changesTakeHalfOfAnInstanceAtMost() {
    for (int i = 0; i < ChangeCoalescer.AT_ONCE; i++) {
      begin(i);
    }
    assertThat(changes.begin(cluster(99), time.instant())).isEqualTo(Turn.LATER);
    changes.end(cluster(0), time.instant(), true);
    assertThat(changes.begin(cluster(99), time.instant())).isEqualTo(Turn.AUDIT);
  }

  @Test
  void whatIsForgottenIsAuditedOnceMore() {
    Instant published = time.instant();
    time.pass(Duration.ofSeconds(10));
    for (int i = 0; i <= ChangeCoalescer.REMEMBERED; i++) {
      changes.end(cluster(i), begin(i), true);
    }
    assertThat(changes.begin(cluster(1), published)).isEqualTo(Turn.COVERED);
    assertThat(changes.begin(cluster(0), published)).isEqualTo(Turn.AUDIT);
  }

  private Instant begin(int number) {
    assertThat(changes.begin(cluster(number), time.instant())).isEqualTo(Turn.AUDIT);
    return time.instant();
  }

  private static ClusterName cluster(int number) {
    return ClusterName.parse("projects/acme-data/locations/europe-west1/clusters/c-" + number);
  }
}
