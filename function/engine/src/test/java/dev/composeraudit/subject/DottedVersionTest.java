package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DottedVersionTest {
  @ParameterizedTest
  @CsvSource({
    "2.9.7, 2.10.0, -1",
    "2.10, 2.10.0, 0",
    "3, 2.99.99, 1",
    "2.9.7-preview.0, 2.9.7, -1",
    "2.9.7-preview.1, 2.9.7-preview.0, 1",
    "2.10.5-build.12, 2.10.5, 1",
    "2.10.5-build.9, 2.10.5-build.12, -1",
    "1.22.7-gke.1500, 1.22.7-gke.900, 1",
    "1.22.7-gke.1500, 1.23.0-gke.100, -1",
    "1.28.3-gke.1286000.1, 1.28.3-gke.1286000, 1",
    "v1.30.4, 1.30.4, 0"
  })
  void versionsAreComparedByTheirNumbers(String one, String other, int expected) {
    assertThat(signum(one, other)).isEqualTo(expected);
    assertThat(signum(other, one)).isEqualTo(-expected);
  }

  private static int signum(String one, String other) {
    return Integer.signum(version(one).compareTo(version(other)));
  }

  private static DottedVersion version(String text) {
    return DottedVersion.of(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "latest",
        "2.",
        ".2",
        "composer-2.9.7",
        "2.9.7-rc.1",
        "-1",
        "2 .1",
        "1.28.3-gke.1286000 ",
        "1.28.3-gke.1286000-beta"
      })
  void whatIsNoVersionIsEmpty(String text) {
    assertThat(DottedVersion.of(text)).isEmpty();
  }
}
