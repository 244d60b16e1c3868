package dev.composeraudit.policy.source;

import com.google.common.hash.Hashing;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.document.Suggestion;
import dev.composeraudit.policy.result.PolicyInfo;
import dev.composeraudit.policy.result.Severity;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads files of policies, bindings and exceptions; every mistake of every file is collected. */
public final class PolicyFileReader {
  public static final String API_VERSION = "composer-audit/v1";
  private static final Documents DOCUMENTS = new Documents(Documents.OWN);

  private static final Pattern VARIABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*[A-Za-z0-9]|[a-z]");

  /** Each takes a type checker of its own; a file could hold ten thousand. */
  private static final int POLICIES_OF_A_FILE = 10;

  private static final List<String> KINDS =
      List.of("Policy", "PolicyBinding", "PolicyException", "PolicyTest", "Subject");
  /** How long an exception may last from the day that it is loaded, in days. */
  private static final int LONGEST_EXCEPTION = 366;

  private final List<Issue> issues;
  private final Instant latestExpiry;

  /** The files with a policy, a binding or an exception in them. */
  public final List<SourceFile> files = new ArrayList<>();

  public final List<PolicySource> policies = new ArrayList<>();
  public final List<BindingSource> bindings = new ArrayList<>();
  public final List<ExceptionSource> exceptions = new ArrayList<>();

  private boolean unreadable;

  public PolicyFileReader(List<Issue> issues) {
    this(issues, Instant.now());
  }

  PolicyFileReader(List<Issue> issues, Instant now) {
    this.issues = issues;
    this.latestExpiry = now.plus(Duration.ofDays(LONGEST_EXCEPTION));
  }

  public void read(SourceFile file) {
    try {
      boolean belongs = false;
      int before = policies.size();
      for (Document document : DOCUMENTS.read(file)) {
        belongs |= read(document);
        if (policies.size() > before + POLICIES_OF_A_FILE) {
          issues.add(document.issue("too-many", "$", "more than ten policies in one file"));
          break;
        }
      }
      if (belongs) {
        files.add(file);
      }
    } catch (InvalidDocumentsException malformed) {
      issues.addAll(malformed.issues());
      unreadable = true;
    }
  }

  /** Whether a file could not be read at all, so that it may hold what others name. */
  boolean hasUnreadable() {
    return unreadable;
  }

  /** Returns whether the document belongs to the set; tests and subjects do not. */
  public boolean read(Document document) {
    ObjectReader form = ObjectReader.of(document, issues);
    form.constant("apiVersion", API_VERSION);
    String kind = form.text("kind");
    switch (kind) {
      case "Policy" -> policies.add(policy(form));
      case "PolicyBinding" -> bindings.add(binding(form));
      case "PolicyException" -> exception(form);
      case "PolicyTest", "Subject" -> {
        // Read by those who run the tests.
        return false;
      }
      default -> {
        if (!kind.isBlank()) {
          form.mistake(
              "kind",
              "kind",
              "kind: must be Policy, PolicyBinding, PolicyException or PolicyTest"
                  + Suggestion.question(kind, KINDS));
        }
        form.any("metadata");
        form.any("spec");
      }
    }
    form.close();
    return true;
  }

  private PolicySource policy(ObjectReader form) {
    ObjectReader metadata = form.object("metadata", true);
    String name = metadata.name("name");
    String category = labels(metadata);
    metadata.close();
    ObjectReader spec = form.object("spec", true);
    PolicyInfo info =
        new PolicyInfo(
            name,
            spec.line("displayName", ""),
            spec.optionalText("description", "").strip(),
            spec.choice("severity", Severity.class, true).orElse(Severity.MEDIUM),
            category,
            spec.optionalText("recommendation", "").strip(),
            spec.texts("references"),
            spec.texts("standards"),
            version(form.document().file()),
            spec.texts("causedBy"));
    if (info.displayName().isEmpty()) {
      spec.mistake("missing-key", "displayName", "displayName: missing");
    }
    PolicySource source =
        new PolicySource(
            info,
            ResourcePattern.read(spec),
            clauses(spec, "matchConditions"),
            ParameterSchema.read(spec.object("parameters", false), name, issues),
            variables(spec),
            validations(spec),
            spec.texts("mitigatedBy"),
            RemedySource.read(spec.object("remedies", false)),
            form.document());
    spec.close();
    return source;
  }

