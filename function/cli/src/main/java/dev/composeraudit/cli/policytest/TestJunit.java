package dev.composeraudit.cli.policytest;

import dev.composeraudit.cli.policytest.PolicyTests.TestOutcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Test results as JUnit's XML, a suite for each policy. */
final class TestJunit {
  private TestJunit() {}

  static String of(List<TestOutcome> outcomes) {
    Map<String, List<TestOutcome>> suites =
        outcomes.stream()
            .collect(
                Collectors.groupingBy(
                    TestOutcome::policy, LinkedHashMap::new, Collectors.toList()));
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<testsuites%s>\n".formatted(counts(outcomes)));
    suites.forEach((policy, cases) -> addSuite(xml, policy, cases));
    return xml.append("</testsuites>").toString();
  }

  private static void addSuite(StringBuilder xml, String policy, List<TestOutcome> cases) {
    xml.append("  <testsuite name=\"%s\"%s>\n".formatted(escape(policy), counts(cases)));
    for (TestOutcome each : cases) {
      xml.append(
          "    <testcase classname=\"%s\" name=\"%s\""
              .formatted(escape(policy), escape(each.name())));
      if (each.passed()) {
        xml.append("/>\n");
      } else {
        xml.append(
            ">\n      <failure message=\"%s\">%s</failure>\n    </testcase>\n"
                .formatted(
                    escape(
                        each.report()
                            .lines()
                            .limit(2)
                            .collect(Collectors.joining(", "))
                            .replaceAll(" +", " ")),
                    escape(each.report())));
      }
    }
    xml.append("  </testsuite>\n");
  }

  private static String counts(List<TestOutcome> outcomes) {
    long failures = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    return " tests=\"%d\" failures=\"%d\"".formatted(outcomes.size(), failures);
  }

  /** XML has no way to say a control character. */
  private static String escape(String text) {
    return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
