package dev.composeraudit.cli.scan;

import dev.composeraudit.report.finding.HandledEvent.Audit;
import java.util.Optional;

/** The result of scanning one environment. */
public sealed interface ScanResult {
  /**
   * It was judged, or is gone.
   *
   * @param isSeen whether Composer showed the environment; if not, all that is said is that it
   *     could not be judged
   * @param obstacle why Composer did not show it, and what would help; blank if it did
   */
  record Audited(Audit audit, boolean isSeen, String obstacle) implements ScanResult {}

  /** It does not have the labels that were asked for. */
  record Unwanted() implements ScanResult {}

  /**
   * It could not be judged, or not to the end.
   *
   * @param certain what is certain all the same
   * @param why what happened, and in parentheses at the end what would help
   */
  record Failed(Optional<Audit> certain, String why) implements ScanResult {}

  /** A quota was exhausted: the environment has to be scanned again later. */
  record Throttled() implements ScanResult {}
}
