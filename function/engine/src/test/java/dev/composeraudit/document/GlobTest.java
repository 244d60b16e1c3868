package dev.composeraudit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme      | acme",
        "*         | acme",
        "*         | ''",
        "acme-*    | acme-",
        "acme-*    | acme-data",
        "*-prod    | acme-prod",
        "a*c*e     | abcde",
        "a**e      | ae",
        "*ab       | aab",
        "*a*b*     | xxaxxbxx",
        "example.com:* | example.com:p-1",
      })
  void anAsteriskStandsForAnyRunOfCharacters(String pattern, String text) {
    assertThat(new Glob(pattern).matches(text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme      | acme-data",
        "acme      | ACME",
        "acme-*    | acme",
        "*-prod    | acme-prod-1",
        "a*c*e     | aec",
        "a.me      | acme",
        "[a-z]*    | acme",
        "a?me      | acme",
        "''        | a",
      })
  void everyOtherCharacterStandsForItself(String pattern, String text) {
    assertThat(new Glob(pattern).matches(text)).isFalse();
  }

  @Test
  void manyAsterisksTakeNoLongTime() {
    Glob glob = new Glob("*a".repeat(100) + "b");

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(glob.matches("a".repeat(10_000))).isFalse());
  }
}
