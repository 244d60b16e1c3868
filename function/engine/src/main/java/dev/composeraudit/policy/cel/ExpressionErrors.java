package dev.composeraudit.policy.cel;

import com.google.cloud.orchestration.airflow.service.v1.Environment;
import com.google.container.v1.Cluster;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.cel.common.CelFunctionDecl;
import dev.composeraudit.document.Excerpt;
import dev.composeraudit.document.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns CEL's error about an expression into one line, which suggests a name if one was misspelt.
 */
final class ExpressionErrors {
  private static final Pattern VARIABLE =
      Pattern.compile("\\bvariables\\.([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']+)'");
  private static final Pattern UNDEFINED = Pattern.compile("undefined field '([^']+)'");
  private static final List<String> NAMES =
      List.of(
          "resource",
          "composer",
          "cluster",
          "network",
          "egressNatPolicies",
          "egressProblems",
          "trigger",
          "now",
          "params",
          "variables");
  // Of CEL itself and its extensions, those that policies use.
  private static final List<String> FUNCTIONS =
      List.of(
          "source",
          "sourceInside",
          "project",
          "location",
          "compareVersions",
          "size",
          "startsWith",
          "endsWith",
          "contains",
          "matches",
          "timestamp",
          "duration",
          "string",
          "exists",
          "filter",
          "flatten",
          "distinct",
          "split",
          "replace",
          "substring",
          "lowerAscii",
          "indexOf");
  private static final List<String> RECORD_FIELDS =
      List.of(
          "generation",
          "imageVersion",
          "version",
          "airflowVersion",
          "nodeCidrs",
          "podCidrs",
          "serviceCidrs",
          "nonMasqueradeCidrs",
          "nonMasqueradeSource",
          "managed",
          "action",
          "cidrs",
          "code",
          "message",
          "kind",
          "principal",
          "method",
          "time");

  private final Collection<String> variables;
  private final Collection<String> parameters;

  /**
   * Errors of an expression.
   *
   * @param variables the policy's, as far as they are declared above the expression
   * @param parameters the policy's
   */
  ExpressionErrors(Collection<String> variables, Collection<String> parameters) {
    this.variables = variables;
    this.parameters = parameters;
  }

  /** CEL's message without its internal terms, with a suggestion. */
  String line(String message, String expression) {
    String line =
        message
            .strip()
            .replaceAll("\\s+", " ")
            .replace(" (in container '')", "")
            .replaceFirst(" \\(candidates: [^a-z]*\\)$", "");
    if (line.contains("reference to 'variables'")) {
      return variable(line, expression);
    }
    Matcher undeclared = UNDECLARED.matcher(line);
    if (undeclared.find()) {
      return line + Suggestion.question(undeclared.group(1), names());
    }
    Matcher undefined = UNDEFINED.matcher(line);
    return undefined.find() ? line + field(undefined.group(1), expression) : line;
  }

  private String variable(String line, String expression) {
    Matcher named = VARIABLE.matcher(expression);
    while (named.find()) {
      String name = named.group(1);
      if (!variables.contains(name)) {
        return "there is no variable %s above this expression; %s%s"
            .formatted(
                Excerpt.of(name),
                variables.isEmpty()
                    ? "there is none"
                    : "there are " + String.join(", ", new TreeSet<>(variables)),
                Suggestion.question(name, variables));
      }
    }
    return line.replace(
        "reference to 'variables'",
        "variable: write variables.NAME, with a variable that is declared above");
  }

  private String field(String name, String expression) {
    if (Pattern.compile("\\bparams\\." + Pattern.quote(name) + "\\b").matcher(expression).find()
        && !parameters.isEmpty()) {
      return "; the parameters are %s%s"
          .formatted(
              String.join(", ", new TreeSet<>(parameters)), Suggestion.question(name, parameters));
    }
    return Suggestion.question(name, fields());
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(NAMES);
    names.addAll(FUNCTIONS);
    NetworkLibrary.declarations().stream().map(CelFunctionDecl::name).forEach(names::add);
    return names;
  }

  private static Set<String> fields() {
    Set<String> fields = new TreeSet<>(RECORD_FIELDS);
    Set<String> seen = new HashSet<>();
    addFields(Environment.getDescriptor(), fields, seen);
    addFields(Cluster.getDescriptor(), fields, seen);
    return fields;
  }

  private static void addFields(Descriptor message, Set<String> fields, Set<String> seen) {
    if (!seen.add(message.getFullName())) {
      return;
    }
    for (FieldDescriptor field : message.getFields()) {
      fields.add(field.getJsonName());
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        addFields(field.getMessageType(), fields, seen);
      }
    }
  }
}
