package dev.composeraudit.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.event.EventDecoder;
import dev.composeraudit.event.ProjectFilter;
import dev.composeraudit.event.TestEntry;
import dev.composeraudit.fetch.EnvironmentReader;
import dev.composeraudit.fetch.FetchResult.Gone;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.ManualTime;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnvironmentFetcherTest {
  private final ManualTime time = new ManualTime(Instant.parse(TestEntry.TIME));
  private final EnvironmentReader reader = mock(EnvironmentReader.class);

  @Test
  void anInterruptEndsTheWaitingAtFirstAndIsPassedOn() throws Exception {
    when(reader.read(any(), any(), any(), any()))
        .thenReturn(new Gone(EnvironmentName.parse(TestEntry.NAME)));
    EnvironmentFetcher interrupted =
        new EnvironmentFetcher(
            reader,
            time,
            duration -> {
              throw new InterruptedException();
            });
    AuditRequest event =
        (AuditRequest)
            new EventDecoder(ProjectFilter.EVERYTHING, time).decode(TestEntry.first().event());

    assertThat(interrupted.fetch(event, Deadline.in(Deadline.EVENT, time)).environment())
        .isInstanceOfSatisfying(
            Unknown.class, why -> assertThat(why.reason()).isEqualTo(Reason.NOT_FOUND));
    assertThat(Thread.interrupted()).isTrue();
    verify(reader).read(any(), any(), any(), any());
  }
}
