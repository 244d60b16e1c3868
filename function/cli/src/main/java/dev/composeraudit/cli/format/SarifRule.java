package dev.composeraudit.cli.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Result;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What SARIF says of policies and of files. */
final class SarifRule {
  private static final String UNRESERVED = "-._~/!$&'()*+,;=@";

  private SarifRule() {}

  static JsonObject of(PolicyInfo policy) {
    JsonObject rule = new JsonObject();
    rule.addProperty("id", policy.name());
    rule.add("shortDescription", text("Required: " + policy.displayName()));
    rule.add(
        "fullDescription",
        text(policy.description().isEmpty() ? policy.displayName() : policy.description()));
    rule.add("help", help(policy));
    JsonObject configuration = new JsonObject();
    configuration.addProperty("level", level(policy.severity()));
    rule.add("defaultConfiguration", configuration);
    JsonObject properties = new JsonObject();
    properties.add("tags", tags(policy));
    properties.addProperty("security-severity", score(policy.severity()));
    rule.add("properties", properties);
    return rule;
  }

  /** The level of a violation; one that another explains does not alarm by itself. */
  static String level(Result result) {
    return result.causedBy().isEmpty() ? level(result.severity()) : "note";
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case CRITICAL, HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW, INFORMATIONAL -> "note";
    };
  }

  /** As GitHub reads it: over 9.0 critical, from 7.0 high, from 4.0 medium. */
  private static String score(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "9.1";
      case HIGH -> "7.0";
      case MEDIUM -> "4.0";
      case LOW -> "2.0";
      case INFORMATIONAL -> "0.0";
    };
  }

  /** Each once, as the schema demands. */
  private static JsonArray tags(PolicyInfo policy) {
    Set<String> tags = new LinkedHashSet<>();
    tags.add("security");
    tags.add(policy.category());
    tags.addAll(policy.standards());
    tags.remove("");
    return JsonFields.texts(List.copyOf(tags));
  }

  private static JsonObject help(PolicyInfo policy) {
    StringBuilder text = new StringBuilder(policy.description());
    StringBuilder markdown = new StringBuilder(MarkdownText.of(policy.description()));
    if (!policy.recommendation().isEmpty()) {
      text.append("\n\nWhat to do: ").append(policy.recommendation());
      markdown.append("\n\n**What to do:** ").append(MarkdownText.of(policy.recommendation()));
    }
    if (!policy.standards().isEmpty()) {
      String standards = String.join("; ", policy.standards());
      text.append("\n\nStandards: ").append(standards);
      markdown.append("\n\n**Standards:** ").append(MarkdownText.of(standards));
    }
    for (String reference : policy.references()) {
      text.append('\n').append(reference);
      markdown.append("\n- <").append(reference.replaceAll("[<>\\s]", "")).append('>');
    }
    boolean silent = text.toString().isBlank();
    JsonObject help = text(silent ? policy.displayName() : text.toString().strip());
    help.addProperty(
        "markdown", silent ? MarkdownText.of(policy.displayName()) : markdown.toString().strip());
    return help;
  }

  /** A file as a URI: relative to the checkout unless it is named from the root. */
  static JsonObject artifact(String file) {
    JsonObject artifact = new JsonObject();
    String path = file.replace('\\', '/');
    String relative = path.startsWith("./") ? path.substring(2) : path;
    artifact.addProperty(
        "uri", relative.startsWith("/") ? "file://" + encode(relative) : encode(relative));
    if (!relative.startsWith("/") && !relative.startsWith("../")) {
      artifact.addProperty("uriBaseId", "%SRCROOT%");
    }
    return artifact;
  }

  private static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return encoded.toString();
  }

  /** A message, as SARIF has them. */
  static JsonObject text(String text) {
    JsonObject message = new JsonObject();
    message.addProperty("text", text);
    return message;
  }
}
