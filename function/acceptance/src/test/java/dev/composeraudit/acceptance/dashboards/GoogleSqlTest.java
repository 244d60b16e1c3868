package dev.composeraudit.acceptance.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.zetasql.Analyzer;
import com.google.zetasql.AnalyzerOptions;
import com.google.zetasql.LanguageOptions;
import com.google.zetasql.ParseResumeLocation;
import com.google.zetasql.SimpleCatalog;
import com.google.zetasql.SimpleTable;
import com.google.zetasql.SqlException;
import com.google.zetasql.ZetaSQLBuiltinFunctionOptions;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateTableStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedCreateViewStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedStatement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The statements of {@code scripts/dashboards/bigquery} before Google's own analyzer of GoogleSQL,
 * which parses, resolves and type-checks them as BigQuery would, and does not run them.
 */
final class GoogleSqlTest {
  // It warns of a resolver for DNS, which nobody asks.
  private static final Logger GRPC_LOGGER = Logger.getLogger("com.google.zetasql.io.grpc");

  @BeforeAll
  static void needTheNativeAnalyzer() {
    GRPC_LOGGER.setLevel(Level.SEVERE);
    String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    assumeTrue(
        system.equals("Linux amd64") || system.startsWith("Mac"),
        "the analyzer is not made for " + system);
  }

  @Test
  void everyStatementIsGoogleSql() throws Exception {
    assertThat(analyze(statements()))
        .containsOnlyKeys(
            "findings_raw",
            "findings",
            "findings_latest",
            "time_to_detect",
            "open_violations",
            "compliance_by_day");
  }

  @Test
  void whatLookerStudioReadsHasNoColumnOfATypeThatItDoesNotKnow() throws Exception {
    List<String> views = List.of("time_to_detect", "open_violations", "compliance_by_day");
    assertThat(analyze(statements()).values())
        .filteredOn(table -> views.contains(table.getName()))
        .hasSize(3)
        .flatExtracting(SimpleTable::getColumnList)
        .noneMatch(column -> column.getType().isJson() || column.getType().isArray());
  }

  @Test
  void whatOnlyDuckDbUnderstandsIsRejected() {
    assertThatThrownBy(() -> analyze(statements().replace("* EXCEPT (data)", "* EXCLUDE (data)")))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("EXCLUDE");
    assertThatThrownBy(() -> analyze(statements().replace("SAFE_CAST", "TRY_CAST")))
        .isInstanceOf(SqlException.class)
        .hasMessageContaining("TRY_CAST");
  }

  private static String statements() throws IOException {
    return DuckDbWarehouse.statements().replace("${PROJECT}.${DATASET}.", "");
  }

  /** The tables and views that the statements make, one after the other. */
  private static Map<String, SimpleTable> analyze(String statements) {
    AnalyzerOptions options = new AnalyzerOptions();
    LanguageOptions language = new LanguageOptions();
    language.enableMaximumLanguageFeatures();
    language.setSupportsAllStatementKinds();
    language.enableReservableKeyword("QUALIFY");
    options.setLanguageOptions(language);
    SimpleCatalog catalog = new SimpleCatalog("dataset");
    catalog.addZetaSQLFunctionsAndTypes(new ZetaSQLBuiltinFunctionOptions(language));
    Map<String, SimpleTable> tables = new LinkedHashMap<>();
    ParseResumeLocation location = new ParseResumeLocation(statements.strip());
    while (location.getBytePosition() < location.getInput().length()) {
      SimpleTable table = table(Analyzer.analyzeNextStatement(location, options, catalog));
      catalog.addSimpleTable(table);
      tables.put(table.getName(), table);
    }
    return tables;
  }

  private static SimpleTable table(ResolvedStatement statement) {
    if (statement instanceof ResolvedCreateTableStmt created) {
      SimpleTable table = new SimpleTable(created.getNamePath().get(0));
      created
          .getColumnDefinitionList()
          .forEach(column -> table.addSimpleColumn(column.getName(), column.getType()));
      return table;
    }
    ResolvedCreateViewStmt created = (ResolvedCreateViewStmt) statement;
    SimpleTable view = new SimpleTable(created.getNamePath().get(0));
    created
        .getOutputColumnList()
        .forEach(column -> view.addSimpleColumn(column.getName(), column.getColumn().getType()));
    return view;
  }
}