  private static String labels(ObjectReader metadata) {
    ObjectReader labels = metadata.object("labels", false);
    String category = labels.optionalText("category", "");
    labels.close();
    return category;
  }

  static String version(SourceFile file) {
    return "sha256:"
        + Hashing.sha256()
            .hashString(file.text(), StandardCharsets.UTF_8)
            .toString()
            .substring(0, 12);
  }

  private static List<PolicySource.Clause> clauses(ObjectReader spec, String key) {
    List<PolicySource.Clause> clauses = new ArrayList<>();
    for (ObjectReader form : spec.objects(key)) {
      clauses.add(
          new PolicySource.Clause(
              form.text("name"),
              Expression.read(form, "expression"),
              form.document().place(form.path("name"))));
      form.close();
    }
    return clauses;
  }

  private static List<PolicySource.Clause> variables(ObjectReader spec) {
    List<PolicySource.Clause> variables = new ArrayList<>();
    for (ObjectReader form : spec.objects("variables")) {
      String name = form.text("name");
      if (!name.isBlank() && !VARIABLE.matcher(name).matches()) {
        form.mistake("name", "name", "not a name for a variable: " + Excerpt.of(name));
      }
      variables.add(
          new PolicySource.Clause(
              name, Expression.read(form, "expression"), form.document().place(form.path("name"))));
      form.close();
    }
    return variables;
  }

  private static List<PolicySource.Validation> validations(ObjectReader spec) {
    List<PolicySource.Validation> validations = new ArrayList<>();
    for (ObjectReader form : spec.objects("validations")) {
      Expression expression = Expression.read(form, "expression");
      String message = form.line("message", "");
      if (message.isEmpty()) {
        form.mistake("missing-key", "message", "message: missing");
      }
      validations.add(
          new PolicySource.Validation(
              expression,
              message,
              form.has("messageExpression") ? Expression.read(form, "messageExpression") : null,
              form.choice("severity", Severity.class, false).orElse(null)));
      form.close();
    }
    if (validations.isEmpty()) {
      spec.mistake("missing-key", "validations", "validations: at least one is needed");
    }
    return validations;
  }

  private BindingSource binding(ObjectReader form) {
    String name = name(form);
    ObjectReader spec = form.object("spec", true);
    ObjectReader parameters = spec.object("parameters", false);
    BindingSource binding =
        new BindingSource(
            name,
            spec.text("policyName"),
            ResourcePattern.read(spec),
            parameters.json(),
            form.document(),
            "$.spec.parameters",
            spec.choice("severity", Severity.class, false).orElse(null),
            spec.flag("enforce", true));
    spec.close();
    return binding;
  }

  private void exception(ObjectReader form) {
    String name = name(form);
    ObjectReader spec = form.object("spec", true);
    List<String> policies = new ArrayList<>();
    for (ObjectReader reference : spec.objects("policyRefs")) {
      reference.constant("kind", "Policy");
      policies.add(reference.text("name"));
      reference.close();
    }
    if (policies.isEmpty()) {
      spec.mistake("missing-key", "policyRefs", "policyRefs: at least one is needed");
    }
    ObjectReader properties = spec.object("properties", true);
    ExceptionSource exception =
        new ExceptionSource(
            name,
            policies,
            ResourcePattern.read(spec),
            clauses(spec, "matchConditions"),
            expiry(spec),
            properties.text("approved-by"),
            properties.text("reason"),
            form.document());
    properties.keys().forEach(key -> properties.optionalText(key, ""));
    properties.close();
    spec.close();
    exceptions.add(exception);
  }

  private Instant expiry(ObjectReader spec) {
    String text = spec.text("expiresAt");
    try {
      Instant expiry = text.isBlank() ? Instant.MIN : Instant.parse(text);
      if (expiry.isAfter(latestExpiry)) {
        spec.mistake(
            "too-long",
            "expiresAt",
            "expiresAt: an exception lasts a year at most, and is approved anew then");
      }
      return expiry;
    } catch (DateTimeException malformed) {
      spec.mistake(
          "date-time", "expiresAt", "expiresAt: must be a time such as 2027-03-31T00:00:00Z");
      return Instant.MIN;
    }
  }

  private static String name(ObjectReader form) {
    ObjectReader metadata = form.object("metadata", true);
    String name = metadata.name("name");
    labels(metadata);
    metadata.close();
    return name;
  }
}
