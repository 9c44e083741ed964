package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ConcentrationTest {
  /** Every field by its name in SQL, in order. */
  static Map<String, Object> fields(Concentration.Indices indices) {
    Map<String, Object> fields = new LinkedHashMap<>();
    String[] names = Concentration.Indices.schema().fieldNames();
    for (int i = 0; i < names.length; i++) {
      fields.put(names[i], indices.genericGet(i));
    }
    return fields;
  }

  @Test
  void each_field_is_what_its_function_gives() throws Exception {
    for (double[] market : Markets.random(100)) {
      Map<String, Object> fields = new TreeMap<>();
      fields(Concentration.evaluate(market))
          .forEach((name, value) -> fields.put(name.replace("_", ""), value));
      assertEquals(market.length, fields.remove("nlisted"));
      assertEquals(HillNumber.evaluate(market, 0), ((Integer) fields.remove("npositive")) * 1.0);
      assertEquals(HillNumber.evaluate(market, 1), fields.remove("hill1"));
      assertEquals(HillNumber.evaluate(market, 2), fields.remove("effectivenumber"));
      assertEquals(Atkinson.evaluate(market, .5), fields.remove("atkinsonhalf"));
      assertEquals(Atkinson.evaluate(market, 1), fields.remove("atkinsonone"));
      assertEquals(Linda.evaluate(market, 4), fields.remove("linda4"));
      for (int k : new int[] {1, 2, 3, 4, 5, 8, 10, 20, 50}) {
        assertEquals(ConcentrationRatio.evaluate(market, k), fields.remove("cr" + k));
      }
      for (Class<?> formula : Functions.plain()) {
        String name = Functions.formula(formula).name().replace("_", "");
        if (fields.containsKey(name)) {
          Method evaluate = formula.getMethod("evaluate", double[].class);
          assertEquals(evaluate.invoke(null, (Object) market), fields.remove(name), name);
        }
      }
      assertEquals(Map.of(), fields);
    }
  }

  @Test
  void it_is_an_aggregate_over_rows_and_groups() {
    Row row =
        MeasureSession.row(
            """
            SELECT min(IF(market = 0, c.hhi, NULL)), max(IF(market = 1, c.hhi, NULL)),
              max(c.n_listed), max(c.n_positive), max(c.linda4)
            FROM (
              SELECT id % 2 AS market, concentration(IF(id < 2, 0, id DIV 2)) AS c
              FROM range(0, 8, 1, 3)
              GROUP BY ALL
            )
            """);
    double hhi = Hhi.evaluate(new double[] {1, 2, 3});
    assertEquals(hhi, row.getDouble(0));
    assertEquals(hhi, row.getDouble(1));
    assertEquals(4, row.getInt(2));
    assertEquals(3, row.getInt(3));
    assertNull(row.get(4));
  }

  @Test
  void nulls_are_skipped_and_nothing_is_null() {
    assertEquals(
        1.0,
        MeasureSession.row("SELECT concentration(v).hhi FROM VALUES (3), (NULL) AS t(v)").get(0));
    assertNull(MeasureSession.row("SELECT concentration(id) FROM range(0)").get(0));
    assertNull(MeasureSession.row("SELECT concentration(id) FROM range(1)").get(0));
  }
}
