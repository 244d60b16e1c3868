package dev.composeraudit.cli.format;

import dev.composeraudit.cli.format.CheckReport.Missing;
import dev.composeraudit.cli.format.CheckReport.Row;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * JUnit's XML: a suite for each environment, a test for each policy. A violation is a failure, what
 * could not be judged an error; what does not apply, is pending or exempt is skipped. What could
 * not be read is an error of a suite of its own.
 */
public final class JunitFormat implements Format<CheckReport> {
  private static final String MISSING = "not judged";

  @Override
  public String name() {
    return "junit";
  }

  /** A test, as the form knows it. */
  private record Case(String suite, String name, Kind kind, String message, String type) {}

  private enum Kind {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  @Override
  public void write(CheckReport report, Writer out) throws IOException {
    List<Case> cases = new ArrayList<>();
    report.byConcern().forEach(row -> cases.add(of(row)));
    for (Missing missing : report.missing()) {
      String why = missing.why() + "\n" + missing.help();
      cases.add(new Case(MISSING, missing.what(), Kind.ERROR, why, "MISSING"));
    }
    try {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      write(xml, cases);
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException failed) {
      throw new IOException(failed);
    }
    out.write("\n");
  }

  private static Case of(Row row) {
    Result result = row.result();
    List<String> lines = new ArrayList<>(result.messages());
    if (result.exception() != null) {
      lines.add(ExceptionText.of(result.exception()));
    }
    if (!result.causedBy().isEmpty()) {
      lines.add("because of " + String.join(", ", result.causedBy()));
    }
    if (!row.place().isEmpty()) {
      lines.add("at " + row.place());
    }
    if (result.outcome() == Outcome.FAIL && !result.policy().recommendation().isEmpty()) {
      lines.add("fix: " + result.policy().recommendation());
    }
    Severity severity = result.severity();
    return new Case(
        row.subject(),
        result.policy().name(),
        kind(result.outcome()),
        String.join("\n", lines),
        result.outcome() == Outcome.PENDING || result.outcome() == Outcome.SKIP
            ? result.outcome().name()
            : result.outcome() + " " + severity);
  }

  private static Kind kind(Outcome outcome) {
    return switch (outcome) {
      case PASS -> Kind.PASSED;
      case FAIL -> Kind.FAILURE;
      case ERROR -> Kind.ERROR;
      case SKIP, EXEMPT, PENDING -> Kind.SKIPPED;
    };
  }

  private static void write(XMLStreamWriter xml, List<Case> cases) throws XMLStreamException {
    Map<String, List<Case>> suites =
        cases.stream()
            .collect(Collectors.groupingBy(Case::suite, LinkedHashMap::new, Collectors.toList()));
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", "Composer Audit");
    counts(xml, cases);
    for (Map.Entry<String, List<Case>> suite : suites.entrySet()) {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", valid(suite.getKey()));
      counts(xml, suite.getValue());
      for (Case each : suite.getValue()) {
        write(xml, each);
      }
      xml.writeCharacters("\n  ");
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
  }

  private static void counts(XMLStreamWriter xml, List<Case> cases) throws XMLStreamException {
    xml.writeAttribute("tests", String.valueOf(cases.size()));
    xml.writeAttribute("failures", count(cases, Kind.FAILURE));
    xml.writeAttribute("errors", count(cases, Kind.ERROR));
    xml.writeAttribute("skipped", count(cases, Kind.SKIPPED));
    xml.writeAttribute("time", "0");
  }

  private static String count(List<Case> cases, Kind kind) {
    return String.valueOf(cases.stream().filter(each -> each.kind() == kind).count());
  }

  private static void write(XMLStreamWriter xml, Case test) throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", valid(test.suite()));
    xml.writeAttribute("name", valid(test.name()));
    xml.writeAttribute("time", "0");
    switch (test.kind()) {
      case PASSED -> {
        // Says nothing more.
      }
      case FAILURE -> element(xml, "failure", test, true);
      case ERROR -> element(xml, "error", test, true);
      case SKIPPED -> element(xml, "skipped", test, false);
    }
    xml.writeEndElement();
  }

  /** The schemas of readers know a type of failures and errors alone. */
  private static void element(XMLStreamWriter xml, String name, Case test, boolean typed)
      throws XMLStreamException {
    String first = test.message().lines().findFirst().orElse("");
    xml.writeStartElement(name);
    xml.writeAttribute("message", valid(typed ? first : test.type() + ": " + first));
    if (typed) {
      xml.writeAttribute("type", test.type());
      xml.writeCharacters(valid(test.message()));
    }
    xml.writeEndElement();
  }

  /** XML has no way to say a control character or half a surrogate pair. */
  private static String valid(String text) {
    StringBuilder valid = new StringBuilder();
    text.codePoints().map(c -> isCharacter(c) ? c : 0xFFFD).forEach(valid::appendCodePoint);
    return valid.toString();
  }

  private static boolean isCharacter(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
