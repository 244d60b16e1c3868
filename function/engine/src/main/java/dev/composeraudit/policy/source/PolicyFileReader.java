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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads files of policies, bindings and exceptions; every error of every file is collected. */
public final class PolicyFileReader {
  public static final String API_VERSION = "composer-audit/v1";
  private static final Documents DOCUMENTS = new Documents(Documents.OWN);

  private static final Pattern VARIABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*[A-Za-z0-9]|[a-z]");

  /** Each takes a type checker of its own; a file could hold ten thousand. */
  private static final int POLICIES_OF_A_FILE = 10;

  private static final List<String> KINDS =
      List.of("Policy", "PolicyBinding", "PolicyException", "PolicyTest", "Subject");

  private final List<Issue> issues;

  /** The files with a policy, a binding or an exception in them. */
  public final List<SourceFile> files = new ArrayList<>();

  public final List<PolicySource> policies = new ArrayList<>();
  public final List<BindingSource> bindings = new ArrayList<>();
  public final List<ExceptionSource> exceptions = new ArrayList<>();

  private final List<SourceFile> unreadable = new ArrayList<>();

  public PolicyFileReader(List<Issue> issues) {
    this.issues = issues;
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
      unreadable.add(file);
    }
  }

  /** Whether a file that could not be read has the name in it, and may hold what has this name. */
  boolean mayHold(String name) {
    return unreadable.stream().anyMatch(file -> file.text().contains(name));
  }

  /** Returns whether the document belongs to the set; tests and subjects do not. */
  public boolean read(Document document) {
    ObjectReader object = ObjectReader.of(document, issues);
    object.constant("apiVersion", API_VERSION);
    String kind = object.text("kind");
    switch (kind) {
      case "Policy" -> policies.add(policy(object));
      case "PolicyBinding" -> bindings.add(binding(object));
      case "PolicyException" -> exception(object);
      case "PolicyTest", "Subject" -> {
        // Read by those who run the tests.
        return false;
      }
      default -> {
        if (!kind.isBlank()) {
          object.addIssue(
              "kind",
              "kind",
              "kind: must be Policy, PolicyBinding, PolicyException or PolicyTest"
                  + Suggestion.question(kind, KINDS));
        }
        object.any("metadata");
        object.any("spec");
      }
    }
    object.close();
    return true;
  }

  private PolicySource policy(ObjectReader object) {
    ObjectReader metadata = object.object("metadata", true);
    String name = metadata.name("name");
    String category = labels(metadata);
    metadata.close();
    ObjectReader spec = object.object("spec", true);
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
            version(object.document().file()),
            spec.texts("causedBy"));
    if (info.displayName().isEmpty()) {
      spec.addIssue("missing-key", "displayName", "displayName: missing");
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
            object.document());
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
    for (ObjectReader object : spec.objects(key)) {
      clauses.add(
          new PolicySource.Clause(
              object.text("name"),
              Expression.read(object, "expression"),
              object.document().place(object.path("name"))));
      object.close();
    }
    return clauses;
  }

  private static List<PolicySource.Clause> variables(ObjectReader spec) {
    List<PolicySource.Clause> variables = new ArrayList<>();
    for (ObjectReader object : spec.objects("variables")) {
      String name = object.text("name");
      if (!name.isBlank() && !VARIABLE.matcher(name).matches()) {
        object.addIssue("name", "name", "not a name for a variable: " + Excerpt.of(name));
      }
      variables.add(
          new PolicySource.Clause(
              name,
              Expression.read(object, "expression"),
              object.document().place(object.path("name"))));
      object.close();
    }
    return variables;
  }

  private static List<PolicySource.Validation> validations(ObjectReader spec) {
    List<PolicySource.Validation> validations = new ArrayList<>();
    for (ObjectReader object : spec.objects("validations")) {
      Expression expression = Expression.read(object, "expression");
      String message = object.line("message", "");
      if (message.isEmpty()) {
        object.addIssue("missing-key", "message", "message: missing");
      }
      validations.add(
          new PolicySource.Validation(
              expression,
              message,
              object.has("messageExpression") ? Expression.read(object, "messageExpression") : null,
              object.has("destinations") ? Expression.read(object, "destinations") : null,
              object.choice("severity", Severity.class, false).orElse(null)));
      object.close();
    }
    if (validations.isEmpty()) {
      spec.addIssue("missing-key", "validations", "validations: at least one is needed");
    }
    return validations;
  }

  private BindingSource binding(ObjectReader object) {
    String name = name(object);
    ObjectReader spec = object.object("spec", true);
    ObjectReader parameters = spec.object("parameters", false);
    BindingSource binding =
        new BindingSource(
            name,
            spec.text("policyName"),
            ResourcePattern.read(spec),
            ResourcePattern.read(spec, "excludeResources"),
            conditions(spec),
            parameters.json(),
            object.document(),
            "$.spec.parameters",
            spec.choice("severity", Severity.class, false).orElse(null),
            spec.flag("enforce", true));
    spec.close();
    return binding;
  }

  /** What must be true of an environment that a binding is for. */
  private static List<PolicySource.Clause> conditions(ObjectReader spec) {
    List<PolicySource.Clause> conditions = new ArrayList<>(clauses(spec, "matchConditions"));
    ObjectReader labels = spec.object("matchLabels", false);
    for (String key : labels.keys()) {
      conditions.add(LabelCondition.of(labels, key));
    }
    return conditions;
  }

  private void exception(ObjectReader object) {
    String name = name(object);
    ObjectReader spec = object.object("spec", true);
    List<String> policies = new ArrayList<>();
    for (ObjectReader reference : spec.objects("policyRefs")) {
      reference.constant("kind", "Policy");
      policies.add(reference.text("name"));
      reference.close();
    }
    if (policies.isEmpty()) {
      spec.addIssue("missing-key", "policyRefs", "policyRefs: at least one is needed");
    }
    ObjectReader properties = spec.object("properties", true);
    ExceptionSource exception =
        new ExceptionSource(
            name,
            policies,
            ResourcePattern.read(spec),
            clauses(spec, "matchConditions"),
            spec.has("bindings") ? names(spec, "bindings") : null,
            spec.has("destinations") ? spec.texts("destinations") : null,
            expiry(spec),
            properties.text("approved-by"),
            properties.text("reason"),
            properties(properties),
            object.document());
    properties.close();
    spec.close();
    exceptions.add(exception);
  }

  private static Map<String, String> properties(ObjectReader properties) {
    Map<String, String> all = new TreeMap<>();
    properties.keys().forEach(key -> all.put(key, properties.optionalText(key, "")));
    return all;
  }

  private static List<String> names(ObjectReader spec, String key) {
    List<String> names = spec.texts(key);
    for (int i = 0; i < names.size(); i++) {
      if (!ObjectReader.NAME.matcher(names.get(i)).matches()) {
        spec.addIssue("name", key + "[" + i + "]", key + ": each must be the name of a binding");
      }
    }
    return names;
  }

  private static Instant expiry(ObjectReader spec) {
    String text = spec.text("expiresAt");
    try {
      return text.isBlank() ? Instant.MIN : Instant.parse(text);
    } catch (DateTimeException malformed) {
      spec.addIssue(
          "date-time", "expiresAt", "expiresAt: must be a time such as 2027-03-31T00:00:00Z");
      return Instant.MIN;
    }
  }

  private static String name(ObjectReader object) {
    ObjectReader metadata = object.object("metadata", true);
    String name = metadata.name("name");
    labels(metadata);
    metadata.close();
    return name;
  }
}
