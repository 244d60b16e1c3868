package dev.composeraudit.cli.explain;

import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.SourceTrace;
import dev.composeraudit.subject.EnvironmentName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of one subject: an answer for each destination.
 *
 * @param file where the subject comes from, as the user named it
 * @param pods ranges of the Pods' addresses; empty if unknown
 * @param nodes ranges of the nodes' addresses; empty if unknown
 */
record Explanation(
    String file,
    EnvironmentName subject,
    Mode mode,
    List<String> pods,
    List<String> nodes,
    List<Answer> answers) {
  Explanation {
    pods = List.copyOf(pods);
    nodes = List.copyOf(nodes);
    answers = List.copyOf(answers);
  }

  /**
   * What one destination sees.
   *
   * @param accepted whether a firewall lets the packets through; null if none was asked about
   */
  record Answer(SourceTrace trace, @Nullable Acceptance accepted) {}
}
