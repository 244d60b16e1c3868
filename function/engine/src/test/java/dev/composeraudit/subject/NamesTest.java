package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.Excerpt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names stand in URLs as they are, so that what is no name must not become one. */
class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects/acme-data/locations/europe-west1/environments/etl",
        "projects/example.com:data/locations/us-central1/environments/e-1"
      })
  void anEnvironmentsNameIsReadAndWrittenTheSame(String text) {
    EnvironmentName name = EnvironmentName.parse(text);

    assertThat(name).hasToString(text);
    assertThat(new EnvironmentName(name.project(), name.location(), name.environment()))
        .isEqualTo(name);
    assertThat(name.fullResourceName()).isEqualTo("//composer.googleapis.com/" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "projects/p-1/locations/l",
        "/projects/p-1/locations/l/environments/e",
        "projects/p-1/locations/l/environments/e/",
        "projects/p-1/locations/l/environments/e\n",
        "projects/p-1/locations/l/environments/",
        "projects/p-1/locations/l/environments/..",
        "projects/../locations/l/environments/e",
        "projects/p-1/locations/l/environments/e%2f..",
        "projects/p-1/locations/l/environments/e?x=y",
        "projects/p-1/locations/l/environments/e#x",
        "projects/p-1/locations/l/environments/E",
        "projects/p-1/locations/l/environments/é",
        "projects/p-1@evil.example/locations/l/environments/e",
        "projects/p-1/locations/l/environments/e/../../x"
      })
  void whatIsNoEnvironmentsNameIsRejectedInOneLine(String text) {
    assertThatThrownBy(() -> EnvironmentName.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .matches("(not an environment name|project id|location|environment name) .*")
        .doesNotContain("\n");
  }

  @Test
  void aNameCannotBeMadeOfPartsThatAreNone() {
    assertThatThrownBy(() -> new EnvironmentName("p-1/locations/x", "l", "e"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "projects/p-1/zones/us-central1-a/clusters/c",
        "projects/p-1/locations/us-central1/clusters/c"
      })
  void aClustersNameIsReadInBothForms(String text) {
    assertThat(ClusterName.parse(text).toString()).contains("/locations/").endsWith("/clusters/c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.googleapis.com/compute/v1/projects/p-1/regions/r/subnetworks/s",
        "https://compute.googleapis.com/compute/beta/projects/p-1/regions/r/subnetworks/s",
        "projects/p-1/regions/r/subnetworks/s"
      })
  void aSubnetworksNameIsReadFromLinksToo(String text) {
    assertThat(SubnetworkName.parse(text)).hasToString("projects/p-1/regions/r/subnetworks/s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/compute/v1/projects/p-1/regions/r/subnetworks/s",
        "https://www.googleapis.com@evil.example/compute/v1/projects/p-1/regions/r/subnetworks/s",
        "projects/p-1/regions/../subnetworks/s"
      })
  void aSubnetworkElsewhereIsNone(String text) {
    assertThatThrownBy(() -> SubnetworkName.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anExcerptIsOneShortLineOfPrintableCharacters() {
    assertThat(Excerpt.of("a\nb\u0000c\u202ed\ud800"))
        .isEqualTo("\"a\ufffdb\ufffdc\ufffdd\ufffd\"");
    assertThat(Excerpt.of("😀".repeat(300))).isEqualTo("\"" + "😀".repeat(200) + "…\"");
    assertThat(Excerpt.of("x".repeat(200))).isEqualTo("\"" + "x".repeat(200) + "\"");
  }
}
