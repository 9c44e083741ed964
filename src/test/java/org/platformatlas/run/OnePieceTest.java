package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.platformatlas.TestSession;

/** Few rows are not shuffled, and give what they give when they are. */
class OnePieceTest {
  private static final String ROWS =
      """
      WITH one AS (SELECT id, id % 7 AS k FROM range(0, 900, 1, 3)),
        other AS (SELECT k, sum(id) AS total, count(*) AS n FROM one GROUP BY k)
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT k, sum(id) AS total FROM one GROUP BY k",
        "SELECT k, count(DISTINCT id % 11), max(id) FROM one GROUP BY k",
        "SELECT id, row_number() OVER (PARTITION BY k ORDER BY id) FROM one",
        "SELECT id, total FROM one JOIN other USING (k)",
        "SELECT one.id, later.id FROM one LEFT JOIN (SELECT id + 450 AS id FROM one) AS later"
            + " ON one.id = later.id",
        "SELECT k, count(*) FROM (SELECT k FROM one UNION ALL SELECT id FROM one) GROUP BY k",
        "SELECT id % 5 AS j, count(*) FROM (SELECT id FROM one UNION SELECT total FROM other)"
            + " GROUP BY id % 5",
        "SELECT k, sum(total) FROM (SELECT k, total FROM other UNION ALL"
            + " SELECT k, count(*) FROM one WHERE id > 5 GROUP BY k) GROUP BY k",
        "SELECT /*+ REPARTITION(64) */ id FROM one WHERE id > (SELECT max(id) / 2 FROM one)",
        "SELECT k FROM one WHERE id < 0 GROUP BY k"
      })
  void few_rows_stay_in_one_task(String sql) {
    assertEquals(0, inOnePiece(ROWS + sql, "Exchange"));
  }

  @Test
  void what_is_read_twice_is_computed_once() {
    String sql = "SELECT a.total FROM other AS a JOIN other AS b ON a.total = b.total";
    assertEquals(1, inOnePiece(ROWS + sql, "ReusedExchange"));
  }

  /** Of one input of the union the shuffle is kept, as the join reads it too. */
  @Test
  void a_union_is_in_one_piece_whatever_its_inputs_are() {
    String sql =
        "SELECT k, s, m FROM (SELECT k, sum(n) AS s FROM (SELECT k, n FROM other UNION ALL"
            + " SELECT k, count(*) FROM one WHERE id > 5 GROUP BY k) GROUP BY k)"
            + " JOIN (SELECT k, n AS m FROM other) USING (k)";
    assertEquals(1, inOnePiece(ROWS + sql, "ReusedExchange"));
  }

  @Test
  void the_order_asked_for_is_kept() {
    String sql = ROWS + "SELECT id FROM one ORDER BY k DESC, id";
    assertEquals(rows(sql), Cases.asFewRows(TestSession.spark(), () -> rows(sql)));
  }

  @Test
  void what_is_in_order_is_not_sorted_again() {
    String sql =
        "SELECT k, id, n, max(total) OVER (PARTITION BY k ORDER BY id) FROM"
            + " (SELECT k, id, count(*) OVER (PARTITION BY k ORDER BY id) AS n FROM one)"
            + " LEFT JOIN (SELECT k, id, sum(id) AS total FROM one GROUP BY k, id) USING (k, id)";
    assertEquals(2, inOnePiece(ROWS + sql, "Sort ["));
  }

  /** How often a plan says something, of a statement that gives the same rows either way. */
  private static long inOnePiece(String sql, String what) {
    List<String> shuffled = rows(sql).stream().sorted().toList();
    assertEquals(
        shuffled, Cases.asFewRows(TestSession.spark(), () -> rows(sql)).stream().sorted().toList());
    assertTrue(plan(sql).contains("Exchange"));
    return Cases.asFewRows(TestSession.spark(), () -> plan(sql))
        .lines()
        .filter(line -> line.contains(what))
        .count();
  }

  private static List<String> rows(String sql) {
    return TestSession.spark().sql(sql).collectAsList().stream().map(Row::toString).toList();
  }

  private static String plan(String sql) {
    Dataset<Row> rows = TestSession.spark().sql(sql);
    return ((org.apache.spark.sql.classic.Dataset<Row>) rows)
        .queryExecution()
        .executedPlan()
        .toString();
  }
}
