package dev.composeraudit.egress;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** The first document of a YAML text as a tree, as {@code go.yaml.in/yaml/v2} builds it. */
final class YamlTree {
  private static final int DEPTH = 200;
  // A ConfigMap holds at most 1 MiB.
  private static final int CHARACTERS = 1024 * 1024;

  private final ParserImpl parser;
  private final Map<String, YamlNode> anchors = new HashMap<>();

  private YamlTree(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(CHARACTERS);
    parser = new ParserImpl(new StreamReader(text), options);
  }

  /** The root; null if there is no document. What follows the first document is not looked at. */
  static @Nullable YamlNode read(String text) throws AgentRefusal {
    try {
      YamlTree tree = new YamlTree(text);
      tree.parser.getEvent();
      if (!tree.parser.checkEvent(Event.ID.DocumentStart)) {
        return null;
      }
      tree.parser.getEvent();
      YamlNode root = tree.node(0);
      tree.parser.getEvent();
      return root;
    } catch (YAMLException malformed) {
      String message = String.valueOf(malformed.getMessage());
      throw new AgentRefusal("not YAML: " + message.lines().findFirst().orElse(""));
    }
  }

  private YamlNode node(int depth) throws AgentRefusal {
    if (depth > DEPTH) {
      throw AgentRefusal.unforeseeable("nested deeper than " + DEPTH + " levels");
    }
    NodeEvent event = (NodeEvent) parser.getEvent();
    if (event instanceof AliasEvent alias) {
      return alias(alias.getAnchor());
    }
    if (event instanceof ScalarEvent scalar) {
      return anchored(event, scalar(scalar));
    }
    return collection(event, depth);
  }

  private YamlNode collection(NodeEvent event, int depth) throws AgentRefusal {
    if (event.getEventId() == Event.ID.SequenceStart) {
      YamlNode.Sequence sequence = new YamlNode.Sequence();
      anchored(event, sequence);
      while (!parser.checkEvent(Event.ID.SequenceEnd)) {
        sequence.elements().add(node(depth + 1));
      }
      parser.getEvent();
      return sequence;
    }
    YamlNode.Mapping mapping = new YamlNode.Mapping();
    anchored(event, mapping);
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      mapping.pairs().add(node(depth + 1));
    }
    parser.getEvent();
    return mapping;
  }

  private static YamlNode scalar(ScalarEvent event) {
    String tag = event.getTag() == null ? "" : event.getTag();
    // The lone "!" makes libyaml read quoted text as if it were plain.
    boolean lone = tag.equals("!");
    return new YamlNode.Scalar(
        lone ? "" : tag, event.getValue(), lone || event.getImplicit().canOmitTagInPlainScalar());
  }

  private YamlNode anchored(NodeEvent event, YamlNode node) {
    if (event.getAnchor() != null) {
      anchors.put(event.getAnchor(), node);
    }
    return node;
  }

  private YamlNode alias(String anchor) throws AgentRefusal {
    YamlNode target = anchors.get(anchor);
    if (target == null) {
      throw new AgentRefusal("unknown anchor " + anchor);
    }
    return new YamlNode.Alias(anchor, target);
  }
}
