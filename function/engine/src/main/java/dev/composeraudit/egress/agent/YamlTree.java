package dev.composeraudit.egress.agent;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentEndEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.scanner.ScannerException;

/** The first document of a YAML text as a tree, as {@code go.yaml.in/yaml/v2} builds it. */
final class YamlTree {
  private static final int DEPTH = 200;
  // How many characters are read before we give up: reading starts anew after each odd blank.
  private static final int CHARACTERS = 2_000_000;

  private final int[] text;
  private final LibyamlScanner scanner;
  private final ParserImpl parser;
  private final Map<String, YamlNode> anchors = new HashMap<>();
  // The column of the innermost collection in block style.
  private int indentation = -1;
  private boolean flow;
  // Whether it is not known: SnakeYAML lets a collection begin with its tag or anchor, anywhere.
  private boolean vague;
  // Where the node that was read last ends.
  private int end;

  private YamlTree(String text) {
    this.text = text.codePoints().toArray();
    scanner = new LibyamlScanner(this.text);
    parser = new ParserImpl(scanner);
  }

  /** The root; null if there is no document. What follows the first document is not looked at. */
  static @Nullable YamlNode read(String text) throws RejectedConfigException {
    String written = LibyamlSpelling.of(text);
    for (long read = 0; read <= CHARACTERS; read += text.length()) {
      try {
        return new YamlTree(written).root();
      } catch (OtherSpelling other) {
        written = other.text();
      } catch (ScannerException stop) {
        String stopped = written;
        written = LibyamlSpelling.repaired(stopped, stop).orElseThrow(() -> refusal(stopped, stop));
      } catch (YAMLException | IllegalArgumentException malformed) {
        // The latter for an escaped character beyond Unicode.
        throw refusal(malformed);
      }
    }
    throw RejectedConfigException.unforeseeable("too much that other YAML reads otherwise");
  }

  private static RejectedConfigException refusal(String text, ScannerException stop) {
    return LibyamlSpelling.isBehindBraces(text, stop)
        ? RejectedConfigException.unforeseeable("braces as a key")
        : refusal(stop);
  }

  private static RejectedConfigException refusal(RuntimeException malformed) {
    String message = String.valueOf(malformed.getMessage());
    return new RejectedConfigException("not YAML: " + message.lines().findFirst().orElse(""));
  }

  private @Nullable YamlNode root() throws RejectedConfigException {
    parser.getEvent();
    if (!parser.checkEvent(Event.ID.DocumentStart)) {
      return null;
    }
    parser.getEvent();
    YamlNode root = node(0);
    if (!((DocumentEndEvent) parser.getEvent()).getExplicit()) {
      scanner.checkAhead();
    }
    return root;
  }

  private YamlNode node(int depth) throws RejectedConfigException {
    if (depth > DEPTH) {
      throw RejectedConfigException.unforeseeable("nested deeper than " + DEPTH + " levels");
    }
    NodeEvent event = (NodeEvent) parser.getEvent();
    end = event.getEndMark().getIndex();
    if (event instanceof AliasEvent alias) {
      return alias(alias.getAnchor());
    }
    if (event instanceof ScalarEvent scalar) {
      return anchored(event, scalar(scalar));
    }
    int before = indentation;
    boolean wasFlow = flow;
    boolean wasVague = vague;
    flow = ((CollectionStartEvent) event).isFlow();
    if (!flow) {
      vague |= event.getAnchor() != null || ((CollectionStartEvent) event).getTag() != null;
      indentation = Math.max(before, event.getStartMark().getColumn());
    }
    YamlNode collection = collection(event, depth);
    indentation = before;
    flow = wasFlow;
    vague = wasVague;
    return collection;
  }

  private YamlNode collection(NodeEvent event, int depth) throws RejectedConfigException {
    if (event.getEventId() == Event.ID.SequenceStart) {
      YamlNode.Sequence sequence = new YamlNode.Sequence();
      anchored(event, sequence);
      while (!parser.checkEvent(Event.ID.SequenceEnd)) {
        sequence.elements().add(node(depth + 1));
      }
      end = parser.getEvent().getEndMark().getIndex();
      return sequence;
    }
    YamlNode.Mapping mapping = new YamlNode.Mapping();
    anchored(event, mapping);
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      int start = event.getStartMark().getIndex();
      mapping.pairs().add(node(depth + 1));
      if (!flow && depth == 0 && mapping.pairs().size() == 1) {
        LibyamlSpelling.checkRoot(text, start, end);
      }
      if (!flow) {
        checkColon();
      }
      mapping.pairs().add(node(depth + 1));
    }
    end = parser.getEvent().getEndMark().getIndex();
    return mapping;
  }

  /** SnakeYAML takes a scalar that follows a key at once for its value. */
  private void checkColon() throws RejectedConfigException {
    Event value = parser.peekEvent();
    int start = value.getStartMark().getIndex();
    if (value instanceof ScalarEvent && start < value.getEndMark().getIndex()) {
      LibyamlRefusals.checkBetween(text, end, start);
    }
  }

  private YamlNode scalar(ScalarEvent event) throws RejectedConfigException {
    if (event.isPlain() && !event.getValue().isEmpty()) {
      if (vague && LibyamlSpelling.hasTabBehind(text, event.getEndMark().getIndex())) {
        throw RejectedConfigException.unforeseeable(
            "a tab behind a text in what has a tag or an anchor");
      }
      LibyamlRefusals.checkBehind(text, event.getEndMark().getIndex(), indentation);
      if (flow) {
        LibyamlRefusals.checkFlow(text, event);
      }
      LibyamlSpelling.checkBehind(text, event.getEndMark().getIndex(), flow, indentation);
    } else if (!event.isPlain()) {
      LibyamlRefusals.check(event, source(event));
    }
    String tag = event.getTag() == null ? "" : event.getTag();
    // The lone "!" makes libyaml call even quoted text plain, though it resolves to a text.
    boolean plain = tag.equals("!") || event.getImplicit().canOmitTagInPlainScalar();
    return new YamlNode.Scalar(tag, LibyamlSpelling.read(event.getValue()), plain);
  }

  private String source(ScalarEvent event) {
    int start = event.getStartMark().getIndex();
    return new String(text, start, event.getEndMark().getIndex() - start);
  }

  private YamlNode anchored(NodeEvent event, YamlNode node) {
    if (event.getAnchor() != null) {
      anchors.put(event.getAnchor(), node);
    }
    return node;
  }

  private YamlNode alias(String anchor) throws RejectedConfigException {
    YamlNode target = anchors.get(anchor);
    if (target == null) {
      throw new RejectedConfigException("unknown anchor " + anchor);
    }
    return new YamlNode.Alias(anchor, target);
  }
}
