package dev.composeraudit.policy.remedy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

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
    assertThat(Quoted.shell("a\n'\u001b[2J")).isEqualTo("$'a\\u000a\\'\\u001b[2J'");
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
  }
}
