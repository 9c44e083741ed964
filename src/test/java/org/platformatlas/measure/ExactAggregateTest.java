package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** exact_sum and exact_avg in SQL. */
class ExactAggregateTest {
  private static final BigDecimal UNIT = BigDecimal.valueOf(2).pow(96);

  /** Sums to 1 in every order of its rows; {@code sum} gives 0 or 1. */
  private static final String CANCELLING = "VALUES (1e18D), (1D), (-1e18D), (NULL) AS t(x)";

  private static List<Double> values(int count) {
    Random random = new Random(7);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add((random.nextDouble() - .5) * Math.scalb(1.0, random.nextInt(180) - 116));
    }
    return values;
  }

  private static BigDecimal exact(List<Double> values) {
    return values.stream()
        .map(x -> new BigDecimal(x).multiply(UNIT).setScale(0, RoundingMode.HALF_EVEN))
        .reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(UNIT);
  }

  private static void assertBoth(Row expected, String sql) {
    assertEquals(List.of(expected), MeasureSession.rows(sql));
    assertEquals(List.of(expected), MeasureSession.interpreted(sql));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 200})
  void any_partitioning_gives_the_rounded_exact_result(int partitions) {
    List<Double> values = values(20_000);
    BigDecimal sum = exact(values);
    BigDecimal mean = sum.divide(BigDecimal.valueOf(values.size()), new MathContext(200));
    Dataset<Double> column = MeasureSession.spark().createDataset(values, Encoders.DOUBLE());
    column.repartition(partitions).createOrReplaceTempView("partitioned");
    assertBoth(
        RowFactory.create(sum.doubleValue(), mean.doubleValue()),
        "SELECT exact_sum(value), exact_avg(value) FROM partitioned");
  }

  @Test
  void groups_are_summed_in_generated_code() {
    String sql =
        """
        SELECT id % 3 AS g, exact_sum(id / 8), exact_avg(id / 8), count(*)
        FROM range(0, 3000, 1, 5)
        GROUP BY g
        ORDER BY g
        """;
    List<Row> expected =
        List.of(
            RowFactory.create(0L, 187312.5, 187.3125, 1000L),
            RowFactory.create(1L, 187437.5, 187.4375, 1000L),
            RowFactory.create(2L, 187562.5, 187.5625, 1000L));
    assertEquals(expected, MeasureSession.rows(sql));
    assertEquals(expected, MeasureSession.interpreted(sql));

    String plan = MeasureSession.spark().sql(sql).queryExecution().executedPlan().toString();
    assertTrue(plan.contains("HashAggregate"), plan);
    assertFalse(plan.contains("ObjectHashAggregate") || plan.contains("SortAggregate"), plan);
  }

  @Test
  void nulls_are_skipped() {
    assertBoth(
        RowFactory.create(1.0, 1.0 / 3), "SELECT exact_sum(x), exact_avg(x) FROM " + CANCELLING);
  }

  @Test
  void no_number_gives_null() {
    Row nothing = RowFactory.create(null, null);
    assertBoth(nothing, "SELECT exact_sum(id), exact_avg(id) FROM range(0)");
    assertBoth(
        nothing,
        "SELECT exact_sum(x), exact_avg(x) FROM VALUES (CAST(NULL AS double)), (NULL) AS t(x)");
  }

  @Test
  void filter_and_distinct_choose_the_rows() {
    assertBoth(
        RowFactory.create(6.0, 3.0, 2.0, 1.5, 9L),
        """
        SELECT
          exact_sum(id % 3) FILTER (WHERE id < 6),
          exact_sum(DISTINCT id % 3),
          exact_sum(DISTINCT id % 3) FILTER (WHERE id % 3 > 1),
          exact_avg(DISTINCT id % 4),
          count(*)
        FROM range(9)
        """);
  }

  @Test
  void the_same_call_is_computed_once() {
    String plan =
        MeasureSession.spark()
            .sql("SELECT exact_sum(id) + 1, exact_sum(id) + 2 FROM range(3)")
            .queryExecution()
            .executedPlan()
            .toString();
    assertEquals(1, plan.split("partial_exact_sum", -1).length - 1, plan);
  }

  @Test
  void windows_slide_over_it() {
    String sql =
        """
        SELECT
          exact_sum(x) OVER (ORDER BY i) AS running,
          exact_avg(x) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS sliding,
          exact_sum(x) OVER (PARTITION BY i DIV 2) AS part
        FROM VALUES (0, 1e18D), (1, 1D), (2, -1e18D), (3, NULL) AS t(i, x)
        ORDER BY i
        """;
    List<Row> expected =
        List.of(
            RowFactory.create(1e18, 1e18, 1e18),
            RowFactory.create(1e18, 5e17, 1e18),
            RowFactory.create(1.0, -5e17, -1e18),
            RowFactory.create(1.0, -1e18, -1e18));
    assertEquals(expected, MeasureSession.rows(sql));
    assertEquals(expected, MeasureSession.interpreted(sql));
  }

  @Test
  void whole_numbers_and_decimals_are_cast() {
    assertBoth(
        RowFactory.create(6.0, 1.5, 1.5),
        """
        SELECT exact_sum(id), exact_avg(CAST(id AS decimal(9, 2))), exact_avg(CAST(id AS float))
        FROM range(4)
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e19", "-1e19", "9223372036854775808", "NaN", "Infinity"})
  void a_value_out_of_range_is_an_error(String value) {
    String sql = "SELECT exact_sum(double('" + value + "') + 0 * id) FROM range(1)";
    String message =
        "exact_sum, exact_avg: Invalid value "
            + Double.valueOf(value)
            + " (a value is a finite number of magnitude below 2^63)";
    String failure = MeasureSession.failure(sql);
    assertTrue(failure.contains(message), failure);
  }

  @Test
  void the_greatest_values_are_in_range() {
    double greatest = Math.nextDown(0x1p63);
    List<Double> values = Arrays.asList(greatest, greatest, greatest, -greatest, greatest);
    MeasureSession.spark()
        .createDataset(values, Encoders.DOUBLE())
        .createOrReplaceTempView("greatest");
    BigDecimal sum = exact(values);
    BigDecimal mean = sum.divide(BigDecimal.valueOf(5));
    assertBoth(
        RowFactory.create(sum.doubleValue(), mean.doubleValue()),
        "SELECT exact_sum(value), exact_avg(value) FROM greatest");
  }
}
