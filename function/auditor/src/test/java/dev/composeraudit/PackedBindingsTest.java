package dev.composeraudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.composeraudit.document.SourceFile;
import dev.composeraudit.policy.PolicyFileSet;
import dev.composeraudit.policy.judge.Binding;
import dev.composeraudit.policy.result.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bindings and exceptions in a setting. */
class PackedBindingsTest {
  private static final String YAML =
      """
      # Données
      apiVersion: composer-audit/v1
      kind: PolicyBinding
      metadata: {name: data}
      spec: {policyName: ip-masquerade-agent-enabled, severity: LOW}
      """;

  @Test
  void whatWasPackedIsRead() throws Exception {
    assertThat(PackedBindings.read(packed(YAML.getBytes(StandardCharsets.UTF_8))).text())
        .isEqualTo(YAML);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apiVersion: composer-audit/v1", "aGVsbG8=", "H4sIAAAAAAAA"})
  void whatIsNotPackedIsRefused(String text) {
    assertThatThrownBy(() -> PackedBindings.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be YAML in UTF-8, packed with gzip, in base64");
  }

  @Test
  void whatIsNotUtf8IsRefused() throws Exception {
    String packed = packed(new byte[] {(byte) 0xff, (byte) 0xfe, 0});

    assertThatThrownBy(() -> PackedBindings.read(packed)).hasMessageContaining("UTF-8");
  }

  @Test
  void whatBecomesTooLargeIsRefused() throws Exception {
    String packed = packed(new byte[5 * 1024 * 1024]);

    assertThatThrownBy(() -> PackedBindings.read(packed)).hasMessageContaining("at most 4 MiB");
  }

  @Test
  void aFolderAndASettingExcludeEachOther() throws Exception {
    Map<String, String> settings =
        Map.of(
            "FINDINGS_TOPIC", "projects/p-1/topics/findings",
            "BINDINGS", System.getProperty("java.io.tmpdir"),
            "BINDINGS_GZIP", packed(YAML.getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> Settings.of(settings))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("BINDINGS_GZIP: and BINDINGS exclude each other");
  }

  @Test
  void aMistakeInBindingsStopsTheStartWithItsPlace() throws Exception {
    String packed = packed(YAML.replace("LOW", "TINY").getBytes(StandardCharsets.UTF_8));
    Map<String, String> settings =
        Map.of(
            "FINDINGS_TOPIC", "projects/p-1/topics/findings",
            "COMPOSER_ENDPOINT", "http://127.0.0.1:9",
            "CONTAINER_ENDPOINT", "http://127.0.0.1:9",
            "COMPUTE_ENDPOINT", "http://127.0.0.1:9",
            "PUBSUB_ENDPOINT", "http://127.0.0.1:9",
            "BINDINGS_GZIP", packed);

    assertThatThrownBy(() -> Wiring.of(settings))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("bindings.yaml:5:", "TINY");
  }

  @Test
  void theyTakeThePlaceOfThoseInTheJar() throws Exception {
    Map<String, String> settings =
        Map.of(
            "FINDINGS_TOPIC",
            "projects/p-1/topics/findings",
            "BINDINGS_GZIP",
            packed(YAML.getBytes(StandardCharsets.UTF_8)));

    SourceFile packed = Objects.requireNonNull(Settings.of(settings).packedBindings());
    assertThat(PolicyFileSet.loadWith(null, List.of(packed)).bound())
        .filteredOn(policy -> policy.info().name().equals("ip-masquerade-agent-enabled"))
        .singleElement()
        .satisfies(
            policy ->
                assertThat(policy.bindings())
                    .extracting(Binding::severity)
                    .containsExactly(Severity.LOW));
  }

  private static String packed(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    }
    return Base64.getEncoder().encodeToString(packed.toByteArray());
  }
}
