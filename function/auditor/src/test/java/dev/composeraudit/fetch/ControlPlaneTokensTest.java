package dev.composeraudit.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.composeraudit.fetch.kubernetes.ControlPlaneIdentity;
import dev.composeraudit.http.FakeServer;
import dev.composeraudit.http.FakeServer.Reply;
import dev.composeraudit.http.FakeServer.Request;
import dev.composeraudit.http.TransientException;
import dev.composeraudit.subject.Observed.Known;
import dev.composeraudit.subject.Observed.Reason;
import dev.composeraudit.subject.Observed.Unknown;
import dev.composeraudit.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which token goes where, where control planes have an identity of their own. */
final class ControlPlaneTokensTest {
  private static final String ACCOUNT = "composer-audit-clusters@p-1.iam.gserviceaccount.com";
  private static final String GENERATE =
      "/v1/projects/-/serviceAccounts/" + ACCOUNT + ":generateAccessToken";

  @Test
  void noControlPlaneGetsTheTokenOfGooglesApisAndNoApiGetsTheirs() throws Exception {
    try (FakeCloud cloud = new FakeCloud();
        FakeServer iam = FakeServer.http().on(GENERATE, minted())) {
      Subject subject = read(cloud, iam);

      assertThat(subject.egressNatPolicies()).isInstanceOf(Known.class);
      assertThat(cloud.kubernetes.requests())
          .isNotEmpty()
          .extracting(Request::authorization)
          .containsOnly("Bearer clusters-token");
      assertThat(cloud.google.requests())
          .isNotEmpty()
          .extracting(Request::authorization)
          .containsOnly("Bearer own-token");
      assertThat(iam.requests())
          .extracting(Request::authorization)
          .containsExactly("Bearer own-token");
    }
  }

  @Test
  void theTokenIsForMinutesAndHasTheScopesThatGkeAsksFor() throws Exception {
    try (FakeCloud cloud = new FakeCloud();
        FakeServer iam = FakeServer.http().on(GENERATE, minted())) {
      read(cloud, iam);

      JsonObject body = JsonParser.parseString(iam.requests().get(0).body()).getAsJsonObject();
      assertThat(body.get("lifetime").getAsString()).isEqualTo("900s");
      assertThat(body.getAsJsonArray("scope").toString())
          .contains("/auth/cloud-platform", "/auth/userinfo.email");
    }
  }

  @ParameterizedTest
  @CsvSource({"403, PERMISSION_DENIED", "404, PERMISSION_DENIED"})
  void aRefusedTokenLeavesTheControlPlaneUnknownAndUncalled(int status, Reason reason)
      throws Exception {
    try (FakeCloud cloud = new FakeCloud();
        FakeServer iam = FakeServer.http().on(GENERATE, Reply.json(status, "{\"error\": {}}"))) {
      Unknown<?> unknown = (Unknown<?>) read(cloud, iam).egressNatPolicies();

      assertThat(unknown.reason()).isEqualTo(reason);
      assertThat(unknown.help())
          .contains(
              ACCOUNT, "grant roles/iam.serviceAccountTokenCreator", Integer.toString(status));
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aTokenThatMayComeLaterIsWaitedForByAnotherDelivery(int status) {
    try (FakeCloud cloud = new FakeCloud();
        FakeServer iam = FakeServer.http().on(GENERATE, Reply.json(status, "{}"))) {
      assertThatThrownBy(() -> read(cloud, iam))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("no access token");
      assertThat(cloud.kubernetes.requests()).isEmpty();
    }
  }

  @Test
  void aControlPlaneCannotHaveATokenRenewed() throws Exception {
    try (FakeCloud cloud = new FakeCloud();
        FakeServer iam = FakeServer.http().on(GENERATE, minted())) {
      cloud.kubernetes.on(FakeCloud.POLICIES, RecordedResponses.reply("unauthorized"));
      Unknown<?> unknown = (Unknown<?>) read(cloud, iam).egressNatPolicies();

      assertThat(unknown.reason()).isEqualTo(Reason.UNAUTHENTICATED);
      assertThat(cloud.kubernetes.requests()).hasSize(1);
      assertThat(iam.requests()).hasSize(1);
    }
  }

  private static Subject read(FakeCloud cloud, FakeServer iam) throws TransientException {
    GoogleCredentials own =
        GoogleCredentials.create(AccessToken.newBuilder().setTokenValue("own-token").build());
    cloud.credentials = own;
    cloud.controlPlanes = ControlPlaneIdentity.impersonating(own, ACCOUNT, iam.uri());
    return cloud.subject();
  }

  private static Reply minted() {
    return Reply.json(
        "{\"accessToken\": \"clusters-token\", \"expireTime\": \"%s\"}"
            .formatted(
                Instant.now()
                    .plus(Duration.ofMinutes(15))
                    .toString()
                    .replaceFirst("\\.[0-9]+", "")));
  }
}
