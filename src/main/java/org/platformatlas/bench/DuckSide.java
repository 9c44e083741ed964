package org.platformatlas.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The process that asks DuckDB, without a class of Spark. */
public final class DuckSide {
  private DuckSide() {}

  /** Arguments: question, warehouse, where the answer goes, repetitions, threads, memory in MiB. */
  public static void main(String[] arguments) throws Exception {
    Question question = Question.valueOf(arguments[0]);
    Path answer = Files.createDirectories(Path.of(arguments[2]));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      Child.tell(Child.VERSION, "DuckDB " + version(statement));
      statement.execute("SET threads = " + Integer.parseInt(arguments[4]));
      statement.execute("SET memory_limit = '%dMiB'".formatted(Integer.parseInt(arguments[5])));
      statement.execute("SET temp_directory = " + literal(answer.resolveSibling("duckdb")));
      statement.execute("SET preserve_insertion_order = false");
      statement.execute("CREATE SCHEMA clean");
      for (String table : question.tables()) {
        Path files = Path.of(Question.path(arguments[1], table), "**", "*.parquet");
        statement.execute(
            "CREATE VIEW %s AS FROM read_parquet(%s)".formatted(table, literal(files)));
      }
      String copy =
          "COPY (\n%s\n) TO %s (FORMAT parquet)"
              .formatted(question.sql("duckdb"), literal(answer.resolve("answer.parquet")));
      Child.repeat(Integer.parseInt(arguments[3]), () -> statement.execute(copy));
    }
  }

  private static String version(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("SELECT version()")) {
      row.next();
      return row.getString(1);
    }
  }

  private static String literal(Path path) {
    return "'" + path.toString().replace("'", "''") + "'";
  }
}
