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
   * @param path where the case stands in the document
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

  public static PolicyTestSource read(ObjectReader form) {
    form.constant("apiVersion", PolicyFileReader.API_VERSION);
    form.constant("kind", "PolicyTest");
    String policy = form.name("policy");
    String subject = form.text("subject");
    Instant now = now(form);
    List<Case> cases = new ArrayList<>();
    List<ObjectReader> forms = form.objects("cases");
    if (forms.isEmpty()) {
      form.mistake("missing-key", "cases", "cases: at least one is needed");
    }
    for (int i = 0; i < forms.size(); i++) {
      cases.add(readCase(forms.get(i), "$.cases[" + i + "]", subject));
    }
    form.close();
    return new PolicyTestSource(policy, now, cases, form.document());
  }

  private static Instant now(ObjectReader form) {
    try {
      return form.has("now") ? Instant.parse(form.text("now")) : NOW;
    } catch (DateTimeException malformed) {
      form.mistake("date-time", "now", "now: must be a time such as 2027-03-31T00:00:00Z");
      return NOW;
    }
  }

  private static Case readCase(ObjectReader form, String path, String subject) {
    String name = form.line("name", "");
    if (name.isEmpty()) {
      form.mistake("missing-key", "name", "name: missing");
    }
    ObjectReader expect = form.object("expect", true);
    Outcome result = expect.choice("result", Outcome.class, true).orElse(Outcome.ERROR);
    List<Pattern> messages = new ArrayList<>();
    for (String regex : expect.texts("messages")) {
      try {
        messages.add(BoundedRegex.compile(regex));
      } catch (IllegalArgumentException refused) {
        expect.mistake("regex", "messages", "messages: " + refused.getMessage());
      }
    }
    expect.close();
    ObjectReader patch = form.object("patch", false);
    patch.keys();
    ObjectReader parameters = form.object("parameters", false);
    parameters.keys();
    Case read =
        new Case(
            name,
            path,
            form.has("subject") ? form.text("subject") : subject,
            patch.json(),
            parameters.json(),
            result,
            messages);
    form.close();
    return read;
  }
}
