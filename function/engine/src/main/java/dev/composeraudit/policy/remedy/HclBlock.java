package dev.composeraudit.policy.remedy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block of HCL: arguments, then blocks within it, each in the order in which they came. */
final class HclBlock {
  private static final Pattern STEP = Pattern.compile("([a-z0-9_]+)(?:\\[\\d+])?\\.(.*)");

  private final Map<String, String> arguments = new LinkedHashMap<>();
  private final Map<String, HclBlock> blocks = new LinkedHashMap<>();

  /**
   * Puts a value where it belongs.
   *
   * @param path {@code block.block.argument}; blocks of one name are told apart by {@code [0]},
   *     {@code [1]}
   */
  void put(String path, String value) {
    Matcher step = STEP.matcher(path);
    if (step.matches()) {
      String block = path.substring(0, step.start(2) - 1);
      blocks.computeIfAbsent(block, name -> new HclBlock()).put(step.group(2), value);
    } else {
      arguments.put(path, value);
    }
  }

  String render(String header) {
    StringBuilder text = new StringBuilder();
    render(header, "", text);
    return text.toString();
  }

  private void render(String header, String indent, StringBuilder to) {
    to.append(indent).append(header).append(" {\n");
    int width = arguments.keySet().stream().mapToInt(String::length).max().orElse(0);
    arguments.forEach(
        (name, value) ->
            to.append(indent + "  ")
                .append(name)
                .append(" ".repeat(width - name.length()))
                .append(" = ")
                .append(value)
                .append('\n'));
    boolean first = arguments.isEmpty();
    for (Map.Entry<String, HclBlock> block : blocks.entrySet()) {
      to.append(first ? "" : "\n");
      first = false;
      block.getValue().render(block.getKey().replaceFirst("\\[\\d+]$", ""), indent + "  ", to);
    }
    to.append(indent).append("}\n");
  }
}
