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
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that lie in one partition of a table are not shuffled, and come out as if they were. */
class WholeGroupsTest {
  private static final String MOST = "spark.sql.files.maxPartitionBytes";

  @TempDir static Path folder;

  /** Each month is written twice, so that a day's rows lie in several files. */
  @BeforeAll
  static void write() {
    sql(
        "CREATE TABLE days (day DATE, market STRING, site STRING, volume DOUBLE,"
            + " month DATE GENERATED ALWAYS AS (trunc(day, 'MM')))"
            + " USING delta PARTITIONED BY (month) LOCATION '%s'"
                .formatted(folder.resolve("days")));
    sql(
        "CREATE TABLE markets (day DATE, market STRING, site STRING, volume DOUBLE)"
            + " USING delta PARTITIONED BY (market) LOCATION '%s'"
                .formatted(folder.resolve("markets")));
    for (int part = 0; part < 2; part++) {
      String rows =
          """
          SELECT
            date_add(DATE'2020-01-01', CAST(id DIV 600 AS INT)) AS day,
            IF(id %% 7 = 0, NULL, concat('market ', id %% 5)) AS market,
            concat('site ', id) AS site,
            1 + sqrt(id) AS volume
          FROM range(%d, 60000, 2, 3)
          """
              .formatted(part);
      sql("INSERT INTO days (day, market, site, volume) " + rows);
      sql("INSERT INTO markets (day, market, site, volume) " + rows);
    }
  }

  @AfterAll
  static void drop() {
    sql("DROP TABLE IF EXISTS zones");
    sql("DROP TABLE days");
    sql("DROP TABLE markets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT day, market, concentration(volume) AS c FROM days GROUP BY day, market",
        "SELECT Day, concentration(volume) AS c FROM days GROUP BY DAY",
        "SELECT month, market, concentration(volume) AS c FROM days GROUP BY month, market",
        "SELECT market, concentration(volume) AS c FROM markets GROUP BY market",
        "SELECT day, inline(ranked_shares(volume, site)) FROM days GROUP BY day",
        "SELECT month, day, concentration(volume) AS c FROM days"
            + " WHERE month >= DATE'2020-02-01' GROUP BY month, day",
        "SELECT c.gini, day + 1 AS next FROM"
            + " (SELECT day, concentration(volume) AS c FROM days GROUP BY day) WHERE c.hhi > 0"
      })
  void groups_of_one_partition_stay_where_they_are(String sql) {
    assertEquals(0, shuffles(sql));
    assertSame(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT market, concentration(volume) AS c FROM days GROUP BY market",
        "SELECT day, concentration(volume) AS c FROM markets GROUP BY day",
        "SELECT day, market, c, row_number() OVER (PARTITION BY day, market ORDER BY c.hhi) AS n"
            + " FROM (SELECT day, market, concentration(volume) AS c FROM days"
            + " GROUP BY day, market)"
      })
  void other_groups_are_shuffled(String sql) {
    assertEquals(1, shuffles(sql));
    assertSame(sql);
  }

  /** The same moment is of two days where clocks differ, so that its rows lie in two partitions. */
  @Test
  void partitions_by_the_day_of_a_moment_are_of_a_time_zone() {
    sql(
        "CREATE TABLE zones (moment TIMESTAMP, volume DOUBLE,"
            + " day DATE GENERATED ALWAYS AS (CAST(moment AS DATE)))"
            + " USING delta PARTITIONED BY (day) LOCATION '%s'".formatted(folder.resolve("zones")));
    String zone = "spark.sql.session.timeZone";
    String before = MeasureSession.spark().conf().get(zone);
    try {
      for (String each : List.of("Asia/Tokyo", "America/New_York")) {
        MeasureSession.spark().conf().set(zone, each);
        sql(
            "INSERT INTO zones (moment, volume)"
                + " SELECT TIMESTAMP'2020-01-01 20:00:00Z', 1D + id FROM range(500)");
      }
    } finally {
      MeasureSession.spark().conf().set(zone, before);
    }
    String sql = "SELECT moment, concentration(volume).n_listed FROM zones GROUP BY moment";
    assertEquals(1, shuffles(sql));
    assertEquals(2, MeasureSession.row("SELECT count(DISTINCT day) AS days FROM zones").getLong(0));
    assertEquals(1000, MeasureSession.row(sql).getInt(1));
  }

  /** The join needs both sides laid out alike, so that neither may stay where it is. */
  @Test
  void a_join_on_the_keys_has_its_shuffles() {
    String one = "(SELECT day, concentration(volume) AS c FROM days GROUP BY day)";
    String sql =
        "SELECT /*+ MERGE(a) */ a.day, a.c.hhi, b.c.gini FROM %s a JOIN %s b USING (day)"
            .formatted(one, one);
    assertEquals(2, shuffles(sql));
    assertSame(sql);
  }

  @Test
  void a_partition_that_is_too_large_for_a_task_is_split() {
    String sql = "SELECT day, concentration(volume) AS c FROM days GROUP BY day";
    MeasureSession.spark().conf().set(MOST, "2000");
    try {
      assertEquals(1, shuffles(sql));
      assertSame(sql);
    } finally {
      MeasureSession.spark().conf().unset(MOST);
    }
  }

  @Test
  void a_table_without_rows_has_no_groups() {
    String sql =
        "SELECT day, concentration(volume) AS c FROM days WHERE month = DATE'1999-01-01'"
            + " GROUP BY day";
    assertEquals(0, shuffles(sql));
    assertEquals(List.of(), MeasureSession.rows(sql));
  }

  /** The shuffles of a plan before it runs. */
  private static long shuffles(String sql) {
    String plan = MeasureSession.spark().sql(sql).queryExecution().executedPlan().toString();
    return plan.lines().filter(line -> line.contains("Exchange hashpartitioning")).count();
  }

  /** As where nothing is read in columns, and so each group is shuffled. */
  private static void assertSame(String sql) {
    List<String> found = sorted(sql);
    assertFalse(found.isEmpty());
    String vectors = "spark.sql.parquet.enableVectorizedReader";
    MeasureSession.spark().conf().set(vectors, "false");
    try {
      assertTrue(shuffles(sql) > 0);
      assertEquals(sorted(sql), found);
    } finally {
      MeasureSession.spark().conf().unset(vectors);
    }
  }

  private static List<String> sorted(String sql) {
    return MeasureSession.rows(sql).stream().map(Row::toString).sorted().toList();
  }

  private static Dataset<Row> sql(String sql) {
    return MeasureSession.spark().sql(sql);
  }
}
