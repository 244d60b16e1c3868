package dev.composeraudit.policy.source;

import java.util.EnumMap;
import java.util.Map;

/**
 * Which ways to comply a policy's author sees; Remedies works them out for an environment.
 *
 * @param ranges expressions that give ranges
 * @param recreateWithAgent whether an environment with the agent would comply
 * @param moveToComposer3 whether one of Composer 3 would
 */
public record RemedySource(
    Map<Ranges, Expression> ranges, boolean recreateWithAgent, boolean moveToComposer3) {
  /** What ranges are for. */
  public enum Ranges {
    /** Sources that destinations would have to accept. */
    ACCEPT,
    /** Destinations that have to see Pod addresses. */
    KEEP,
    /** Destinations that have to see node addresses, but for those above. */
    MASQUERADE
  }

  /** Reads {@code spec.remedies}. */
  static RemedySource read(ObjectReader remedies) {
    Map<Ranges, Expression> ranges = new EnumMap<>(Ranges.class);
    put(ranges, Ranges.ACCEPT, remedies, "acceptSources");
    ObjectReader edit = remedies.object("editEgressPolicy", false);
    put(ranges, Ranges.KEEP, edit, "keep");
    put(ranges, Ranges.MASQUERADE, edit, "masquerade");
    edit.close();
    RemedySource source =
        new RemedySource(
            ranges,
            remedies.flag("recreateWithAgent", false),
            remedies.flag("moveToComposer3", false));
    remedies.close();
    return source;
  }

  private static void put(
      Map<Ranges, Expression> to, Ranges ranges, ObjectReader object, String key) {
    if (object.has(key)) {
      to.put(ranges, Expression.read(object, key));
    } else {
      object.any(key);
    }
  }

  public boolean editsEgressPolicy() {
    return ranges.containsKey(Ranges.KEEP) || ranges.containsKey(Ranges.MASQUERADE);
  }
}
