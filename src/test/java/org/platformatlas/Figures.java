package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.DynamicTest;
import org.platformatlas.job.Problems;
import org.platformatlas.job.Yaml;

/** A file of figures that tables must hold: each entry one row of a query, and what it gives. */
final class Figures {
  private Figures() {}

  /** A test an entry, of a file beside this class. */
  static Stream<DynamicTest> tests(String file, Function<String, List<Row>> sql)
      throws IOException {
    Problems problems = new Problems();
    Yaml figures = Yaml.parse(file, text(file), problems);
    List<DynamicTest> tests = new ArrayList<>();
    for (String what : figures.keys()) {
      Yaml figure = figures.node(what);
      String from = figure.text("from");
      Map<String, String> gives = figure.textMap("gives");
      figure.finish();
      tests.add(DynamicTest.dynamicTest(what, () -> assertGives(sql, from, gives)));
    }
    figures.finish();
    problems.throwIfAny();
    return tests.stream();
  }

  private static void assertGives(
      Function<String, List<Row>> sql, String from, Map<String, String> gives) {
    String texts =
        gives.keySet().stream()
            .map(expression -> "CAST((" + expression + ") AS STRING)")
            .collect(Collectors.joining(", "));
    List<Row> rows = sql.apply("SELECT " + texts + " FROM " + from);
    assertEquals(1, rows.size());
    int i = 0;
    for (Map.Entry<String, String> one : gives.entrySet()) {
      String found = rows.get(0).getString(i++);
      if (one.getValue().matches("-?[0-9]*\\.[0-9]+")) {
        assertDigits(one.getValue(), found, one.getKey());
      } else {
        assertEquals(one.getValue(), found, one.getKey());
      }
    }
  }

  /** That a number is the expected one when rounded to as many digits. */
  static void assertDigits(String expected, String measured, String what) {
    BigDecimal digits = new BigDecimal(expected);
    assertEquals(
        digits, new BigDecimal(measured).setScale(digits.scale(), RoundingMode.HALF_UP), what);
  }

  private static String text(String file) throws IOException {
    try (InputStream text = Figures.class.getResourceAsStream(file)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
