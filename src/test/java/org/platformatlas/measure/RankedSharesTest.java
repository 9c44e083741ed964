package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a market by rank, which windows give too. */
class RankedSharesTest {
  @TempDir static Path folder;

  /** Groups of 1, 2, 3 … members; volumes of many digits, equal ones, zeros, and nulls. */
  private static final String MARKETS =
      """
      SELECT
        g,
        CASE g %% 4
          WHEN 0 THEN sqrt(i)
          WHEN 1 THEN CAST(i %% 7 AS double)
          WHEN 2 THEN IF(i = 5, 1e15, 1 + i / 1e12)
          ELSE IF(i %% 3 = 0, NULL, i * pow(2D, i %% 60 - 40))
        END AS volume,
        concat(IF(i %% 2 = 0, 'ä', 'Z'), hash(i, g)) AS name
      FROM (SELECT explode(sequence(1, 300, 3)) AS g)
      LATERAL VIEW explode(sequence(1, g * IF(g %% 50 = 1, 20, 1))) AS i
      """;

  private static final String WINDOWS =
      """
      SELECT
        g, name, volume,
        try_divide(volume, exact_sum(volume) OVER (PARTITION BY g)) AS share,
        row_number() OVER (PARTITION BY g ORDER BY volume DESC, name) AS rank
      FROM (%s) WHERE volume IS NOT NULL
      """;

  private static final String RANKED =
      "SELECT g, inline(ranked_shares(volume, name)) FROM (%s) GROUP BY g";

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 50})
  void it_is_what_windows_give(int partitions) {
    String markets =
        "SELECT /*+ REPARTITION(%d) */ * FROM (%s)".formatted(partitions, MARKETS.formatted());
    List<String> expected = sorted(WINDOWS.formatted(markets));
    assertTrue(expected.size() > 10_000);
    assertEquals(expected, sorted(RANKED.formatted(markets)));
  }

  @Test
  void it_is_the_same_from_the_columns_of_files() {
    for (String dictionary : List.of("true", "false")) {
      String path = folder.resolve("columns-" + dictionary).toString();
      MeasureSession.spark()
          .sql(MARKETS.formatted())
          .write()
          .option("parquet.enable.dictionary", dictionary)
          .parquet(path);
      String files = "SELECT * FROM parquet.`%s`".formatted(path);
      String ranked = RANKED.formatted(files);
      assertTrue(isFromColumns(ranked));
      assertEquals(sorted(WINDOWS.formatted(files)), sorted(ranked));
    }
  }

  @Test
  void members_come_in_the_order_of_their_ranks() {
    Row row =
        MeasureSession.row(
            """
            SELECT to_json(ranked_shares(volume, name))
            FROM VALUES (1, 'b'), (2, 'c'), (1, 'a'), (NULL, 'none'), (0, 'zero') AS t(volume, name)
            """);
    assertEquals(
        """
        [{"name":"c","volume":2.0,"share":0.5,"rank":1},\
        {"name":"a","volume":1.0,"share":0.25,"rank":2},\
        {"name":"b","volume":1.0,"share":0.25,"rank":3},\
        {"name":"zero","volume":0.0,"share":0.0,"rank":4}]""",
        row.getString(0));
  }

  @Test
  void it_takes_what_aggregates_take() {
    Row row =
        MeasureSession.row(
            """
            SELECT
              to_json((ranked_shares(volume, name) FILTER (WHERE name < 'c')).share),
              to_json(ranked_shares(DISTINCT volume, name).share),
              max(size(whole)), count(*)
            FROM (
              SELECT *, ranked_shares(volume, name) OVER (PARTITION BY 1) AS whole
              FROM VALUES (1, 'b'), (1, 'b'), (2, 'a'), (5, 'c') AS t(volume, name)
            )
            """);
    assertEquals("[[0.5,0.25,0.25],[0.625,0.25,0.125],4,4]", row.toString());
  }

  @Test
  void without_a_volume_there_is_no_share() {
    String sql = "SELECT to_json(ranked_shares(volume, name)) FROM VALUES %s AS t(volume, name)";
    assertEquals("[]", MeasureSession.row(sql.formatted("(CAST(NULL AS double), 'a')")).get(0));
    assertEquals(
        "[{\"name\":\"a\",\"volume\":0.0,\"rank\":1},{\"name\":\"b\",\"volume\":0.0,\"rank\":2}]",
        MeasureSession.row(sql.formatted("(0D, 'b'), (-0D, 'a')")).get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1D, 'a' | ranked_shares: Invalid volume -1.0 (a volume is a finite number >= 0)",
        "double('nan'), 'a' | ranked_shares: Invalid volume NaN",
        "double('infinity'), 'a' | ranked_shares: Invalid volume Infinity",
        "1, NULL | ranked_shares: Invalid name null of volume 1.0 (every volume has a name)",
        "1 | ranked_shares: Cannot call with 1 argument. Usage: ranked_shares(volume, name) - ",
        "1, array(2) | The second parameter requires the \"STRING\" type"
      })
  void bad_arguments_are_errors(String arguments, String message) {
    String failure = MeasureSession.failure("SELECT ranked_shares(%s)".formatted(arguments));
    assertTrue(failure.contains(message), failure);
  }

  private static boolean isFromColumns(String sql) {
    MeasureSession.spark().conf().set("spark.sql.adaptive.enabled", "false");
    try {
      var plan = MeasureSession.spark().sql(sql).queryExecution().executedPlan();
      return plan.toString().contains("CollectedRuns");
    } finally {
      MeasureSession.spark().conf().unset("spark.sql.adaptive.enabled");
    }
  }

  private static List<String> sorted(String sql) {
    return MeasureSession.rows(sql).stream().map(Row::toString).sorted().toList();
  }
}
