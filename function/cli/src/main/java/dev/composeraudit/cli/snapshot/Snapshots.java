package dev.composeraudit.cli.snapshot;

import com.google.gson.JsonObject;
import dev.composeraudit.audit.AuditResult;
import dev.composeraudit.audit.EnvironmentFetcher;
import dev.composeraudit.audit.EnvironmentJudge;
import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.live.ReadFailures;
import dev.composeraudit.cli.scan.ScanRequest;
import dev.composeraudit.event.AuditRequest;
import dev.composeraudit.http.Deadline;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.EnvironmentName;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Takes snapshots of environments, one after another. */
public final class Snapshots {
  private final EnvironmentFetcher fetcher;
  private final EnvironmentJudge judge;
  private final KubernetesRecorder recorder;
  private final Clock clock;
  private final List<JsonObject> documents = new ArrayList<>();
  private final List<Missing> missing = new ArrayList<>();

  /**
   * @param judge decides, as for a scan, what of a creation in progress is certain
   * @param recorder that gets what the fetcher's reader receives
   */
  public Snapshots(
      EnvironmentFetcher fetcher,
      EnvironmentJudge judge,
      KubernetesRecorder recorder,
      Clock clock) {
    this.fetcher = fetcher;
    this.judge = judge;
    this.recorder = recorder;
    this.clock = clock;
  }

  /** Reads one environment. */
  public void take(EnvironmentName name) {
    recorder.begin();
    AuditRequest request = ScanRequest.of(name, clock.instant(), "");
    try {
      Subject fetched = fetcher.fetch(request, Deadline.in(Deadline.EVENT, clock));
      if (judge.judge(request, fetched) instanceof AuditResult.Judged judged
          && SubjectSnapshot.isPossible(judged.report().subject())) {
        documents.add(SubjectSnapshot.of(judged.report().subject(), recorder));
      } else {
        missing.add(ReadFailures.of(name.toString(), why(fetched)));
      }
    } catch (TransientException trouble) {
      missing.add(ReadFailures.of(name.toString(), String.valueOf(trouble.getMessage())));
    }
  }

  private static String why(Subject fetched) {
    return fetched.environment() instanceof Unknown<?> unknown
        ? unknown.help()
        : "the environment is being deleted (nothing is left to read)";
  }

  /** The Subject documents, in the order in which they were taken. */
  public List<JsonObject> documents() {
    return List.copyOf(documents);
  }

  /** What could not be seen. */
  public List<Missing> missing() {
    return List.copyOf(missing);
  }
}
