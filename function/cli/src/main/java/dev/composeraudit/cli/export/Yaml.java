package dev.composeraudit.cli.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.List;

/** YAML of flat documents, written key by key. */
final class Yaml {
  private static final Gson QUOTED = new GsonBuilder().disableHtmlEscaping().create();

  private final StringBuilder text = new StringBuilder();

  Yaml comment(String comment) {
    text.append("# ").append(comment).append('\n');
    return this;
  }

  /** A text; double-quoted, as JSON's texts are YAML's too. A blank one is left out. */
  Yaml text(String key, String value) {
    return value.isBlank() ? this : plain(key, QUOTED.toJson(value));
  }

  /** A word that needs no quotes. */
  Yaml plain(String key, String value) {
    text.append(key).append(": ").append(value).append('\n');
    return this;
  }

  Yaml list(String key, List<String> words) {
    text.append(key).append(":\n");
    words.forEach(word -> text.append("- ").append(word).append('\n'));
    return this;
  }

  /** The key of an object; its own keys follow, indented. */
  Yaml object(String key, Yaml content) {
    text.append(key).append(":\n");
    content.text.toString().lines().forEach(line -> text.append("  ").append(line).append('\n'));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
