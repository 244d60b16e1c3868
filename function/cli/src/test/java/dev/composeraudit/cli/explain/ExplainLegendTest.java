package dev.composeraudit.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.composeraudit.cli.picture.ModeText;
import dev.composeraudit.egress.Acceptance;
import dev.composeraudit.egress.DestinationScope;
import dev.composeraudit.egress.Mode;
import dev.composeraudit.egress.Source;
import dev.composeraudit.egress.network.SourceReason;
import dev.composeraudit.subject.Observed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of policies/README.md explain every code that explain prints, and no others. */
final class ExplainLegendTest {
  private static final Path PAGE = Path.of("../../policies/README.md");

  /** A table, by the first cell of its head, and the values that it explains. */
  private record Table(String head, List<Enum<?>> values) {
    @Override
    public String toString() {
      return head;
    }
  }

  static Stream<Table> tables() {
    return Stream.of(
        new Table("`source`", List.of(Source.values())),
        new Table("`reason`", List.of(SourceReason.values())),
        new Table("`scope`", List.of(DestinationScope.values())),
        new Table("`accepted`", List.of(Acceptance.values())),
        new Table("`unknown`, because", List.of(Observed.Reason.values())));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void eachTableHasTheValuesThatThereAreInTheirOrder(Table table) throws IOException {
    assertThat(rows(table.head()))
        .extracting(cells -> cells[1])
        .containsExactlyElementsOf(
            table.values().stream().map(value -> "`" + value.name() + "`").toList());
  }

  @ParameterizedTest
  @MethodSource("tables")
  void eachRowSaysWhatItsValueMeansAndWhatToDo(Table table) throws IOException {
    assertThat(rows(table.head()))
        .allSatisfy(cells -> assertThat(cells).hasSize(5).doesNotContain(" "))
        .allSatisfy(cells -> assertThat(cells[2]).hasSizeGreaterThan(10))
        .allSatisfy(cells -> assertThat(cells[3]).hasSizeGreaterThan(6));
  }

  @Test
  void whatDecidesIsExplainedInTheWordsOfTheOutput() throws IOException {
    assertThat(rows("second line"))
        .extracting(cells -> cells[1])
        .containsExactlyElementsOf(Stream.of(Mode.values()).map(ModeText::of).toList());
  }

  /** The cells of a table's rows; the first and the last of each row are empty. */
  private static List<String[]> rows(String head) throws IOException {
    List<String[]> rows =
        Files.readAllLines(PAGE).stream()
            .dropWhile(line -> !line.startsWith("| " + head + " |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .map(line -> line.split(" *\\| *", -1))
            .toList();
    assertThat(rows).as("the table %s in policies/README.md", head).isNotEmpty();
    return rows;
  }
}
