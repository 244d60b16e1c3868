package dev.composeraudit.policy.source;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Issue;
import dev.composeraudit.policy.source.ParameterType.Amount;
import dev.composeraudit.policy.source.ParameterType.Flag;
import dev.composeraudit.policy.source.ParameterType.Items;
import dev.composeraudit.policy.source.ParameterType.Properties;
import dev.composeraudit.policy.source.ParameterType.Text;
import java.util.List;

/** Checks given values against their types; every error is reported at its place. */
final class ParameterCheck {
  private final Document document;
  private final List<Issue> issues;

  ParameterCheck(Document document, List<Issue> issues) {
    this.document = document;
    this.issues = issues;
  }

  void check(JsonElement value, ParameterType type, String path) {
    if (type instanceof Text text) {
      checkText(value, text, path);
    } else if (type instanceof Amount number) {
      checkNumber(value, number, path);
    } else if (type instanceof Flag) {
      if (!(value instanceof JsonPrimitive flag) || !flag.isBoolean()) {
        addIssue(path, "must be true or false");
      }
    } else if (type instanceof Items items) {
      checkItems(value, items, path);
    } else if (type instanceof Properties properties) {
      checkProperties(value, properties, path);
    }
  }

  private void checkText(JsonElement value, Text type, String path) {
    if (!(value instanceof JsonPrimitive text) || !text.isString()) {
      addIssue(path, "must be a text");
      return;
    }
    String string = text.getAsString();
    if (!type.choices().isEmpty() && !type.choices().contains(string)) {
      addIssue(path, "must be one of " + type.choices());
    }
    if (type.pattern() != null && !type.pattern().matcher(string).find()) {
      addIssue(path, "must match " + type.pattern());
    }
    if (!type.length().contain(string.length())) {
      addIssue(path, "must have " + type.length().words() + " characters");
    }
    if (!type.format().accepts(string)) {
      addIssue(path, "must be " + type.format().words + ", is " + Excerpt.of(string));
    }
  }

  private void checkNumber(JsonElement value, Amount type, String path) {
    if (!(value instanceof JsonPrimitive number) || !number.isNumber()) {
      addIssue(path, type.whole() ? "must be a whole number" : "must be a number");
      return;
    }
    double amount = number.getAsDouble();
    if (!Double.isFinite(amount)) {
      addIssue(path, "must be a number that fits into 64-bit floating point");
      return;
    }
    if (type.whole() && (amount != Math.rint(amount) || Math.abs(amount) > (1L << 53))) {
      addIssue(path, "must be a whole number");
    }
    if (!type.bounds().contain(amount)) {
      addIssue(path, "must be " + type.bounds().words());
    }
  }

  private void checkItems(JsonElement value, Items type, String path) {
    if (!(value instanceof JsonArray array)) {
      addIssue(path, "must be a list");
      return;
    }
    if (!type.size().contain(array.size())) {
      addIssue(path, "must have " + type.size().words() + " items");
    }
    for (int i = 0; i < array.size(); i++) {
      check(array.get(i), type.of(), path + "[" + i + "]");
    }
  }

  private void checkProperties(JsonElement value, Properties type, String path) {
    if (!(value instanceof JsonObject object)) {
      addIssue(path, "must be an object");
      return;
    }
    for (String key : object.keySet()) {
      ParameterType property = type.properties().get(key);
      if (property == null) {
        issues.add(
            new Issue(
                "unknown-key",
                document.file(),
                document.keyPlace(path + "." + key),
                "no such parameter: "
                    + Excerpt.of(key)
                    + "; there are "
                    + type.properties().keySet()));
      } else {
        check(object.get(key), property, path + "." + key);
      }
    }
    for (String required : type.required()) {
      if (!object.has(required)) {
        addIssue(path, required + ": missing");
      }
    }
  }

  private void addIssue(String path, String message) {
    issues.add(document.issue("parameter", path, path.replaceFirst(".*\\.", "") + ": " + message));
  }
}
