package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.platformatlas.TestSession;

/** Interpreted expressions are computed with the settings at hand, and give what they else give. */
class AtHandTest {
  private static final SparkSession SPARK = TestSession.spark();

  @BeforeAll
  static void whetherATaskReadsItsSettingsOnce() {
    UDF1<Long, Boolean> readOnce = number -> SQLConf.get() == SQLConf.get();
    SPARK.udf().register("settings_are_read_once", readOnce, DataTypes.BooleanType);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT settings_are_read_once(transform(array(id), x -> x + 1)[0]) AS once FROM rows",
        "SELECT bool_and(settings_are_read_once(element_at(filter(l, x -> x < 9), 1))) AS once"
            + " FROM (SELECT k, collect_list(id) AS l FROM rows GROUP BY k) GROUP BY k",
        "SELECT settings_are_read_once(n) AS once"
            + " FROM (SELECT k, count(exists(array(id), x -> x > 5)) AS n FROM rows GROUP BY k)"
            + " JOIN rows USING (k) WHERE exists(array(n), x -> x > 0)"
      })
  void a_task_that_interprets_reads_its_settings_once(String sql) throws Exception {
    compiled(
        () -> {
          List<Row> found = rows(sql).select("once").distinct().collectAsList();
          assertEquals(List.of(true), found.stream().map(row -> row.getBoolean(0)).toList());
        });
  }

  @Test
  void what_is_compiled_is_left_alone() throws Exception {
    String sum = "SELECT k, sum(id) FROM rows GROUP BY k";
    compiled(
        () -> {
          assertEquals(0, count(sum));
          assertEquals(1, count("SELECT DISTINCT size(filter(array(k), x -> x > 3)) FROM rows"));
          assertEquals(1, count("SELECT transform(array(id), x -> x + 1) FROM rows LIMIT 3"));
        });
    assertEquals(2, count(sum));
  }

  @Test
  void all_rows_come_in_their_order() throws Exception {
    List<Long> expected = LongStream.range(0, 900).boxed().toList();
    compiled(
        () ->
            assertEquals(
                expected,
                rows("SELECT aggregate(array(id), 0L, (s, x) -> s + x) AS n FROM rows ORDER BY n")
                    .collectAsList()
                    .stream()
                    .map(row -> row.getLong(0))
                    .toList()));
  }

  private static void compiled(TestSession.Work work) throws Exception {
    TestSession.with("spark.sql.codegen.factoryMode", "FALLBACK", work);
  }

  private static Dataset<Row> rows(String sql) {
    return SPARK.sql("WITH rows AS (SELECT id, id % 7 AS k FROM range(0, 900, 1, 3)) " + sql);
  }

  /** How many kinds of task have their settings at hand. */
  private static int count(String sql) {
    var rows = (org.apache.spark.sql.classic.Dataset<Row>) rows(sql);
    rows.collectAsList();
    String plan = rows.queryExecution().executedPlan().toString().split("== Initial Plan")[0];
    return plan.split("AtHand", -1).length - 1;
  }
}
