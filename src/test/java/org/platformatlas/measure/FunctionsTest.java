package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The formulas as SQL functions. */
class FunctionsTest {
  /** Four volumes 4, 3, 2, 1 in two groups, which no optimizer can fold to constants. */
  private static final String EVERY_FUNCTION =
      """
      WITH market AS (
        SELECT id DIV 4 AS market, collect_list(4 - id % 4) AS volumes, sum(4 - id % 4) AS total
        FROM range(0, 8, 1, 3)
        GROUP BY ALL
      )
      SELECT market,
        hhi(volumes), hhi(volumes, 2 * total),
        hhi_normalised(volumes),
        hill_number(volumes, 0), hill_number(volumes, 1.5D),
        hill_number(volumes, double('infinity')),
        concentration_ratio(volumes, 2), concentration_ratio(volumes, 2, 2 * total),
        shannon_entropy(volumes),
        gini(volumes), gini_normalised(volumes),
        hhi_bounds(volumes, 2 * total), hhi_bounds(volumes, 2 * total, 20)
      FROM market
      ORDER BY market
      """;

  private static List<Row> everyFunction() {
    double[] volumes = {4, 3, 2, 1};
    HhiBounds.Bounds bounds = HhiBounds.evaluate(volumes, 20);
    HhiBounds.Bounds boundsOf20 = HhiBounds.evaluate(volumes, 20, 20);
    return List.of(0L, 1L).stream()
        .map(
            market ->
                RowFactory.create(
                    market,
                    Hhi.evaluate(volumes),
                    Hhi.evaluate(volumes, 20),
                    HhiNormalised.evaluate(volumes),
                    4.0,
                    HillNumber.evaluate(volumes, 1.5),
                    2.5,
                    ConcentrationRatio.evaluate(volumes, 2),
                    ConcentrationRatio.evaluate(volumes, 2, 20),
                    ShannonEntropy.evaluate(volumes),
                    Gini.evaluate(volumes),
                    GiniNormalised.evaluate(volumes),
                    RowFactory.create(bounds.lower(), bounds.upper()),
                    RowFactory.create(boundsOf20.lower(), boundsOf20.upper())))
        .toList();
  }

  @Test
  void every_formula_is_a_function_in_generated_code() {
    assertEquals(everyFunction(), MeasureSession.rows(EVERY_FUNCTION));
  }

  @Test
  void every_formula_is_a_function_without_generated_code() {
    assertEquals(everyFunction(), MeasureSession.interpreted(EVERY_FUNCTION));
  }

