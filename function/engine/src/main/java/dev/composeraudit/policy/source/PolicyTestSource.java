package dev.composeraudit.policy.source;

import com.google.gson.JsonObject;
import com.google.re2j.Pattern;
import dev.composeraudit.document.Document;
import dev.composeraudit.policy.result.Outcome;
import dev.composeraudit.policy.result.Severity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tests of a policy as they were written. */
public record PolicyTestSource(String policy, List<Case> cases, Document document) {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /**
   * A baseline subject, what is different about it, and what must come of that.
   *
   * @param path where the case is in the document
   * @param subject the baseline's path, relative to the file of the tests
   * @param patch a JSON merge patch on the baseline
   * @param now the clock
   * @param withBindings whether it is judged with the bindings and exceptions in force, as check
   *     does; if not, by the policy alone with its parameters
   * @param severity that the result must have; null = any
   * @param exception the name of the exception that must cover it; null = whatever does
   * @param messages each must be found in one of the result's messages or notes
   */
  public record Case(
      String name,
      String path,
      String subject,
      JsonObject patch,
      JsonObject parameters,
      Instant now,
      boolean withBindings,
      Outcome result,
      @Nullable Severity severity,
      @Nullable String exception,
      List<Pattern> messages) {}

  public static PolicyTestSource read(ObjectReader object) {
    object.constant("apiVersion", PolicyFileReader.API_VERSION);
    object.constant("kind", "PolicyTest");
    String policy = object.name("policy");
    String subject = object.text("subject");
    Instant now = now(object, NOW);
    List<Case> cases = new ArrayList<>();
    List<ObjectReader> forms = object.objects("cases");
    if (forms.isEmpty()) {
      object.addIssue("missing-key", "cases", "cases: at least one is needed");
    }
    for (int i = 0; i < forms.size(); i++) {
      cases.add(readCase(forms.get(i), "$.cases[" + i + "]", subject, now));
    }
    object.close();
    return new PolicyTestSource(policy, cases, object.document());
  }

  private static Instant now(ObjectReader object, Instant absent) {
    try {
      return object.has("now") ? Instant.parse(object.text("now")) : absent;
    } catch (DateTimeException malformed) {
      object.addIssue("date-time", "now", "now: must be a time such as 2027-03-31T00:00:00Z");
      return absent;
    }
  }

  private static Case readCase(ObjectReader object, String path, String subject, Instant now) {
    String name = object.line("name", "");
    if (name.isEmpty()) {
      object.addIssue("missing-key", "name", "name: missing");
    }
    ObjectReader expect = object.object("expect", true);
    Outcome result = expect.choice("result", Outcome.class, true).orElse(Outcome.ERROR);
    List<Pattern> messages = new ArrayList<>();
    for (String regex : expect.texts("messages")) {
      try {
        messages.add(BoundedRegex.compile(regex));
      } catch (IllegalArgumentException invalid) {
        expect.addIssue("regex", "messages", "messages: " + invalid.getMessage());
      }
    }
    boolean withBindings = object.flag("withBindings", false);
    Severity severity = expect.choice("severity", Severity.class, false).orElse(null);
    String exception = expect.has("exception") ? expect.name("exception") : null;
    if (!withBindings && (severity != null || exception != null)) {
      expect.addIssue(
          "form",
          severity != null ? "severity" : "exception",
          "severity and exception need withBindings: true in the case");
    }
    if (withBindings && object.has("parameters")) {
      object.addIssue(
          "form",
          "parameters",
          "parameters: not allowed with withBindings: true, because the bindings give them");
    }
    expect.close();
    ObjectReader patch = object.object("patch", false);
    patch.keys();
    ObjectReader parameters = object.object("parameters", false);
    parameters.keys();
    Case read =
        new Case(
            name,
            path,
            object.has("subject") ? object.text("subject") : subject,
            patch.json(),
            parameters.json(),
            now(object, now),
            withBindings,
            result,
            severity,
            exception,
            messages);
    object.close();
    return read;
  }
}
