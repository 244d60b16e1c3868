package dev.composeraudit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who asks, and whether asking again as somebody else could help. */
final class TokenSourceTest {
  private static final URI ANY = URI.create("https://composer.googleapis.com/v1/x");

  @Test
  void withoutCredentialsNothingIsCalledAndThereIsNothingToRenew() throws Exception {
    TokenSource nobody = new TokenSource(NoCredentials.getInstance());

    assertThat(nobody.headers(ANY)).isEmpty();
    assertThat(nobody.refresh()).isFalse();
  }

  @Test
  void aTokenIsRenewed() throws Exception {
    TokenSource tokens = new TokenSource(new StaticToken());

    assertThat(tokens.refresh()).isTrue();
    assertThat(tokens.headers(ANY)).isEqualTo(Map.of("Authorization", "Bearer secret-1"));
  }

  @Test
  @SuppressWarnings("JavaUtilDate") // the token's constructor takes nothing else
  void aTokenThatWasGivenOnceCannotBeRenewed() throws Exception {
    AccessToken given = new AccessToken("given", Date.from(Instant.now().plusSeconds(3600)));

    assertThat(new TokenSource(GoogleCredentials.create(given)).refresh()).isFalse();
  }

  @Test
  void whatTheTokenServerSaidIsNotQuoted() {
    TokenSource tokens = new TokenSource(new NoToken("secret words"));

    assertThatThrownBy(tokens::refresh)
        .isInstanceOf(TokenSource.NoTokenException.class)
        .hasMessage("no access token: IOException");
  }
}
