package dev.composeraudit.policy.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign text stays one word or one string, whatever is in it. */
class QuotedTest {
  @Test
  void aShellSeesOneWord() {
    assertThat(Quoted.shell("composer-2.14.1-airflow-2.10.5"))
        .isEqualTo("composer-2.14.1-airflow-2.10.5");
    assertThat(Quoted.shell("")).isEqualTo("''");
    assertThat(Quoted.shell("a b")).isEqualTo("'a b'");
    assertThat(Quoted.shell("it's")).isEqualTo("'it'\\''s'");
    assertThat(Quoted.shell("$(reboot)`id`\\")).isEqualTo("'$(reboot)`id`\\'");
    assertThat(Quoted.shell("~root")).isEqualTo("'~root'");
    assertThat(Quoted.shell("a\n'\u001b[2J")).isEqualTo("\"$(printf 'a\\012\\047\\033\\1332J')\"");
  }

  /** Each as the review of 2026-11 tried it, or as another shell would take it apart. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0001'$(touch a generated input #",
        "\u0001\\'; touch injected; '",
        "a\u0003\ntouch injected",
        "-n %s %d \\n \\0101 \u0007",
        "\u202Eevil \uD83D\uDE00 é 中",
        "x`touch injected`\"$HOME\"!!\t~",
        "it's; $(touch injected)"
      })
  void everyShellReadsBackWhatWasWritten(String text) throws Exception {
    for (String shell : List.of("/bin/sh", "/bin/dash", "/bin/bash", "/bin/zsh", "/bin/ksh")) {
      if (Files.isExecutable(Path.of(shell))) {
        Process process =
            new ProcessBuilder(shell, "-c", "printf %s " + Quoted.shell(text))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .as(shell)
            .isEqualTo(text);
      }
    }
    assertThat(Quoted.shell(text)).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}]");
    assertThat(Path.of("injected")).doesNotExist();
  }

  @Test
  void gcloudSeesAsManyValuesAsThereAre() {
    assertThat(Quoted.flagValues(List.of("a", "b"))).isEqualTo("a,b");
    assertThat(Quoted.flagValues(List.of("a,b", "c"))).isEqualTo("^;^a,b;c");
    assertThat(Quoted.flagValues(List.of("a,b;c", "d"))).isEqualTo("^;;^a,b;c;;d");
    assertThat(Quoted.flagValues(List.of("^;^a", "b"))).isEqualTo("^;;^^;^a;;b");
  }

  @Test
  void yamlSeesOneString() {
    assertThat(Quoted.yaml("default")).isEqualTo("default");
    assertThat(Quoted.yaml("10.0.0.0/8")).isEqualTo("10.0.0.0/8");
    assertThat(Quoted.yaml("null")).isEqualTo("\"null\"");
    assertThat(Quoted.yaml("no")).isEqualTo("\"no\"");
    assertThat(Quoted.yaml("1.5")).isEqualTo("\"1.5\"");
    assertThat(Quoted.yaml("a: b\n- c")).isEqualTo("\"a: b\\n- c\"");
    assertThat(Quoted.yaml("\u001b\u2028")).isEqualTo("\"\\u001b\\u2028\"");
    assertThat(Quoted.yaml("a\u0085b\u202ec")).isEqualTo("\"a\\u0085b\\u202ec\"");
  }

  @Test
  void jsonShowsWhatATerminalWouldHide() {
    assertThat(Quoted.json("{\n  \"a\": \"\u202Eb\u200d\uDB40\uDC01é\"\n}"))
        .isEqualTo("{\n  \"a\": \"\\u202eb\\u200d\\udb40\\udc01é\"\n}");
  }
}
