package dev.composeraudit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.fetch.kubernetes.ReaderVpc;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the APIs may be asked: at Google's, elsewhere over TLS, in plain text on loopback only. */
final class EndpointsTest {
  private static final URI OK = URI.create("https://composer.googleapis.com");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://composer.googleapis.com",
        "https://composer.googleapis.com/",
        "https://private.example.com:8443",
        "http://127.0.0.1:8080",
        "http://127.8.8.8",
        "http://[::1]:8080",
        "http://localhost:1"
      })
  void theseMayBe(String text) {
    assertThat(Endpoints.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "composer.googleapis.com",
        "ftp://composer.googleapis.com",
        "https:///v1",
        "https://a b",
        "https://user@composer.googleapis.com",
        "https://composer.googleapis.com/v1",
        "https://composer.googleapis.com?x=1",
        "https://composer.googleapis.com#x",
        "http://composer.googleapis.com",
        "http://10.0.0.1",
        "http://localhost.evil.example.com",
        "http://127.0.0.1.evil.example.com"
      })
  void theseMayNot(String text) {
    assertThatThrownBy(() -> Endpoints.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachIsCheckedAndNamed() {
    URI plain = URI.create("http://10.0.0.1");
    assertThatThrownBy(() -> new Endpoints(plain, OK, OK, OK, OK))
        .hasMessageStartingWith("composer ");
    assertThatThrownBy(() -> new Endpoints(OK, plain, OK, OK, OK)).hasMessageStartingWith("gke ");
    assertThatThrownBy(() -> new Endpoints(OK, OK, plain, OK, OK))
        .hasMessageStartingWith("compute ");
    assertThatThrownBy(() -> new Endpoints(OK, OK, OK, plain, OK))
        .hasMessageStartingWith("assets ");
    assertThatThrownBy(() -> new Endpoints(OK, OK, OK, OK, plain)).hasMessageStartingWith("logs ");
  }

  @Test
  void onlyAGkeOnThisMachineIsAFake() {
    URI local = URI.create("http://[::1]:1");
    assertThat(new Endpoints(OK, local, OK, OK, OK).fakeGke()).isTrue();
    assertThat(new Endpoints(local, OK, local, local, local).fakeGke()).isFalse();
    assertThat(Endpoints.GOOGLE.fakeGke()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "projects/p-1/global/networks/n",
        "projects/p-1/global/networks/n@",
        "projects/p-1/global/networks/N@r",
        "p-1/n@r",
        "projects/p-1/global/networks/n@r@r"
      })
  void whatIsNoVpcWithARegionIsNone(String text) {
    assertThatThrownBy(() -> ReaderVpc.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aVpcHasARegion() {
    assertThat(ReaderVpc.parse("projects/p-1/global/networks/n@europe-west1"))
        .isEqualTo(new ReaderVpc("projects/p-1/global/networks/n", "europe-west1"));
  }
}
