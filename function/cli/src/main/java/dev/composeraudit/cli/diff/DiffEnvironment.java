package dev.composeraudit.cli.diff;

import dev.composeraudit.egress.Egress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An environment as one side shows it.
 *
 * @param label what it is called on both sides: its name, else its address in the document
 * @param place the file that describes it, for messages
 * @param egress null if it comes from a result file, which does not hold it
 */
record DiffEnvironment(
    String label,
    String place,
    @Nullable Egress egress,
    Map<ResultKey, JudgedResult> results,
    List<Firewall> firewalls) {
  DiffEnvironment {
    results = Collections.unmodifiableMap(new TreeMap<>(results));
    firewalls = List.copyOf(firewalls);
  }
}
