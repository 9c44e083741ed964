package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What concentration collects its volumes with, seen through it. */
class CollectedNumbersTest {
  private static double hhi(double... volumes) {
    return Hhi.evaluate(volumes);
  }

  private static void assertBoth(Row expected, String sql) {
    assertEquals(List.of(expected), MeasureSession.rows(sql));
    assertEquals(List.of(expected), MeasureSession.interpreted(sql));
  }

  /**
   * Groups of 1, 2, 3 … numbers, so that lists grow, over partitions that each hold some of all.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 200})
  void any_partitioning_gives_the_same(int partitions) {
    String sql =
        """
        SELECT g, concentration(v) AS c
        FROM (SELECT /*+ REPARTITION(%d) */ g, CAST(sqrt(id * g) AS double) AS v
          FROM range(300), (SELECT explode(sequence(1, 300)) AS g) WHERE id < g)
        GROUP BY g ORDER BY g
        """
            .formatted(partitions);
    List<Row> rows = MeasureSession.rows(sql);
    assertEquals(300, rows.size());
    for (Row row : rows) {
      int g = row.getInt(0);
      double[] volumes = IntStream.range(0, g).mapToDouble(i -> Math.sqrt(i * g)).toArray();
      Row found = row.getStruct(1);
      if (g == 1) {
        assertNull(found);
        continue;
      }
      assertEquals(g, found.<Integer>getAs("n_listed"));
      assertEquals(hhi(volumes), found.<Double>getAs("hhi"));
      assertEquals(Gini.evaluate(volumes), found.<Double>getAs("gini"));
    }
  }

  @Test
  void groups_beyond_the_threshold_are_sorted_and_the_same() {
    String sql =
        "SELECT id % 50 AS g, concentration(id) AS c FROM range(0, 5000, 1, 3) GROUP BY g ORDER BY g";
    List<Row> expected = MeasureSession.rows(sql);
    String threshold = "spark.sql.objectHashAggregate.sortBased.fallbackThreshold";
    MeasureSession.spark().conf().set(threshold, "2");
    try {
      assertEquals(expected, MeasureSession.rows(sql));
    } finally {
      MeasureSession.spark().conf().unset(threshold);
    }
  }

  @Test
  void decimals_and_whole_numbers_are_cast() {
    assertBoth(
        RowFactory.create(hhi(1, 2, 3), hhi(.5, 1, 1.5)),
        """
        SELECT concentration(id).hhi, concentration(CAST(id / 2 AS decimal(9, 2))).hhi
        FROM range(4)
        """);
  }

  @Test
  void a_list_is_the_same_after_its_bytes() {
    NumberList list = new NumberList();
    double[] numbers = new double[1000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 1.0 / i;
      list.add(numbers[i]);
    }
    NumberList copy = NumberList.of(list.toBytes());
    assertArrayEquals(numbers, copy.toArray());
    copy.addAll(list);
    assertEquals(2000, copy.toArray().length);
    assertEquals(0, NumberList.of(new byte[0]).toArray().length);
  }

  @Test
  void a_text_is_no_number() {
    String failure = MeasureSession.failure("SELECT concentration(array(1)) FROM range(1)");
    assertTrue(failure.contains("DATATYPE_MISMATCH"), failure);
  }
}
