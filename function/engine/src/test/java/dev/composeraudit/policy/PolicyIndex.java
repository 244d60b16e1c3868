package dev.composeraudit.policy;

import dev.composeraudit.policy.judge.BoundPolicy;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.source.PolicySource;
import java.util.List;
import java.util.stream.Collectors;

/** The table of the policies of this repository that stands in their README. */
final class PolicyIndex {
  private static final String END = "<!-- /index -->";

  private PolicyIndex() {}

  /** The page with the table between its markers. */
  static String into(String page, PolicySet policies) {
    int begin = page.indexOf('\n', page.indexOf("<!-- index:")) + 1;
    int end = page.indexOf(END);
    return page.substring(0, begin) + "\n" + table(policies) + "\n" + page.substring(end);
  }

  private static String table(PolicySet policies) {
    StringBuilder table = new StringBuilder("| policy | what holds | severity | parameters |\n");
    table.append("|---|---|---|---|\n");
    for (BoundPolicy policy : policies.bound()) {
      table.append(row(policy.policy().source()));
    }
    return table.toString();
  }

  private static String row(PolicySource policy) {
    PolicyInfo info = policy.info();
    return "| [`%s`](%s/policy.yaml) | %s | %s | %s |\n"
        .formatted(
            info.name(), info.name(), info.displayName(), info.severity(), parameters(policy));
  }

  private static String parameters(PolicySource policy) {
    List<String> names = List.copyOf(policy.parameters().type().properties().keySet());
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }
}
