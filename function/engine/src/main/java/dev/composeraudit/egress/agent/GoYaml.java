package dev.composeraudit.egress.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads YAML as {@code sigs.k8s.io/yaml} turns it into JSON: through maps, so that keys come out in
 * the order of their bytes, and of keys that are the same the last wins.
 */
final class GoYaml {
  // Up to here decode.go lets 99 of 100 values come from aliases, then fewer and fewer.
  private static final int VALUES = 400_000;
  private static final GoValue NO_KEY =
      new GoValue.Unwritable("a key of a mapping must not be null, nor a number beyond 63 bits");

  private final Set<YamlNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private int decoded;
  private int viaAlias;
  private int aliasDepth;

  private GoYaml() {}

  static GoValue read(String text) throws RejectedConfigException {
    YamlNode root = YamlTree.read(text);
    if (root == null) {
      return new GoValue.Null();
    }
    GoValue value = new GoYaml().value(root);
    checkWritable(value);
    return value;
  }

  /** Only what is left when all keys have their last values is written as JSON. */
  private static void checkWritable(GoValue value) throws RejectedConfigException {
    if (value instanceof GoValue.Unwritable unwritable) {
      throw new RejectedConfigException(unwritable.why());
    }
    if (value instanceof GoValue.Array array) {
      for (GoValue element : array.elements()) {
        checkWritable(element);
      }
    }
    if (value instanceof GoValue.Struct struct) {
      for (GoValue.Member member : struct.members()) {
        checkWritable(member.value());
      }
    }
  }

  private GoValue value(YamlNode node) throws RejectedConfigException {
    count();
    if (node instanceof YamlNode.Alias alias) {
      return follow(alias);
    }
    if (node instanceof YamlNode.Scalar scalar) {
      return json(ScalarResolver.resolve(scalar));
    }
    if (node instanceof YamlNode.Sequence sequence) {
      List<GoValue> elements = new ArrayList<>();
      for (YamlNode element : sequence.elements()) {
        elements.add(value(element));
      }
      return new GoValue.Array(elements);
    }
    Map<String, GoValue> members = new LinkedHashMap<>();
    fill(members, (YamlNode.Mapping) node);
    return struct(members);
  }

  private void count() throws RejectedConfigException {
    decoded++;
    if (aliasDepth > 0) {
      viaAlias++;
    }
    if (viaAlias > 100 && decoded > 1000 && viaAlias > 0.99 * decoded) {
      throw new RejectedConfigException("the document contains excessive aliasing");
    }
    if (decoded > VALUES) {
      throw RejectedConfigException.unforeseeable("more than 400,000 values");
    }
  }

  private GoValue follow(YamlNode.Alias alias) throws RejectedConfigException {
    enter(alias);
    GoValue value = value(alias.target());
    leave(alias);
    return value;
  }

  private void enter(YamlNode.Alias alias) throws RejectedConfigException {
    if (!open.add(alias)) {
      throw new RejectedConfigException("anchor " + alias.anchor() + " contains itself");
    }
    aliasDepth++;
  }

  private void leave(YamlNode.Alias alias) {
    aliasDepth--;
    open.remove(alias);
  }

  private static GoValue json(GoScalar scalar) {
    if (scalar instanceof GoScalar.Text text) {
      return new GoValue.Text(text.value());
    }
    if (scalar instanceof GoScalar.Bool bool) {
      return new GoValue.Bool(bool.value());
    }
    if (scalar instanceof GoScalar.Int integer) {
      return new GoValue.Numeral(integer.value().toString());
    }
    if (scalar instanceof GoScalar.Real number) {
      return ScalarResolver.json(number.value());
    }
    return new GoValue.Null();
  }

  private void fill(Map<String, GoValue> members, YamlNode.Mapping mapping)
      throws RejectedConfigException {
    List<YamlNode> pairs = mapping.pairs();
    for (int i = 0; i < pairs.size(); i += 2) {
      if (isMerge(pairs.get(i))) {
        merge(members, pairs.get(i + 1));
      } else {
        GoScalar key = key(pairs.get(i));
        GoValue value = value(pairs.get(i + 1));
        if (isKey(key)) {
          members.put(text(key), value);
        } else {
          // Apart from the text that reads alike, which is a key of its own.
          members.put('\uffff' + text(key), NO_KEY);
        }
      }
    }
  }

  private static boolean isMerge(YamlNode key) {
    return key instanceof YamlNode.Scalar scalar
        && scalar.text().equals("<<")
        && (scalar.plain() || scalar.tag().equals(ScalarResolver.TAGS + "merge"));
  }

  private GoScalar key(YamlNode node) throws RejectedConfigException {
    if (node instanceof YamlNode.Alias alias) {
      return key(alias.target());
    }
    count();
    if (node instanceof YamlNode.Scalar scalar) {
      return ScalarResolver.resolve(scalar);
    }
    throw new RejectedConfigException("a key of a mapping must be a scalar");
  }

  private static boolean isKey(GoScalar scalar) {
    return !(scalar instanceof GoScalar.Nothing)
        && !(scalar instanceof GoScalar.Int integer && !integer.isSigned());
  }

  private static String text(GoScalar scalar) {
    if (scalar instanceof GoScalar.Text text) {
      return text.value();
    }
    if (scalar instanceof GoScalar.Bool bool) {
      return String.valueOf(bool.value());
    }
    if (scalar instanceof GoScalar.Int integer) {
      return integer.value().toString();
    }
    return scalar instanceof GoScalar.Real number ? String.valueOf(number.value()) : "null";
  }

  /** Merged keys come in where the merge stands; of several maps the first wins. */
  private void merge(Map<String, GoValue> members, YamlNode node) throws RejectedConfigException {
    if (node instanceof YamlNode.Sequence sequence) {
      for (int i = sequence.elements().size() - 1; i >= 0; i--) {
        mergeOne(members, sequence.elements().get(i));
      }
    } else {
      mergeOne(members, node);
    }
  }

  private void mergeOne(Map<String, GoValue> members, YamlNode node)
      throws RejectedConfigException {
    count();
    if (node instanceof YamlNode.Mapping mapping) {
      fill(members, mapping);
    } else if (node instanceof YamlNode.Alias alias
        && alias.target() instanceof YamlNode.Mapping mapping) {
      enter(alias);
      count();
      fill(members, mapping);
      leave(alias);
    } else {
      throw new RejectedConfigException("<< merges only maps");
    }
  }

  private static GoValue struct(Map<String, GoValue> members) {
    return new GoValue.Struct(
        members.entrySet().stream()
            .map(member -> new GoValue.Member(member.getKey(), member.getValue()))
            .sorted((one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)))
            .toList());
  }

  private static byte[] bytes(GoValue.Member member) {
    return member.key().getBytes(StandardCharsets.UTF_8);
  }
}
