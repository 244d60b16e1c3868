package dev.composeraudit.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.composeraudit.FuzzBounds;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/** Resource names, which become parts of URLs. */
class NamesFuzzTest {
  private static final String BASE = "https://api.example/v1/";

  @FuzzTest
  void aNameThatIsReadIsWrittenTheSameAndIsUsedInAUrlAsItIs(byte[] data) {
    String text = FuzzBounds.text(data);
    FuzzBounds.withinASecond(
        () -> {
          read(EnvironmentName::parse, text)
              .ifPresent(
                  name -> {
                    assertThat(name).hasToString(text);
                    assertThat(name.project()).doesNotContain("/");
                    standsInAUrl(name.toString(), 6);
                  });
          read(ClusterName::parse, text)
              .ifPresent(
                  name -> {
                    assertThat(ClusterName.parse(name.toString())).isEqualTo(name);
                    assertThat(name).hasToString(text.replace("/zones/", "/locations/"));
                    standsInAUrl(name.toString(), 6);
                  });
          read(SubnetworkName::parse, text)
              .ifPresent(
                  name -> {
                    assertThat(SubnetworkName.parse(name.toString())).isEqualTo(name);
                    assertThat(text).endsWith(name.toString());
                    standsInAUrl(name.toString(), 6);
                  });
        });
  }

  private static <T> Optional<T> read(Function<String, T> parse, String text) {
    try {
      return Optional.of(parse.apply(text));
    } catch (IllegalArgumentException refused) {
      FuzzBounds.isOneLine(String.valueOf(refused.getMessage()));
      return Optional.empty();
    }
  }

  /** It leads to the server it is asked of, to this path, and to no other once it is cleaned. */
  private static void standsInAUrl(String name, int segments) {
    URI uri = URI.create(BASE + name);
    assertThat(uri.getHost()).isEqualTo("api.example");
    assertThat(uri.getRawPath()).isEqualTo("/v1/" + name).isEqualTo(uri.getPath());
    assertThat(uri.getRawQuery()).isNull();
    assertThat(uri.getRawFragment()).isNull();
    assertThat(uri.normalize()).isEqualTo(uri);
    assertThat(name.split("/", -1)).hasSize(segments).doesNotContain("", ".", "..");
  }
}
