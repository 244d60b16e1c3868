package dev.composeraudit.report.finding;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import dev.composeraudit.report.json.JsonFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an environment that may name the team that it belongs to. The first of them that
 * has a value counts. Whoever may edit the environment chooses the value.
 *
 * @param keys in the order in which they are read
 */
public record TeamLabels(List<String> keys) {
  public static final TeamLabels DEFAULT = new TeamLabels(List.of("owner", "team"));

  /** Google's limit for the value of a label, in characters. */
  private static final int LIMIT = 63;

  public TeamLabels {
    keys = List.copyOf(keys);
  }

  /**
   * A team, as a label names it.
   *
   * @param name the label's value, at most 63 characters
   * @param label the label's key
   */
  public record Team(String name, String label) {}

  /** The team; null if the environment is not known or has none of the labels. */
  @Nullable Team of(@Nullable Environment environment) {
    if (environment == null) {
      return null;
    }
    for (String key : keys) {
      String value = environment.getLabelsOrDefault(key, "").strip();
      if (!value.isEmpty()) {
        return new Team(JsonFields.truncate(value, LIMIT), key);
      }
    }
    return null;
  }
}
