package dev.composeraudit.fetch.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.FuzzBounds;
import dev.composeraudit.access.AccessRemedy.GrantPermission;
import dev.composeraudit.fetch.RecordedResponses;
import dev.composeraudit.http.BoundedHttpClient;
import dev.composeraudit.http.Response;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a control plane's refusals, which whoever owns the cluster can write. */
final class ControlPlaneErrorsTest {
  private static final String PERMISSION = "resourcemanager.organizations.setIamPolicy";

  private static final ReadRequest POLICIES =
      new ReadRequest(
          ResourceKind.EGRESS_NAT_POLICIES,
          "acme-data",
          "projects/acme-data/locations/europe-west1/clusters/c-1");

  // Known refusals, in words of our own.

  @Test
  void iamIsRecognizedByGkesAuthorizerAtTheEndOfAKubernetesStatus() {
    Unknown<Object> unknown =
        refused(
            status(
                """
                egressnatpolicies.networking.gke.io is forbidden: User \\"a@b.iam.gserviceaccount.com\\" \
                cannot list resource \\"egressnatpolicies\\" in API group \\"networking.gke.io\\" at the \
                cluster scope: requires one of [\\"container.thirdPartyObjects.list\\"] permission(s).\
                """));

    assertThat(unknown.reason()).isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(unknown.help())
        .contains("(grant roles/container.viewer, or container.thirdPartyObjects.list)");
    assertThat(unknown.remedy())
        .contains(grant("container.thirdPartyObjects.list", "roles/container.viewer"));
  }

  @Test
  void whatItTakesToPassADnsEndpointComesWithTheClustersRole() {
    Unknown<Object> unknown =
        refused(google("Permission 'container.clusters.connect' denied on resource", "{}"));

    assertThat(unknown.reason()).isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(unknown.help())
        .contains("(grant roles/container.clusterViewer, or container.clusters.connect)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"forbidden-list", "configmap-forbidden", "anonymous"})
  void rbacIsRecognizedByAnApiserversOwnWords(String recorded) {
    ResourceKind kind =
        recorded.startsWith("configmap")
            ? ResourceKind.AGENT_CONFIG_MAP
            : ResourceKind.EGRESS_NAT_POLICIES;
    Unknown<Object> unknown =
        ControlPlaneErrors.of(
            new ReadRequest(kind, "acme-data", "c"), RecordedResponses.answer(recorded));

    assertThat(unknown.reason()).isEqualTo(Reason.RBAC_DENIED);
    assertThat(unknown.help()).contains("Kubernetes RBAC denied", kind.permission());
    assertThat(unknown.remedy()).contains(grant(kind.permission(), "roles/container.viewer"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\": {\"code\": 403, \"status\": \"PERMISSION_DENIED\", \"message\": \"External"
            + " traffic to the DNS-based endpoint is not allowed for this cluster.\"}}",
        "DNS endpoint traffic disallowed",
        "Access denied: the DNS-endpoint does not take it"
      })
  void theDnsEndpointsDenialIsRecognizedByItsWords(String body) {
    Unknown<Object> unknown = refused(body);

    assertThat(unknown.reason()).isEqualTo(Reason.DNS_ENDPOINT_DISALLOWED);
    assertThat(unknown.help()).contains("DNS endpoint takes no traffic from outside its VPC");
  }

  // What a tenant would like administrators to be told.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Permission 'resourcemanager.organizations.setIamPolicy' denied on resource",
        "requires one of [\\\"resourcemanager.organizations.setIamPolicy\\\"] permission(s).",
        "Required 'resourcemanager.organizations.setIamPolicy' permission for 'projects/p'",
        "Required \\\"resourcemanager.organizations.setIamPolicy\\\" permission(s)"
      })
  void aPermissionThatReadingAClusterDoesNotTakeIsNeverNamed(String message) {
    for (String body :
        new String[] {
          google(message, "{}"),
          google("no", "{\"metadata\": {\"permission\": \"" + PERMISSION + "\"}}"),
          status(message)
        }) {
      Unknown<Object> unknown = refused(body);

      assertThat(unknown.reason()).isEqualTo(Reason.FORBIDDEN);
      assertThat(unknown.help()).doesNotContain("setIamPolicy");
      assertThat(unknown.remedy())
          .contains(grant("container.thirdPartyObjects.list", "roles/container.viewer"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"violations\": [{\"type\": \"VPC_SERVICE_CONTROLS\", \"description\":"
            + " \"AbCdEfGh1234\"}]}",
        "{\"reason\": \"SECURITY_POLICY_VIOLATED\", \"metadata\": {\"uid\": \"AbCdEfGh1234\"}}",
        "{\"reason\": \"SERVICE_DISABLED\", \"metadata\": {\"consumer\":"
            + " \"projects/attacker-project\"}}",
        "{\"reason\": \"AbCdEfGh1234\"}"
      })
  void noPerimeterAndNoProjectIsTakenFromIt(String detail) {
    Unknown<Object> unknown =
        refused(google("vpcServiceControlsUniqueIdentifier: AbCdEfGh1234", detail));

    assertThat(unknown.reason()).isEqualTo(Reason.FORBIDDEN);
    assertThat(unknown.help()).doesNotContain("AbCdEfGh1234", "attacker", "services enable");
    assertThat(unknown.remedy())
        .contains(grant("container.thirdPartyObjects.list", "roles/container.viewer"));
  }

  @ParameterizedTest
  @CsvSource({
    "400, UNREADABLE",
    "401, UNAUTHENTICATED",
    "403, FORBIDDEN",
    "302, UNREADABLE",
    "409, UNREADABLE",
    "418, UNREADABLE"
  })
  void ofARefusalOnlyTheStatusIsTold(int status, Reason reason) {
    String text = "[Sign in again](https://evil.example/login)";
    for (String body : new String[] {google(text, "{}"), status(text), text}) {
      Unknown<Object> unknown =
          ControlPlaneErrors.of(POLICIES, new Response(status, "application/json", body, false));

      assertThat(unknown.reason()).isEqualTo(reason);
      assertThat(unknown.help()).contains(Integer.toString(status)).doesNotContain("evil", "Sign");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User \\\"",
        "dns endpoint ",
        "denied ",
        "DNS-based endpoint ",
        "requires one of "
      })
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // and not a day
  void aHostileBodyIsJudgedWithinASecond(String repeated) {
    int times = BoundedHttpClient.BODY_LIMIT / repeated.length() - 20;
    for (String body :
        new String[] {
          status(repeated.repeat(times)),
          google(repeated.repeat(times), "{}"),
          repeated.repeat(times)
        }) {
      FuzzBounds.withinASecond(() -> FuzzBounds.isOneLine(refused(body).help()));
    }
  }

  private static Unknown<Object> refused(String body) {
    return ControlPlaneErrors.of(POLICIES, new Response(403, "application/json", body, false));
  }

  private static String google(String message, String detail) {
    return """
    {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "%s", "details": [%s]}}
    """
        .formatted(message, detail);
  }

  private static String status(String message) {
    return """
    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "%s",
     "reason": "Forbidden", "code": 403}
    """
        .formatted(message);
  }

  private static GrantPermission grant(String permission, String role) {
    return new GrantPermission(permission, Optional.of(role), "projects/acme-data");
  }
}
