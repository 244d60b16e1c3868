package dev.composeraudit.document;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Turns YAML into JSON with places, by way of SnakeYAML's node graph. */
final class YamlDocuments {
  /** Nobody reads more; a file may be made of errors. */
  private static final int MAX_ISSUES = 1_000;

  /** A value or element that begins with a character that YAML keeps for itself. */
  private static final Pattern UNQUOTED = Pattern.compile("(^\\s*-|:)\\s+([&*%@`]|!(?!!))");

  private final SourceFile file;
  private final List<Issue> issues;
  private final Map<String, Position> places = new HashMap<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlDocuments(SourceFile file, List<Issue> issues) {
    this.file = file;
    this.issues = issues;
  }

  static List<Document> read(SourceFile file, DocumentLimits limits, List<Issue> issues) {
    LoaderOptions options = new LoaderOptions();
    // Each is refused below, where its place is known; no node is read twice for it.
    options.setMaxAliasesForCollections(Integer.MAX_VALUE);
    options.setNestingDepthLimit(limits.depth());
    options.setCodePointLimit(limits.characters());
    List<Document> documents = new ArrayList<>();
    try {
      Composer composer =
          new Composer(
              new ParserImpl(new StreamReader(file.text()), options), new CoreSchema(), options);
      while (composer.checkNode()) {
        YamlDocuments reader = new YamlDocuments(file, issues);
        JsonElement value = reader.convert(next(composer), "$");
        if (!value.isJsonNull()) {
          documents.add(new Document(file, value, reader.places));
        }
      }
    } catch (MarkedYAMLException malformed) {
      Mark mark = malformed.getProblemMark();
      Position place = mark == null ? Position.ROOT : place(mark, "$");
      issues.add(
          new Issue("syntax", file, place, oneLine(malformed.getProblem()) + hint(file, place)));
    } catch (ReaderException malformed) {
      issues.add(new Issue("syntax", file, unprintable(file), oneLine(why(malformed))));
    } catch (YAMLException malformed) {
      issues.add(new Issue("syntax", file, Position.ROOT, oneLine(message(malformed))));
    }
    return documents;
  }

  /** What most likely went wrong in the line, for those who do not know all of YAML. */
  private static String hint(SourceFile file, Position place) {
    String line = file.line(place.line());
    if (UNQUOTED.matcher(line).find()) {
      return "; a text that begins with ! & * % @ or ` must be in quotes";
    }
    return line.contains("\t") ? "; YAML is indented by spaces, not by tabs" : "";
  }

  /** The next document. For a tag such as {@code !%a} SnakeYAML has no failure of its own kind. */
  private static Node next(Composer composer) {
    try {
      return composer.getNode();
    } catch (IllegalArgumentException tag) {
      throw new YAMLException(tag);
    }
  }

  /** Where the first character is that YAML does not allow. */
  private static Position unprintable(SourceFile file) {
    int number = 0;
    for (String line : file.text().lines().toList()) {
      number++;
      for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
        if (!StreamReader.isPrintable(line.codePointAt(at))) {
          return new Position(number, at + 1, "$");
        }
      }
    }
    return Position.ROOT;
  }

  private static String message(YAMLException malformed) {
    Throwable cause = malformed.getCause() == null ? malformed : malformed.getCause();
    return String.valueOf(cause.getMessage());
  }

  private static String why(ReaderException malformed) {
    return "YAML does not allow the character U+%04X".formatted(malformed.getCodePoint());
  }

  private JsonElement convert(Node node, String path) {
    Position place = place(node.getStartMark(), path);
    places.put(path, place);
    if (issues.size() > MAX_ISSUES) {
      return JsonNull.INSTANCE;
    }
    if (!seen.add(node)) {
      issues.add(
          new Issue(
              "alias",
              file,
              place,
              "aliases are not supported; write the value out at " + path + " too"));
      return JsonNull.INSTANCE;
    }
    if (node instanceof MappingNode mapping) {
      return convert(mapping, path);
    }
    if (node instanceof SequenceNode sequence) {
      return convert(sequence, path);
    }
    return convert((ScalarNode) node, place);
  }

  private JsonElement convert(MappingNode mapping, String path) {
    JsonObject object = new JsonObject();
    for (NodeTuple tuple : mapping.getValue()) {
      Position place = place(tuple.getKeyNode().getStartMark(), path);
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        issues.add(new Issue("key", file, place, "a key must be a plain text"));
        continue;
      }
      String key = keyNode.getValue();
      String valuePath = path + "." + key;
      places.put(valuePath + "#key", place);
      if (object.has(key)) {
        issues.add(
            new Issue(
                "duplicate-key", file, place, "the key " + key + " is given twice; remove one"));
        continue;
      }
      object.add(key, convert(tuple.getValueNode(), valuePath));
    }
    return object;
  }

  private JsonElement convert(SequenceNode sequence, String path) {
    JsonArray array = new JsonArray();
    for (Node element : sequence.getValue()) {
      array.add(convert(element, path + "[" + array.size() + "]"));
    }
    return array;
  }

  private JsonElement convert(ScalarNode scalar, Position place) {
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.STR)) {
      return new JsonPrimitive(text);
    }
    if (tag.equals(Tag.NULL)) {
      return JsonNull.INSTANCE;
    }
    if (tag.equals(Tag.BOOL) && CoreSchema.BOOL.matcher(text).matches()) {
      return new JsonPrimitive(text.equalsIgnoreCase("true"));
    }
    if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT))
        && CoreSchema.NUMBER.matcher(text).matches()) {
      return new JsonPrimitive(new BigDecimal(text));
    }
    issues.add(
        new Issue(
            "tag",
            file,
            place,
            "tags are not read: " + Excerpt.of(tag.toString()) + hint(file, place)));
    return JsonNull.INSTANCE;
  }

  private static Position place(Mark mark, String path) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1, path);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** YAML 1.2's core schema, as far as JSON can hold it; everything else is text. */
  private static final class CoreSchema extends Resolver {
    static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
    static final Pattern NUMBER =
        Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?([eE][-+]?[0-9]{1,2})?");

    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "tTfF");
      addImplicitResolver(Tag.INT, NUMBER, "-0123456789");
      addImplicitResolver(Tag.NULL, Pattern.compile("~|null|Null|NULL|"), "~nN\0");
    }
  }
}
