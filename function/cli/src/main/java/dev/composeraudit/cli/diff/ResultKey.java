package dev.composeraudit.cli.diff;

import java.util.Comparator;

/**
 * What a result is about, within an environment.
 *
 * @param binding blank if the policy has none, or where bindings are not distinguished
 * @param destination of the binding; blank if it lists none, or where they are not distinguished
 */
record ResultKey(String policy, String binding, String destination)
    implements Comparable<ResultKey> {
  private static final Comparator<ResultKey> ORDER =
      Comparator.comparing(ResultKey::policy)
          .thenComparing(ResultKey::binding)
          .thenComparing(ResultKey::destination);

  @Override
  public int compareTo(ResultKey other) {
    return ORDER.compare(this, other);
  }
}
