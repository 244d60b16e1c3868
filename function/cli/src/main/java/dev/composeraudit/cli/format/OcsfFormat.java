package dev.composeraudit.cli.format;

import dev.composeraudit.report.finding.Baseline;
import dev.composeraudit.report.finding.Finding;
import dev.composeraudit.report.finding.FindingBatch;
import dev.composeraudit.report.finding.HandledEvent.Audit;
import dev.composeraudit.report.finding.Producer;
import dev.composeraudit.report.finding.TeamLabels;
import dev.composeraudit.report.json.JsonWriter;
import dev.composeraudit.report.ocsf.OcsfWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * OCSF Compliance Findings, one a line (NDJSON), as the function publishes them. What the function
 * does not publish is left out: results that are pending, and what is about no environment that has
 * a name.
 */
public final class OcsfFormat implements Format<CheckReport> {
  /** The log that findings of the command line are said to come from. */
  private static final String LOG = "composer-audit";

  @Override
  public String name() {
    return "ocsf";
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    OcsfWriter writer = new OcsfWriter(new Producer(report.version(), LOG, LOG));
    for (Audit audit : report.audits()) {
      for (Finding finding : batch(audit).published()) {
        out.write(new String(JsonWriter.of(writer.write(finding)), StandardCharsets.UTF_8) + "\n");
      }
    }
  }

  private static FindingBatch batch(Audit audit) {
    return audit.isGone()
        ? FindingBatch.archived(audit.report(), Baseline.NONE)
        : FindingBatch.of(audit.report(), Baseline.NONE, TeamLabels.DEFAULT);
  }
}
