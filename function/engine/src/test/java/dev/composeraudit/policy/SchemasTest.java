package dev.composeraudit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.composeraudit.document.Document;
import dev.composeraudit.document.Documents;
import dev.composeraudit.document.InvalidDocumentsException;
import dev.composeraudit.document.Issue;
import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.source.ObjectReader;
import dev.composeraudit.policy.source.PolicyFileReader;
import dev.composeraudit.policy.source.PolicyTestSource;
import dev.composeraudit.subject.SubjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The schemas that editors check by, held equal to what the loader accepts. */
class SchemasTest {
  private static final Path SCHEMAS = TestPolicyFolder.SHIPPED.resolve("schema");
  private static final Pattern MODELINE =
      Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();
  private static final Map<String, JsonSchema> BY_KIND =
      Map.of(
          "Policy", schema("policy"),
          "PolicyBinding", schema("bindings"),
          "PolicyException", schema("exceptions"),
          "PolicyTest", schema("tests"),
          "Subject", schema("subject"));

  /** What no schema can say: a default's own schema, names that refer to others, regex syntax. */
  private static final Set<String> BEYOND_SCHEMAS =
      Set.of("parameter", "duplicate-name", "unknown-property", "regex", "contradiction");

  private static final List<String> WRITTEN =
      List.of(
          """
          apiVersion: composer-audit/v1
          kind: PolicyBinding
          metadata: {name: everything, labels: {category: networking}}
          spec:
            policyName: ip-masquerade-agent-enabled
            matchResources: [projects/*/locations/europe-*/environments/*]
            parameters: {routableRanges: [10.0.0.0/8]}
            severity: LOW
            enforce: false
          """,
          """
          apiVersion: composer-audit/v1
          kind: PolicyException
          metadata: {name: sandbox}
          spec:
            policyRefs: [{kind: Policy, name: ip-masquerade-agent-enabled}]
            matchResources: [projects/sandbox-*/locations/*/environments/*]
            matchConditions: [{name: labelled, expression: '"lifetime" in resource.labels'}]
            expiresAt: "2027-03-31T00:00:00+02:00"
            properties: {approved-by: netsec@example.com, reason: It goes in spring., ticket: NET-1}
          """,
          """
          apiVersion: composer-audit/v1
          kind: Policy
          metadata: {name: everything}
          spec:
            displayName: All keys there are
            severity: CRITICAL
            standards: [Our baseline]
            causedBy: [other]
            mitigatedBy: [other]
            matchResources: [projects/*/locations/*/environments/*]
            parameters:
              text: {default: a, description: b, schema: {type: string, enum: [a], pattern: ^a, minLength: 1, maxLength: 2}}
              number: {schema: {type: number, minimum: 0, maximum: 1, description: b}}
              object:
                schema:
                  type: object
                  required: [list]
                  additionalProperties: false
                  properties: {list: {type: array, minItems: 1, maxItems: 9, items: {type: string, format: ip}}}
            validations: [{expression: "true", message: a, messageExpression: '"b"'}]
            remedies:
              acceptSources: network.podCidrs
              editEgressPolicy: {keep: network.podCidrs, masquerade: network.podCidrs}
              recreateWithAgent: true
              moveToComposer3: false
          """,
          """
          apiVersion: composer-audit/v1
          kind: Subject
          environment: {name: projects/example-project/locations/us-central1/environments/e}
          trigger: {kind: scan, principal: a, method: b, time: "2026-11-23T12:00:00Z"}
          unknown:
            cluster: {reason: NOT_YET, help: soon}
            environment.config.gkeCluster: {reason: NOT_YET, help: soon}
          """);

  private static boolean isBeyond(Issue issue) {
    return BEYOND_SCHEMAS.contains(issue.code()) || issue.place().path().contains(".default");
  }

