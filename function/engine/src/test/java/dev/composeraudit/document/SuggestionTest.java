package dev.composeraudit.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
  private static final List<String> KNOWN =
      List.of("messageExpression", "message", "region", "version-and-region", "pod-ranges", "ip");

  @ParameterizedTest
  @CsvSource({
    "messageExpresion, messageExpression",
    "MESSAGEEXPRESSION, messageExpression",
    "regoin, region",
    "version-and-regions, version-and-region",
    "versionandregion, version-and-region",
    "podranges, pod-ranges",
    "pod, ",
    "ranges, pod-ranges",
    "something else, ",
    "pi, ",
    "'', "
  })
  void theNearestNameIsMeant(String written, String meant) {
    assertThat(Suggestion.closest(written, KNOWN).orElse(null)).isEqualTo(meant);
  }

  @Test
  void twoLettersThatChangedPlacesAreOneEdit() {
    assertThat(Suggestion.distance("regoin", "region")).isEqualTo(1);
    assertThat(Suggestion.distance("", "abc")).isEqualTo(3);
    assertThat(Suggestion.distance("kitten", "sitting")).isEqualTo(3);
  }

  @Test
  void aTextOfAnyLengthIsAnswered() {
    assertThat(Suggestion.question("x".repeat(1_000_000), KNOWN)).isEmpty();
    assertThat(Suggestion.question("regoin", KNOWN)).isEqualTo("; did you mean \"region\"?");
  }
}
