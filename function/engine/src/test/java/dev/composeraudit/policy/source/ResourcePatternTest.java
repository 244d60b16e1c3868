package dev.composeraudit.policy.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.subject.EnvironmentName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcePatternTest {
  private static final EnvironmentName NAME =
      EnvironmentName.parse("projects/data-prod/locations/europe-west1/environments/etl-nightly-2");

  @ParameterizedTest
  @CsvSource({
    "projects/data-prod/locations/europe-west1/environments/etl-nightly-2, true",
    "projects/*/locations/*/environments/*, true",
    "projects/*-prod/locations/europe-*/environments/etl-*, true",
    "projects/d*a*a*/locations/*west*/environments/*-*-2, true",
    "projects/**/locations/*/environments/*2*, true",
    "projects/*-prod/locations/europe-west2/environments/*, false",
    "projects/prod/locations/*/environments/*, false",
    "projects/*/locations/*/environments/etl, false",
    "projects/*/locations/*/environments/*-3, false",
    "projects/*/locations/*/environments/etl-nightly-22, false",
    "projects/*, false",
    "*, false",
  })
  void anAsteriskStandsForAnythingButASlash(String pattern, boolean matches) {
    assertThat(new ResourcePattern(pattern).matches(NAME)).isEqualTo(matches);
  }
}
