package dev.composeraudit.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Lists;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The functions with limits give what CEL's own give, or say what is too large. */
class BoundedFunctionsTest {
  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private static Object evaluate(CelBuilder builder, String expression, Map<String, ?> variables) {
    Cel cel =
        builder
            .addVar("a", SimpleType.STRING)
            .addVar("b", SimpleType.STRING)
            .addVar("c", SimpleType.STRING)
            .addVar("l", ListType.create(SimpleType.STRING))
            .addVar("n", SimpleType.INT)
            .build();
    try {
      return cel.createProgram(cel.compile(expression).getAst()).eval(variables);
    } catch (Exception failed) {
      throw new AssertionError(expression + variables, failed);
    }
  }

  private static CelBuilder ours() {
    return Vocabulary.base(List.of());
  }

  private static CelBuilder cels() {
    return CelFactory.plannerCelBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addCompilerLibraries(CelExtensions.strings(), CelExtensions.lists())
        .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.lists());
  }

  /** Every combination of the variables in one evaluation, as to make a program takes long. */
  private static final String FOR_ALL = "l.map(a, l.map(b, l.map(c, %s)))";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a + b + c",
        "[a] + [b, c]",
        "bytes(a) + bytes(b)",
        "[a, b, c].join()",
        "[a, b].join(c)",
        "a.replace(b, c)",
        "a.replace(b, c, 0)",
        "a.replace(b, c, 1)",
        "a.replace(b, c, 2)",
        "a.replace(b, c, -1)",
        "a.split(b)",
        "a.split(b, 0)",
        "a.split(b, 1)",
        "a.split(b, 2)",
        "a.split(b, 3)",
        "strings.quote(a + b)",
        "[[a], [b, c], []].flatten()",
        "[[[a], [b]], [[c]]].flatten(1)",
        "[[[dyn(a)], [dyn(b)]], [dyn(c)]].flatten(2)",
        "lists.range(size(a))",
        "1 + size(a) + size(b)",
        "timestamp('2026-01-01T00:00:00Z') + duration('1s')",
        "a.matches('^[ab]*$')"
      })
  void givesWhatCelGives(String expression) {
    List<String> texts =
        Lists.newArrayList("", "a", "b", "ab", "aba", "aa", "\"\\\n\t", "é€😀", "😀", ",a,,b,");
    String all = FOR_ALL.formatted(expression);

    assertThat(evaluate(ours(), all, Map.of("l", texts)))
        .isEqualTo(evaluate(cels(), all, Map.of("l", texts)));
  }

  @Test
  void halfOfASurrogatePairIsQuotedAsCelQuotesIt() {
    Map<String, String> half = Map.of("a", "x\ud83dy\ude00");

    assertThat(evaluate(ours(), "strings.quote(a)", half))
        .isEqualTo(evaluate(cels(), "strings.quote(a)", half))
        .isEqualTo("\"x\ufffdy\ufffd\"");
  }

  @Test
  void aNegativeLimitSplitsAtEachSeparator() {
    assertThat(evaluate(ours(), "',a,'.split(',', -1)", Map.of())).isEqualTo(List.of("", "a", ""));
    assertThat(evaluate(ours(), "''.split(',', -1)", Map.of())).isEqualTo(List.of(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a + a|65,536 characters",
        "bytes(a) + bytes(a)|65,536 characters",
        "[a, a].join()|65,536 characters",
        "['', a, ''].join(a)|65,536 characters",
        "a.replace('x', 'yy')|65,536 characters",
        "a.replace('', 'yy')|65,536 characters",
        "'x'.replace('x', a + 'x')|65,536 characters",
        "strings.quote(a)|65,536 characters",
        "a.split('')|10,000 elements",
        "a.split('x')|10,000 elements",
        "lists.range(10001)|10,000 elements",
        "lists.range(9223372036854775807)|10,000 elements",
        "lists.range(6000) + lists.range(6000)|10,000 elements",
        "[lists.range(6000), lists.range(6000)].flatten()|10,000 elements",
        "[[lists.range(6000)], [lists.range(6000)]].flatten(2)|10,000 elements",
        "lists.range(101).map(i, lists.range(100))|10,000 elements",
        "lists.range(101).map(i, {i: lists.range(100)})|10,000 elements",
        "lists.range(20).map(i, a)|1,048,576 characters",
        "lists.range(20).map(i, bytes(a))|1,048,576 characters",
        "a.matches('((a{1000}){1000}){1000}')|1,000 states"
      })
  void whatIsTooLargeIsAnErrorThatSaysSo(String expression, String message) {
    assertThatThrownBy(() -> evaluate(ours(), expression, Map.of("a", "x".repeat(65_536))))
        .satisfies(
            error ->
                assertThat(Objects.requireNonNull(error.getCause()).getMessage())
                    .contains("more than " + message));
  }
}