  @Test
  void every_function_has_a_version() {
    assertTrue(Functions.versions().values().stream().allMatch(version -> version >= 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tinyint", "int", "bigint", "float", "decimal(10, 2)", "decimal(38, 0)", "double"})
  void arrays_of_any_number_are_cast(String type) {
    String sql = "SELECT hhi(collect_list(CAST(id AS " + type + "))) FROM range(1, 5)";
    assertEquals(Hhi.evaluate(new double[] {1, 2, 3, 4}), MeasureSession.row(sql).get(0));
    assertEquals(MeasureSession.rows(sql), MeasureSession.interpreted(sql));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hhi(array(1.0D, NULL))",
        "hhi(array(NULL))",
        "hhi(array())",
        "hhi(array(0, 0))",
        "hhi(NULL)",
        "hhi(array(1), NULL)",
        "hill_number(array(1), NULL)",
        "concentration_ratio(array(1), NULL)",
        "hhi_bounds(array(1, NULL), 9)",
        "hhi_bounds(array(1), 9, 3)",
        "hhi_bounds(CAST(NULL AS array<double>), 9)"
      })
  void what_is_null_or_undefined_is_null(String call) {
    String sql = "SELECT " + call;
    assertEquals(RowFactory.create((Object) null), MeasureSession.row(sql));
    assertEquals(MeasureSession.rows(sql), MeasureSession.interpreted(sql));
  }

  @Test
  void nulls_of_one_row_do_not_reach_the_next() {
    String sql =
        """
        SELECT id, hhi(IF(id % 2 = 0, array(id, id), array(id, NULL))) AS hhi
        FROM range(1, 5, 1, 1)
        """;
    List<Row> expected =
        List.of(
            RowFactory.create(1L, null),
            RowFactory.create(2L, .5),
            RowFactory.create(3L, null),
            RowFactory.create(4L, .5));
    assertEquals(expected, MeasureSession.rows(sql));
    assertEquals(expected, MeasureSession.interpreted(sql));
  }

  @Test
  void a_record_is_a_struct_with_named_fields() {
    Row row = MeasureSession.row("SELECT b.lower, b.upper FROM (SELECT hhi_bounds(array(1), 2) b)");
    assertEquals(RowFactory.create(.25, .5), row);
  }

  @Test
  void a_column_is_named_by_its_call() {
    assertEquals(
        "hhi(array(1, 2))", MeasureSession.row("SELECT hhi(array(1, 2))").schema().names()[0]);
    assertEquals(
        "exact_sum(id)",
        MeasureSession.row("SELECT exact_sum(id) FROM range(2)").schema().names()[0]);
  }

  @Test
  void functions_group_filter_and_order() {
    List<Row> expected = List.of(RowFactory.create(.5, 1.0));
    String sql =
        """
        SELECT hhi(array(id % 2, 1)) AS hhi, exact_sum(id)
        FROM range(4)
        WHERE hhi(array(id, 1)) < 1 AND id <> 3
        GROUP BY hhi(array(id % 2, 1))
        """;
    assertEquals(
        expected, MeasureSession.rows(sql + "HAVING exact_sum(id) < 2 AND gini(array(hhi)) = 0"));
    assertEquals(expected, MeasureSession.rows(sql + "ORDER BY exact_avg(id), hhi LIMIT 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hhi() | hhi: Cannot call with 0 arguments. Usage: hhi(volumes[, total]) - ",
        "hhi(array(1), 2, 3) | hhi: Cannot call with 3 arguments. Usage: hhi(volumes[, total]) - ",
        "gini(array(1), 2) | gini: Cannot call with 2 arguments. Usage: gini(volumes) - ",
        "hhi_bounds(array(1)) | hhi_bounds: Cannot call with 1 argument. Usage: hhi_bounds(",
        "exact_sum(1, 2) | exact_sum: Cannot call with 2 arguments. Usage: exact_sum(x) - "
      })
  void a_wrong_number_of_arguments_names_the_signature(String call, String message) {
    String failure = MeasureSession.failure("SELECT " + call);
    assertTrue(failure.startsWith(message), failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hhi(true) | Cannot resolve \"hhi(true)\" due to data type mismatch: The first parameter"
            + " requires the \"ARRAY<DOUBLE>\" type",
        "hhi(array(1), array(2)) | The second parameter requires the \"DOUBLE\" type",
        "concentration_ratio(array(1), true) | The second parameter requires the \"INT\" type",
        "exact_sum(array(1)) | The first parameter requires the \"DOUBLE\" type"
      })
  void a_wrong_type_names_the_parameter(String call, String message) {
    String failure = MeasureSession.failure("SELECT " + call);
    assertTrue(failure.contains(message), failure);
  }

  @Test
  void an_invalid_volume_says_so() {
    String sql = "SELECT hhi(collect_list(1 - id)) FROM range(5)";
    String message = "hhi: Invalid volume -1.0 (a volume is a finite number >= 0)";
    String failure = MeasureSession.failure(sql);
    assertTrue(failure.contains(message), failure);
  }

  @Test
  void describe_function_explains() {
    String description = MeasureSession.rows("DESCRIBE FUNCTION EXTENDED hhi").toString();
    assertTrue(
        description.contains("Usage: hhi(volumes[, total]) - Herfindahl-Hirschman index"),
        description);
    assertTrue(description.contains("Version 1."), description);
    assertTrue(description.contains("Class: org.platformatlas.measure.Hhi"), description);
  }
}
