package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Concentration from the columns of files, which must be as it is from rows. */
class CollectedRunsTest {
  private static final String VECTORS = "spark.sql.parquet.enableVectorizedReader";

  @TempDir static Path folder;

  @BeforeAll
  static void write() {
    Dataset<Row> rows =
        MeasureSession.spark()
            .sql(
                """
                SELECT
                  date_add(DATE'2020-01-01', CAST(id DIV 900 AS INT)) AS day,
                  CASE WHEN id % 900 < 890 THEN concat('market ', id % 900 DIV 300) END AS market,
                  concat('a text that only row ', id, ' has') AS one,
                  id % 900 < 450 AS half,
                  id DIV 7 AS week,
                  IF(id % 11 = 0, NULL, CAST(id DIV 500 AS INT)) AS number,
                  timestamp_seconds(id DIV 1000) AS second,
                  named_struct('a', id % 2) AS object,
                  CAST(id % 3 AS FLOAT) AS third,
                  IF(id % 13 = 0, NULL, sqrt(id)) AS volume,
                  id AS size
                FROM range(0, 20000, 1, 2)
                """);
    rows.write().parquet(folder.resolve("runs").toString());
    rows.repartition(3, rows.col("one")).write().parquet(folder.resolve("shuffled").toString());
    rows.repartition(1)
        .write()
        .option("parquet.enable.dictionary", "false")
        .parquet(folder.resolve("plain").toString());
    for (String name : List.of("runs", "shuffled", "plain")) {
      MeasureSession.spark()
          .read()
          .parquet(folder.resolve(name).toString())
          .createOrReplaceTempView(name);
    }
  }

  @AfterAll
  static void drop() {
    List.of("runs", "shuffled", "plain").forEach(MeasureSession.spark().catalog()::dropTempView);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runs | day",
        "runs | day, market",
        "runs | one",
        "runs | half, market",
        "runs | week",
        "runs | number",
        "runs | second, half",
        "shuffled | day, market",
        "shuffled | half, number",
        "plain | day, market, half",
        "plain | week, number, second"
      })
  void groups_are_those_of_rows(String table, String keys) {
    String sql =
        "SELECT %s, concentration(volume) AS c FROM %s GROUP BY %s".formatted(keys, table, keys);
    assertTrue(isFromColumns(sql));
    assertSame(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT concentration(volume) FROM runs",
        "SELECT day, concentration(size) FROM runs GROUP BY day",
        "SELECT day, concentration(volume), count(*) FROM runs GROUP BY day",
        "SELECT day, concentration(volume) FROM runs WHERE half GROUP BY day",
        "SELECT object, concentration(volume) FROM runs GROUP BY object",
        "SELECT third, concentration(volume) FROM runs GROUP BY third"
      })
  void what_needs_rows_has_rows(String sql) {
    assertFalse(isFromColumns(sql));
    assertSame(sql);
  }

  /** More groups than a task holds at once, so that it gives some of them twice. */
  @Test
  void many_groups_are_given_in_parts() {
    String path = folder.resolve("many").toString();
    MeasureSession.spark()
        .sql("SELECT id % 70000 AS g, 1D + id % 5 AS volume FROM range(0, 210000, 1, 1)")
        .write()
        .parquet(path);
    String groups =
        "SELECT g, concentration(volume) AS c FROM parquet.`%s` GROUP BY g".formatted(path);
    assertTrue(isFromColumns(groups));
    assertEquals(
        "[70000,3,3]",
        MeasureSession.row(
                "SELECT count(*), min(c.n_listed), max(c.n_listed) FROM (%s)".formatted(groups))
            .toString());
  }

  @Test
  void a_negative_volume_is_an_error_as_from_rows() {
    String path = folder.resolve("negative").toString();
    MeasureSession.spark().sql("SELECT 1 AS g, -1D AS volume").write().parquet(path);
    String failure =
        MeasureSession.failure(
            "SELECT g, concentration(volume) FROM parquet.`%s` GROUP BY g".formatted(path));
    assertTrue(failure.contains("concentration: Invalid volume -1.0"), failure);
  }

  private static boolean isFromColumns(String sql) {
    MeasureSession.spark().conf().set("spark.sql.adaptive.enabled", "false");
    try {
      return MeasureSession.spark()
          .sql(sql)
          .queryExecution()
          .executedPlan()
          .toString()
          .contains("CollectedRuns");
    } finally {
      MeasureSession.spark().conf().unset("spark.sql.adaptive.enabled");
    }
  }

  private static void assertSame(String sql) {
    List<String> found = sorted(sql);
    MeasureSession.spark().conf().set(VECTORS, "false");
    try {
      assertFalse(isFromColumns(sql));
      assertEquals(sorted(sql), found);
    } finally {
      MeasureSession.spark().conf().unset(VECTORS);
    }
  }

  private static List<String> sorted(String sql) {
    return MeasureSession.rows(sql).stream().map(Row::toString).sorted().toList();
  }
}