  private static JsonSchema schema(String name) {
    try {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(Files.readString(SCHEMAS.resolve(name + ".schema.json")));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static boolean schemaAccepts(JsonElement document) {
    JsonSchema schema = schemaOf(document);
    return schema.validate(GSON.toJson(document), InputFormat.JSON).isEmpty();
  }

  private static JsonSchema schemaOf(JsonElement document) {
    return Objects.requireNonNull(BY_KIND.get(kind(document)));
  }

  private static String kind(JsonElement document) {
    return document.getAsJsonObject().get("kind").getAsString();
  }

  /** What the reader of the document's form finds; not what its expressions mean. */
  private static List<Issue> mistakes(JsonElement json) {
    Document document = new Document(new SourceFile("mutant", ""), json, Map.of());
    List<Issue> issues = new ArrayList<>();
    switch (kind(json)) {
      case "PolicyTest" -> PolicyTestSource.read(ObjectReader.of(document, issues));
      case "Subject" -> {
        try {
          new SubjectReader(Clock.systemUTC()).read(document);
        } catch (InvalidDocumentsException mistakes) {
          issues.addAll(mistakes.issues());
        }
      }
      default -> new PolicyFileReader(issues).read(document);
    }
    return issues;
  }

  private static List<JsonElement> shipped() {
    List<JsonElement> documents = new ArrayList<>();
    List<SourceFile> files = new ArrayList<>(TestPolicyFolder.shipped());
    WRITTEN.forEach(text -> files.add(new SourceFile("written.yaml", text)));
    for (SourceFile file : files) {
      try {
        new Documents(Documents.PROVIDER).read(file).forEach(it -> documents.add(it.value()));
      } catch (InvalidDocumentsException malformed) {
        throw new AssertionError(malformed.getMessage(), malformed);
      }
    }
    return documents;
  }

  @Test
  void everyFileIsAcceptedByItsSchema() {
    for (JsonElement document : shipped()) {
      assertThat(schemaOf(document).validate(GSON.toJson(document), InputFormat.JSON)).isEmpty();
      assertThat(mistakes(document)).isEmpty();
    }
  }

  @Test
  void everyFileNamesItsSchemaToEditors() {
    for (SourceFile file : TestPolicyFolder.shipped()) {
      Matcher modeline = MODELINE.matcher(file.line(1));

      assertThat(modeline.matches()).as(file.path()).isTrue();
      assertThat(TestPolicyFolder.SHIPPED.resolve(file.path()).resolveSibling(modeline.group(1)))
          .exists();
    }
  }

  @Test
  void whatTheLoaderRejectsTheSchemaRejectsAndNothingElse() {
    Map<String, List<String>> differences = new TreeMap<>();
    int[] refused = {0};
    for (JsonElement document : shipped()) {
      walk(
          document,
          document,
          "$",
          (path, mutant) -> {
            List<Issue> issues = mistakes(mutant);
            boolean beyond = !issues.isEmpty() && issues.stream().allMatch(SchemasTest::isBeyond);
            if (!beyond && issues.isEmpty() != schemaAccepts(mutant)) {
              differences.put(
                  kind(mutant) + " " + path, issues.stream().map(Issue::render).toList());
            }
            refused[0] += issues.isEmpty() ? 0 : 1;
          });
    }
    assertThat(differences).isEmpty();
    assertThat(refused[0]).isGreaterThan(1_000);
  }

  /** A document that has been changed in one place, and the place. */
  private interface MutantTest {
    void test(String path, JsonElement mutant);
  }

  private static void walk(JsonElement root, JsonElement at, String path, MutantTest test) {
    if (at instanceof JsonObject object) {
      boolean bound = path.equals("$.spec.parameters") && kind(root).equals("PolicyBinding");
      if (bound || isForeign(path)) {
        return;
      }
      change(object, "unheardOf", new JsonPrimitive("x"), root, path + ".unheardOf", test);
      for (String key : List.copyOf(object.keySet())) {
        String place = path + "." + key;
        if (place.equals("$.kind")) {
          continue;
        }
        for (JsonElement value : replacements(object.get(key))) {
          change(object, key, value, root, place + " = " + value, test);
        }
        JsonElement old = object.remove(key);
        test.test(place + " removed", root);
        object.add(key, old);
        walk(root, old, place, test);
      }
    } else if (at instanceof JsonArray array) {
      // What is wrong with two of a list is wrong with all.
      for (int i = 0; i < Math.min(2, array.size()); i++) {
        JsonElement old = array.get(i);
        for (JsonElement value : replacements(old)) {
          array.set(i, value);
          test.test(path + "[" + i + "] = " + value, root);
          array.set(i, old);
        }
        walk(root, old, path + "[" + i + "]", test);
      }
    }
  }

  private static void change(
      JsonObject object,
      String key,
      JsonElement value,
      JsonElement root,
      String path,
      MutantTest test) {
    JsonElement old = object.get(key);
    object.add(key, value);
    test.test(path, root);
    if (old == null) {
      object.remove(key);
    } else {
      object.add(key, old);
    }
  }

  /** What a provider's document holds is the provider's. */
  private static boolean isForeign(String path) {
    return path.matches(
        "\\$\\.(environment|cluster|ipMasqAgentConfig|ipMasqAgentDaemonSet)"
            + "|\\$\\.(subnetworks|egressNatPolicies)\\[\\d+]"
            + "|\\$\\.cases\\[\\d+]\\.(patch|parameters)"
            + "|\\$\\.spec\\.parameters\\.[^.]+\\.default.*");
  }

  private static List<JsonElement> replacements(JsonElement old) {
    List<JsonElement> values =
        new ArrayList<>(
            List.of(
                JsonNull.INSTANCE,
                new JsonPrimitive(7),
                new JsonPrimitive(true),
                new JsonPrimitive(""),
                new JsonPrimitive("  "),
                new JsonPrimitive("Something else"),
                new JsonPrimitive("one\ntwo"),
                new JsonObject(),
                list(),
                list(new JsonPrimitive(7)),
                list(new JsonPrimitive("text"))));
    values.remove(old);
    return values;
  }

  private static JsonArray list(JsonElement... elements) {
    JsonArray list = new JsonArray();
    List.of(elements).forEach(list::add);
    return list;
  }
}
