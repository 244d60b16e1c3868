package dev.composeraudit.report.finding;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.subject.Observed;
import dev.composeraudit.subject.Subject;
import java.time.Instant;

/**
 * Environments that are older than the audit's enforcement: recorded, but no cause for alarm.
 *
 * @param enforceFrom environments created earlier are baseline; {@link Instant#MIN} = none are
 */
public record Baseline(Instant enforceFrom) {
  public static final Baseline NONE = new Baseline(Instant.MIN);

  boolean covers(Subject subject) {
    return subject.environment() instanceof Observed.Known<Environment> known
        && known.value().hasCreateTime()
        && Instant.ofEpochSecond(known.value().getCreateTime().getSeconds()).isBefore(enforceFrom);
  }
}
