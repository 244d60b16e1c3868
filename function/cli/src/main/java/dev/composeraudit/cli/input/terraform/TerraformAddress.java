package dev.composeraudit.cli.input.terraform;

import java.util.ArrayList;
import java.util.List;

/**
 * The address of a resource instance, {@code module.a["x"].google_composer_environment.b[0]}.
 *
 * @param steps its names, without the keys of instances
 */
record TerraformAddress(List<String> steps) {
  TerraformAddress {
    steps = List.copyOf(steps);
  }

  static TerraformAddress parse(String text) {
    List<String> steps = new ArrayList<>();
    StringBuilder step = new StringBuilder();
    boolean quoted = false;
    int brackets = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '[' || c == ']')) {
        brackets += c == '[' ? 1 : -1;
      } else if (!quoted && brackets == 0 && c == '.') {
        steps.add(step.toString());
        step.setLength(0);
      } else if (!quoted && brackets == 0) {
        step.append(c);
      }
    }
    steps.add(step.toString());
    return new TerraformAddress(steps);
  }

  /** The calls of modules that lead to it, outermost first. */
  List<String> modules() {
    List<String> modules = new ArrayList<>();
    for (int i = 0; i + 1 < steps.size() && steps.get(i).equals("module"); i += 2) {
      modules.add(steps.get(i + 1));
    }
    return modules;
  }

  /** The resource's own name. */
  String name() {
    return steps.get(steps.size() - 1);
  }

  /** The address of the resource, of which this is an instance. */
  String resource() {
    return String.join(".", steps);
  }
}
