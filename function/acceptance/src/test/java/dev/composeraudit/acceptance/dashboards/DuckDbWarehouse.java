package dev.composeraudit.acceptance.dashboards;

import com.google.gson.JsonObject;
import dev.composeraudit.acceptance.deployment.Layout;
import dev.composeraudit.acceptance.deployment.PublishedFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The dataset of {@code scripts/dashboards/bigquery}: its table and views, made of the statements
 * that are shipped, in memory on DuckDB. What is inserted is what a BigQuery subscription writes.
 */
final class DuckDbWarehouse implements AutoCloseable {
  private final Connection connection;
  private int messages;

  private DuckDbWarehouse(Connection connection) {
    this.connection = connection;
  }

  static DuckDbWarehouse open() throws SQLException, IOException {
    DuckDbWarehouse warehouse = new DuckDbWarehouse(DriverManager.getConnection("jdbc:duckdb:"));
    warehouse.run(DuckDbDialect.translate(statements()));
    return warehouse;
  }

  /** What a person who deploys runs in BigQuery, as it stands in the files. */
  static String statements() throws IOException {
    Path folder = Layout.current().root().resolve("scripts/dashboards/bigquery");
    return Files.readString(folder.resolve("findings_raw.sql"))
        + Files.readString(folder.resolve("views.sql"));
  }

  void insert(PublishedFinding finding) throws SQLException {
    insert(finding.json(), finding.seen());
  }

  void insert(JsonObject data, Instant published) throws SQLException {
    insert(data.toString(), published);
  }

  /** Writes a message, each under an id of its own, as Pub/Sub gives one to each it accepts. */
  void insert(String data, Instant published) throws SQLException {
    String id = Integer.toString(messages++);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO findings_raw VALUES (?::JSON, 'bigquery', ?, ?::TIMESTAMP, '{}')")) {
      insert.setString(1, data);
      insert.setString(2, id);
      insert.setString(3, published.toString());
      insert.execute();
    }
  }

  /** A query's rows, a line each, its values divided by spaces; times are UTC. */
  List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + query + ")")) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          values.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
