package dev.composeraudit.cli.explain;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationEvidence;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of one subject: an answer for each destination.
 *
 * @param file where the subject comes from, as the user named it
 */
record Explanation(String file, EnvironmentName subject, Mode mode, List<Answer> answers) {
  Explanation {
    answers = List.copyOf(answers);
  }

  /**
   * What one destination sees.
   *
   * @param accepted whether a firewall lets the packets through; null if none was asked about
   * @param evidence the same for a picture
   */
  record Answer(SourceTrace trace, @Nullable Acceptance accepted, DestinationEvidence evidence) {}
}
