package dev.composeraudit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.composeraudit.event.CoverageRequest;
import dev.composeraudit.policy.result.Severity;
import dev.composeraudit.report.CoverageReport.Compared;
import dev.composeraudit.report.CoverageReport.Undecided;
import dev.composeraudit.subject.EnvironmentName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes what is said of a scope's coverage as an OCSF 1.8.0 Compliance Finding, of the same form
 * as those of policies: its resource is the scope, and after it the environments that were not
 * judged.
 */
final class CoverageWriter {
  static final String POLICY = "environments-are-judged";
  static final String TRIGGER = "coverage";
  static final Severity SEVERITY = Severity.HIGH;
  static final String RECOMMENDATION =
      "Publish {\"kind\": \"sweep\"} to the events topic, and look at the function's log: the"
          + " entries about these environments (jsonPayload.event=\"event_postponed\" or"
          + " \"event_refused\") and the dead-letter topic say what keeps them from being judged.";

  private static final String CATEGORY = "observability";
  private static final String TITLE = "Every environment is judged";
  private static final String DESCRIPTION =
      "Events can be lost before they reach Pub/Sub, and audits given up. An environment that"
          + " nobody has judged for more than a day may violate any policy.";

  /** More would make the finding longer than anybody reads. */
  private static final int NAMED = 100;

  private final ComplianceFinding common;

  CoverageWriter(Producer product) {
    this.common = new ComplianceFinding(product);
  }

  /**
   * What is said.
   *
   * @param details the sentence, then whatever it is about
   * @param unjudged as many of the environments as are named
   */
  record Statement(FindingStatus lifecycle, List<String> details, List<EnvironmentName> unjudged) {
    static Statement of(String scope, CoverageReport report) {
      if (report instanceof Undecided undecided) {
        List<String> details = new ArrayList<>();
        details.add("It can't be told which environments below " + scope + " were judged.");
        undecided.obstacles().forEach(obstacle -> details.add(OcsfJson.limited(obstacle)));
        return new Statement(FindingStatus.UNDECIDED, details, List.of());
      }
      Compared compared = (Compared) report;
      if (compared.environments() == 0) {
        // What is seen nowhere must not read as if all were well.
        return new Statement(
            FindingStatus.NOT_APPLICABLE,
            List.of("There are no environments below " + scope + "."),
            List.of());
      }
      return compared.unjudged().isEmpty() ? covered(scope, compared) : uncovered(scope, compared);
    }

    private static Statement covered(String scope, Compared compared) {
      String sentence =
          "Complies: each of the %d environments below %s was judged in the last 26 hours."
              .formatted(compared.environments(), scope);
      return new Statement(FindingStatus.RESOLVED, List.of(sentence), List.of());
    }

    private static Statement uncovered(String scope, Compared compared) {
      int missing = compared.unjudged().size();
      List<EnvironmentName> named = compared.unjudged().subList(0, Math.min(missing, NAMED));
      List<String> details = new ArrayList<>();
      details.add(
          "%d of %d environments below %s were not judged in the last 26 hours."
              .formatted(missing, compared.environments(), scope));
      named.forEach(name -> details.add(name.toString()));
      if (missing > NAMED) {
        details.add("and %d more".formatted(missing - NAMED));
      }
      return new Statement(FindingStatus.STILL_OPEN, details, named);
    }

    String result() {
      return lifecycle.attribute;
    }
  }

  static String fullName(String scope) {
    return "//cloudresourcemanager.googleapis.com/" + scope;
  }

  Finding write(CoverageRequest check, String scope, Statement statement, Instant time) {
    String uid = FindingIds.finding(POLICY, fullName(scope));
    String message = FindingIds.message(uid, check.id());
    JsonObject ocsf = new JsonObject();
    ComplianceFinding.addClass(ocsf, statement.lifecycle(), SEVERITY, time);
    ocsf.addProperty("message", statement.details().get(0));
    ocsf.add("metadata", common.metadata(message, check.id(), POLICY));
    ocsf.add("finding_info", findingInfo(uid, check, time));
    ocsf.add(
        "compliance",
        ComplianceFinding.compliance(
            POLICY, List.of(), CATEGORY, statement.lifecycle(), statement.details()));
    JsonObject remediation = new JsonObject();
    remediation.addProperty("desc", RECOMMENDATION);
    ocsf.add("remediation", remediation);
    ocsf.add("resources", resources(scope, statement));
    ocsf.add("cloud", cloud(scope));
    JsonObject unmapped = new JsonObject();
    unmapped.addProperty("trigger", TRIGGER);
    ocsf.add("unmapped", unmapped);
    return new Finding(
        uid,
        message,
        statement.lifecycle(),
        check.time(),
        ocsf,
        attributes(check, scope, statement, message));
  }

  private static JsonObject findingInfo(String uid, CoverageRequest check, Instant time) {
    JsonObject analytic = new JsonObject();
    analytic.addProperty("type_id", 1);
    analytic.addProperty("type", "Rule");
    analytic.addProperty("uid", POLICY);
    analytic.addProperty("name", TITLE);
    analytic.addProperty("category", CATEGORY);
    JsonObject info = new JsonObject();
    info.addProperty("uid", uid);
    info.addProperty("title", TITLE);
    info.addProperty("desc", DESCRIPTION);
    info.add("types", OcsfJson.texts(List.of(POLICY.replace('-', '_').toUpperCase(Locale.ROOT))));
    info.addProperty("modified_time", time.toEpochMilli());
    info.addProperty("last_seen_time", check.time().toEpochMilli());
    info.add("analytic", analytic);
    return info;
  }

  private static JsonArray resources(String scope, Statement statement) {
    JsonArray resources = new JsonArray();
    String kind = scope.substring(0, scope.indexOf('/') - 1);
    resources.add(
        resource(
            fullName(scope),
            scope,
            "cloudresourcemanager.googleapis.com/"
                + OcsfJson.capitalized(kind.toUpperCase(Locale.ROOT))));
    for (EnvironmentName name : statement.unjudged()) {
      resources.add(
          resource(
              name.fullResourceName(), name.toString(), "composer.googleapis.com/Environment"));
    }
    return resources;
  }

  private static JsonObject resource(String uid, String name, String type) {
    JsonObject resource = new JsonObject();
    resource.addProperty("uid", uid);
    resource.addProperty("name", name);
    resource.addProperty("type", type);
    return resource;
  }

  private static JsonObject cloud(String scope) {
    JsonObject cloud = new JsonObject();
    cloud.addProperty("provider", "GCP");
    if (scope.startsWith("projects/")) {
      JsonObject account = new JsonObject();
      account.addProperty("uid", scope.substring("projects/".length()));
      account.addProperty("name", scope.substring("projects/".length()));
      account.addProperty("type_id", 11);
      account.addProperty("type", "GCP Project");
      cloud.add("account", account);
    }
    return cloud;
  }

  private Map<String, String> attributes(
      CoverageRequest check, String scope, Statement statement, String message) {
    Map<String, String> attributes =
        common.attributes(message, scope, check.time(), statement.lifecycle(), SEVERITY, POLICY);
    if (scope.startsWith("projects/")) {
      attributes.put("project", scope.substring("projects/".length()));
    }
    return attributes;
  }
}
