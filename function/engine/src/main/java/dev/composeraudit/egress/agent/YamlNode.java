package dev.composeraudit.egress.agent;

import java.util.ArrayList;
import java.util.List;

/** A node of a YAML document, aliases not followed. */
sealed interface YamlNode {
  /**
   * A scalar.
   *
   * @param tag as written, handles expanded; blank if there is none
   * @param plain whether it stands without quotes, so that its text decides what it is
   */
  record Scalar(String tag, String text, boolean plain) implements YamlNode {}

  /** A list; filled after it was made, since an anchor may be referred to from within. */
  record Sequence(List<YamlNode> elements) implements YamlNode {
    Sequence() {
      this(new ArrayList<>());
    }
  }

  /** A mapping: keys and values in turn. */
  record Mapping(List<YamlNode> pairs) implements YamlNode {
    Mapping() {
      this(new ArrayList<>());
    }
  }

  /** A reference to a node that stood earlier. */
  record Alias(String anchor, YamlNode target) implements YamlNode {}
}
