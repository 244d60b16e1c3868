package dev.composeraudit.egress.agent;

import dev.composeraudit.document.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Reads the YAML that every YAML reader reads alike, and refuses all other text as unclear. */
final class PlainYaml {
  private static final Set<String> TRUE =
      Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
  private static final Set<String> FALSE =
      Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");
  // What some version of YAML takes for a number, a date, a time, a merge or a default value.
  private static final Pattern UNCLEAR =
      Pattern.compile(
          "[-+.]?[0-9][0-9a-fA-FxXoO_.:eE+-]*|[-+]?\\.(inf|Inf|INF|nan|NaN|NAN)|[0-9]{4}-.*|<<|=");
  private static final Pattern PLAIN_TEXT = Pattern.compile("[\\x20-\\x7e\\n]*+");
  // Explicit keys, escapes, directives, and a colon in braces with nothing behind it.
  private static final Pattern ODD = Pattern.compile("(?m)^ *+[?]|\\\\|:[\\[\\]{},]|^%");
  private static final int DEPTH = 20;

  private final ParserImpl events;

  private PlainYaml(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEPTH);
    events = new ParserImpl(new StreamReader(text), options);
  }

  /**
   * Reads one document.
   *
   * @throws RejectedConfigException if readers of YAML may differ about the text, or it is none
   */
  static GoValue read(String text) throws RejectedConfigException {
    String lines = text.replace("\r\n", "\n");
    if (!PLAIN_TEXT.matcher(lines).matches()) {
      throw unclear("it has tabs or characters beyond ASCII; write spaces and ASCII");
    }
    if (ODD.matcher(lines).find()) {
      throw unclear(
          "it has a backslash, a directive, an explicit key, or no space after a colon; write one"
              + " \"key: value\" in each line");
    }
    try {
      return new PlainYaml(lines).document();
    } catch (YAMLException | IllegalArgumentException malformed) {
      throw unclear(String.valueOf(malformed.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private GoValue document() throws RejectedConfigException {
    events.getEvent();
    if (events.checkEvent(Event.ID.StreamEnd)) {
      return new GoValue.Null();
    }
    events.getEvent();
    GoValue value = value(0);
    events.getEvent();
    if (!events.checkEvent(Event.ID.StreamEnd)) {
      throw unclear("it has more than one document; write one");
    }
    return value;
  }

  private GoValue value(int depth) throws RejectedConfigException {
    if (depth > DEPTH) {
      throw unclear("it is nested more than " + DEPTH + " levels deep");
    }
    Event event = events.getEvent();
    if (event instanceof AliasEvent || ((NodeEvent) event).getAnchor() != null) {
      throw unclear("it has anchors or aliases; write the values out");
    }
    if (event instanceof ScalarEvent scalar) {
      return scalar(scalar);
    }
    if (((CollectionStartEvent) event).getTag() != null) {
      throw unclear("it has tags; leave them out");
    }
    return event instanceof SequenceStartEvent ? list(depth) : mapping(depth);
  }

  private GoValue list(int depth) throws RejectedConfigException {
    List<GoValue> elements = new ArrayList<>();
    while (!events.checkEvent(Event.ID.SequenceEnd)) {
      elements.add(value(depth + 1));
    }
    events.getEvent();
    return new GoValue.Array(elements);
  }

  /** In the order of the keys' bytes, which is the order in which the agent reads them. */
  private GoValue mapping(int depth) throws RejectedConfigException {
    Map<String, GoValue> members = new TreeMap<>();
    while (!events.checkEvent(Event.ID.MappingEnd)) {
      if (!(value(depth + 1) instanceof GoValue.Text key)) {
        throw unclear("a key is not a text; write keys as text");
      }
      if (members.put(key.value(), value(depth + 1)) != null) {
        throw unclear("the key " + Excerpt.of(key.value()) + " is given twice; write it once");
      }
    }
    events.getEvent();
    return new GoValue.Struct(
        members.entrySet().stream()
            .map(member -> new GoValue.Member(member.getKey(), member.getValue()))
            .toList());
  }

  private static GoValue scalar(ScalarEvent scalar) throws RejectedConfigException {
    if (scalar.getTag() != null) {
      throw unclear("it has tags; leave them out");
    }
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return new GoValue.Text(text);
    }
    if (NULL.contains(text)) {
      return new GoValue.Null();
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return new GoValue.Bool(TRUE.contains(text));
    }
    if (INTEGER.matcher(text).matches()) {
      return new GoValue.Numeral(text);
    }
    if (UNCLEAR.matcher(text).matches() && text.indexOf('/') < 0) {
      throw unclear(
          Excerpt.of(text) + " is read as a number or a time by some programs; put it in quotes");
    }
    return new GoValue.Text(text);
  }

  private static RejectedConfigException unclear(String why) {
    return RejectedConfigException.effectUnknown("it is not plain YAML: " + why);
  }
}
