package dev.composeraudit.cli.scan;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import java.util.List;

/**
 * The results of a scan.
 *
 * @param audits in the order of the environments' names
 * @param missing what could not be read
 * @param isWhole whether all environments found were read, so that there is nothing to resume
 */
public record ScanReport(List<Audit> audits, List<Missing> missing, boolean isWhole) {
  public ScanReport {
    audits = List.copyOf(audits);
    missing = List.copyOf(missing);
  }
}
