package dev.composeraudit.fetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.FuzzBounds;
import dev.composeraudit.access.AccessRemedy;
import dev.composeraudit.access.AccessRemedy.AllowIngress;
import dev.composeraudit.access.AccessRemedy.EnableService;
import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.access.AccessRemedy.SignIn;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Causes of refusals, told from bodies in the forms of Google's APIs and of Kubernetes. */
final class ErrorClassifierTest {
  private static final String PROJECT = "acme-data";
  private static final String CLUSTER = "projects/acme-data/locations/europe-west1/clusters/c-1";

  // VPC Service Controls.

  @Test
  void aPerimeterIsRecognizedByItsPreconditionFailure() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.ENVIRONMENT,
            error(
                "Request is prohibited by organization's policy."
                    + " vpcServiceControlsUniqueIdentifier: Yq0ZrHxLxtv1sNQ-9nKQ.",
                """
                {"@type": "type.googleapis.com/google.rpc.PreconditionFailure", "violations": [
                  {"type": "VPC_SERVICE_CONTROLS", "description": "Yq0ZrHxLxtv1sNQ-9nKQ"}]}
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.VPC_SERVICE_CONTROLS);
    assertThat(unknown.help())
        .contains(
            "google.cloud.orchestration.airflow.service.v1.Environments.GetEnvironment",
            "uid Yq0ZrHxLxtv1sNQ-9nKQ",
            "ingress rule",
            "service composer.googleapis.com in projects/acme-data");
    assertThat(unknown.remedy())
        .contains(
            new AllowIngress(
                "composer.googleapis.com",
                "google.cloud.orchestration.airflow.service.v1.Environments.GetEnvironment",
                "projects/acme-data",
                Optional.of("Yq0ZrHxLxtv1sNQ-9nKQ")));
  }

  @Test
  void aPerimeterIsRecognizedByItsErrorInfo() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.CLUSTER,
            error(
                "Request is prohibited by organization's policy.",
                """
                {"@type": "type.googleapis.com/google.rpc.ErrorInfo",
                 "reason": "SECURITY_POLICY_VIOLATED", "domain": "googleapis.com",
                 "metadata": {"uid": "AbCdEfGh12345678", "service": "container.googleapis.com"}}
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.VPC_SERVICE_CONTROLS);
    assertThat(unknown.help())
        .contains("google.container.v1.ClusterManager.GetCluster, uid AbCdEfGh12345678");
  }

  @Test
  void aPerimeterIsRecognizedByTheSentenceAlone() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.SUBNETWORK,
            error("prohibited. vpcServiceControlsUniqueIdentifier: AbCdEfGh12345678"));

    assertThat(unknown.reason()).isEqualTo(Reason.VPC_SERVICE_CONTROLS);
    assertThat(unknown.help()).contains("v1.compute.subnetworks.get, uid AbCdEfGh12345678");
  }

  @Test
  void aPerimetersIdThatIsNoneIsNotRepeated() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.CLUSTER,
            error(
                "prohibited",
                """
                {"violations": [{"type": "VPC_SERVICE_CONTROLS", "description": "a\\nb severity=x"}]}
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.VPC_SERVICE_CONTROLS);
    assertThat(unknown.help()).doesNotContain("uid", "severity");
    assertThat(unknown.remedy())
        .contains(
            new AllowIngress(
                "container.googleapis.com",
                "google.container.v1.ClusterManager.GetCluster",
                "projects/acme-data",
                Optional.empty()));
  }

  // A disabled API.

  @Test
  void aDisabledApiIsReportedWithTheLineThatEnablesIt() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.CLUSTER,
            error(
                "Kubernetes Engine API has not been used in project 123 before or it is disabled.",
                """
                {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED",
                 "domain": "googleapis.com",
                 "metadata": {"consumer": "projects/123456", "service": "container.googleapis.com"}}
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.SERVICE_DISABLED);
    assertThat(unknown.help())
        .contains("(gcloud services enable container.googleapis.com --project=123456)");
    assertThat(unknown.remedy()).contains(new EnableService("container.googleapis.com", "123456"));
  }

  @Test
  void aDisabledApiIsRecognizedByTheOlderForm() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.SUBNETWORK,
            """
            {"error": {"code": 403, "message": "Access Not Configured.",
              "errors": [{"message": "Access Not Configured.", "domain": "usageLimits",
                "reason": "accessNotConfigured"}]}}
            """);

    assertThat(unknown.reason()).isEqualTo(Reason.SERVICE_DISABLED);
    assertThat(unknown.help())
        .contains("gcloud services enable compute.googleapis.com --project=acme-data");
    assertThat(unknown.remedy()).contains(new EnableService("compute.googleapis.com", "acme-data"));
  }

  @Test
  void anApiThatIsDisabledInTheCallersProjectIsEnabledThere() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.CLUSTER,
            error(
                "disabled",
                """
                {"reason": "SERVICE_DISABLED", "metadata": {"consumer": "projects/audit-project"}}
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(unknown.remedy())
        .contains(new EnableService("container.googleapis.com", "audit-project"));
  }

  @Test
  void anApiThatIsDisabledForAnOrganizationsListIsEnabledInNoProjectThatNobodyNamed() {
    Unknown<Object> unknown =
        ErrorClassifier.of(
            new ReadRequest(ResourceKind.ASSETS, "organizations/1", "organizations/1"),
            new Response(
                403,
                "application/json",
                error("disabled", "{\"reason\": \"SERVICE_DISABLED\"}"),
                false));

    assertThat(unknown.reason()).isEqualTo(Reason.SERVICE_DISABLED);
    assertThat(unknown.help())
        .contains("gcloud services enable cloudasset.googleapis.com")
        .doesNotContain("--project");
    assertThat(unknown.remedy()).isEmpty();
  }

  @Test
  void aPermissionToListAnOrganizationIsGrantedOnTheOrganization() {
    Unknown<Object> unknown =
        ErrorClassifier.of(
            new ReadRequest(ResourceKind.ASSETS, "organizations/1", "organizations/1"),
            new Response(
                403,
                "application/json",
                error("Permission 'cloudasset.assets.searchAllResources' denied"),
                false));

    assertThat(unknown.remedy())
        .contains(
            new GrantPermission(
                "cloudasset.assets.searchAllResources",
                Optional.of("roles/cloudasset.viewer"),
                "organizations/1"));
  }

  @Test
  void aConsumerThatIsNoProjectIsNotRepeated() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.CLUSTER,
            error(
                "disabled",
                """
                {"reason": "SERVICE_DISABLED", "metadata": {"consumer": "projects/a; rm -rf /"}}
                """));

    assertThat(unknown.help()).contains("--project=acme-data)").doesNotContain("rm");
  }

  // IAM.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENVIRONMENT | Permission 'composer.environments.get' denied on resource (or it may not"
            + " exist). | composer.environments.get | roles/composer.user",
        "CLUSTER     | Required \"container.clusters.get\" permission(s) for \"projects/p\".       "
            + "     | container.clusters.get    | roles/container.clusterViewer",
        "SUBNETWORK  | Required 'compute.subnetworks.get' permission for 'projects/p'              "
            + "    | compute.subnetworks.get   | roles/compute.networkViewer",
      })
  void iamIsRecognizedByThePermissionInTheServersOwnText(
      ResourceKind kind, String message, String permission, String role) {
    Unknown<Object> unknown = refused(kind, error(message.replace("\"", "\\\"")));

    assertThat(unknown.reason()).isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(unknown.help()).contains("(grant %s, or %s)".formatted(role, permission));
    assertThat(unknown.remedy()).contains(grant(permission, role));
  }

  @Test
  void iamIsRecognizedByTheErrorInfosPermission() {
    Unknown<Object> unknown =
        refused(
            ResourceKind.ENVIRONMENT,
            error(
                "The caller does not have permission",
                """
                {"reason": "IAM_PERMISSION_DENIED",
                 "metadata": {"permission": "composer.environments.get"}}
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(unknown.help()).contains("composer.environments.get");
  }

  @Test
  void aPermissionThatNobodyExpectedIsNamedWithoutARole() {
    Unknown<Object> unknown =
        refused(ResourceKind.CLUSTER, error("Permission 'container.operations.get' denied"));

    assertThat(unknown.help())
        .contains("(grant container.operations.get)")
        .doesNotContain("roles/");
    assertThat(unknown.remedy())
        .contains(
            new GrantPermission(
                "container.operations.get", Optional.empty(), "projects/acme-data"));
  }

  @Test
  void whatItTakesToPassADnsEndpointComesWithTheClustersRole() {
    Unknown<Object> unknown =
        refused(ResourceKind.CLUSTER, error("Permission 'container.clusters.connect' denied"));

    assertThat(unknown.help())
        .contains("(grant roles/container.clusterViewer, or container.clusters.connect)");
    assertThat(unknown.remedy())
        .contains(grant("container.clusters.connect", "roles/container.clusterViewer"));
  }

  // Anything else.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><title>403</title></html>",
        "{}",
        "[]",
        "{\"error\": \"no\"}",
        "{\"error\": {\"code\": 403, \"status\": \"PERMISSION_DENIED\", \"message\": \"The caller"
            + " does not have permission\"}}",
        "{\"kind\": \"Status\", \"reason\": \"Forbidden\", \"message\": \"forbidden\"}"
      })
  void aCauseThatIsNotStatedIsNotGuessed(String body) {
    Unknown<Object> unknown = refused(ResourceKind.CLUSTER, body);

    assertThat(unknown.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(unknown.help())
        .contains(
            "403, cause not stated",
            "if it is IAM: grant roles/container.clusterViewer, or container.clusters.get");
    assertThat(unknown.remedy())
        .contains(grant("container.clusters.get", "roles/container.clusterViewer"));
  }

  @Test
  void aReasonThatNobodyKnowsIsQuotedHarmlessly() {
    Unknown<Object> unknown =
        refused(ResourceKind.CLUSTER, error("no", "{\"reason\": \"NEW\\nseverity: EMERGENCY\"}"));

    assertThat(unknown.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(unknown.help()).contains("reason \"NEW\uFFFDseverity").doesNotContain("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | UNAUTHENTICATED | the credentials were not accepted (401)",
        "404 | NOT_FOUND       | there is none (404)",
        "302 | UNREADABLE      | answered with a redirect (302), which is not followed",
        "307 | UNREADABLE      | answered with a redirect (307), which is not followed",
        "400 | UNREADABLE      | answered 400 \"m\"",
        "409 | UNREADABLE      | answered 409 \"m\"",
        "418 | UNREADABLE      | answered 418 \"m\"",
        "204 | UNREADABLE      | answered 204 \"m\"",
      })
  void otherStatusesSayWhatTheyAre(int status, Reason reason, String help) {
    Unknown<Object> unknown =
        ErrorClassifier.of(
            new ReadRequest(ResourceKind.CLUSTER, PROJECT, CLUSTER),
            new Response(status, "application/json", "{\"error\": {\"message\": \"m\"}}", false));

    assertThat(unknown.reason()).isEqualTo(reason);
    assertThat(unknown.help()).startsWith("reading cluster " + CLUSTER + ": ").contains(help);
    assertThat(unknown.remedy().isPresent()).isEqualTo(status == 401);
    assertThat(unknown.remedy().stream()).allMatch(new SignIn()::equals);
  }

  /** As much of each as an answer may have. */
  static List<Named<String>> hostileBodies() {
    return List.of(
        hostile("users without an end", status("%s"), "User \\\""),
        hostile("endpoints without a verb", "%s", "dns endpoint "),
        hostile("verbs without an endpoint", "%s", "denied "),
        hostile("endpoints in Google's form", error("%s"), "DNS-based endpoint "),
        hostile("half a permission", error("%s"), "Permission 'a.b"),
        hostile("a permission without an end", error("Permission '%s"), "a"),
        hostile(
            "a stated permission without an end",
            error("m", "{\"metadata\": {\"permission\": \"a.%s!\"}}"),
            "a"),
        hostile("half an id", error("vpcServiceControlsUniqueIdentifier: %s"), "-"));
  }

  private static Named<String> hostile(String name, String form, String repeated) {
    int room = BoundedHttpClient.BODY_LIMIT - form.length();
    return Named.of(name, form.formatted(repeated.repeat(room / repeated.length())));
  }

  @ParameterizedTest
  @MethodSource("hostileBodies")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // and not a day
  void aHostileBodyIsJudgedWithinASecond(String body) {
    assertThat(body).hasSizeGreaterThan(BoundedHttpClient.BODY_LIMIT - 200);

    FuzzBounds.withinASecond(
        () -> FuzzBounds.isOneLine(refused(ResourceKind.EGRESS_NAT_POLICIES, body).help()));
  }

  private static AccessRemedy grant(String permission, String role) {
    return new GrantPermission(permission, Optional.of(role), "projects/" + PROJECT);
  }

  private static Unknown<Object> refused(ResourceKind kind, String body) {
    return ErrorClassifier.of(
        new ReadRequest(kind, PROJECT, CLUSTER),
        new Response(403, "application/json", body, false));
  }

  private static String error(String message, String... details) {
    return """
    {"error": {"code": 403, "message": "%s", "status": "PERMISSION_DENIED", "details": [%s]}}
    """
        .formatted(message, String.join(",", details));
  }

  private static String status(String message) {
    return """
    {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
     "reason": "Forbidden", "code": 403, "message": "%s"}
    """
        .formatted(message.strip());
  }
}
