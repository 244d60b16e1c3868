package dev.composeraudit.policy.source;

import com.google.gson.JsonObject;
import com.google.re2j.Pattern;
import dev.composeraudit.document.Document;
import dev.composeraudit.policy.result.Outcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The tests of a policy as they were written.
 *
 * @param now the clock of all cases
 */
public record PolicyTestSource(String policy, Instant now, List<Case> cases, Document document) {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /**
   * A baseline subject, what is different about it, and what must come of that.
   *
   * @param path where the case is in the document
   * @param subject the baseline's path, relative to the file of the tests
   * @param patch a JSON merge patch on the baseline
   * @param messages each must be found in one of the result's messages
   */
  public record Case(
      String name,
      String path,
      String subject,
      JsonObject patch,
      JsonObject parameters,
      Outcome result,
      List<Pattern> messages) {}

  public static PolicyTestSource read(ObjectReader object) {
    object.constant("apiVersion", PolicyFileReader.API_VERSION);
    object.constant("kind", "PolicyTest");
    String policy = object.name("policy");
    String subject = object.text("subject");
    Instant now = now(object);
    List<Case> cases = new ArrayList<>();
    List<ObjectReader> forms = object.objects("cases");
    if (forms.isEmpty()) {
      object.addIssue("missing-key", "cases", "cases: at least one is needed");
    }
    for (int i = 0; i < forms.size(); i++) {
      cases.add(readCase(forms.get(i), "$.cases[" + i + "]", subject));
    }
    object.close();
    return new PolicyTestSource(policy, now, cases, object.document());
  }

  private static Instant now(ObjectReader object) {
    try {
      return object.has("now") ? Instant.parse(object.text("now")) : NOW;
    } catch (DateTimeException malformed) {
      object.addIssue("date-time", "now", "now: must be a time such as 2027-03-31T00:00:00Z");
      return NOW;
    }
  }

  private static Case readCase(ObjectReader object, String path, String subject) {
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
            result,
            messages);
    object.close();
    return read;
  }
}
