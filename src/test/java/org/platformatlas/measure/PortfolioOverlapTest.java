package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class PortfolioOverlapTest {
  private record Entry(String platform, String field, double weight) {}

  /** Names that differ in their order by code points and by UTF-16. */
  private static final List<String> NAMES =
      List.of("b", "a", "é", "\uFFFD", "\uD83D\uDE00", "ab", "z", "");

  private static List<Entry> random(long seed) {
    Random random = new Random(seed);
    List<Entry> entries = new ArrayList<>();
    for (String platform : NAMES) {
      for (int field = 0; field < 9; field++) {
        if (random.nextInt(3) == 0) {
          double weight = random.nextBoolean() ? 1 + random.nextInt(9) : random.nextDouble() * 1e3;
          entries.add(new Entry(platform, "field " + field, weight));
        }
      }
    }
    Collections.shuffle(entries, random);
    return entries;
  }

  private static String table(List<Entry> entries) {
    return entries.stream()
        .map(entry -> "('%s', '%s', %sD)".formatted(entry.platform, entry.field, entry.weight))
        .collect(Collectors.joining(", ", "(VALUES ", ") AS entry (platform, field, weight)"));
  }

  private static String pairs(List<Entry> entries, String rest) {
    return ("SELECT inline(portfolio_overlap(e.platform, e.field, e.weight%s))"
            + " FROM (SELECT collect_list(struct(platform, field, weight)) AS e FROM %s)")
        .formatted(rest, table(entries));
  }

  @Test
  void pairs_are_those_of_a_join() {
    for (long seed = 0; seed < 5; seed++) {
      List<Entry> entries = random(seed);
      String joined =
          """
          WITH entry AS (SELECT * FROM %s),
          size AS (
            SELECT platform, count(*) AS fields, exact_sum(weight) AS sum,
              exact_sum(weight * weight) AS squares
            FROM entry GROUP BY platform
          ),
          sized AS (SELECT entry.*, fields, sum, squares FROM entry JOIN size USING (platform))
          SELECT
            a.platform AS platform_a, b.platform AS platform_b,
            any_value(a.fields), any_value(b.fields), count(*),
            any_value(a.sum), any_value(b.sum), exact_sum(least(a.weight, b.weight)),
            any_value(a.squares), any_value(b.squares), exact_sum(a.weight * b.weight),
            exact_sum(least(a.weight / a.sum, b.weight / b.sum))
          FROM sized AS a JOIN sized AS b ON b.field = a.field AND b.platform > a.platform
          GROUP BY a.platform, b.platform
          ORDER BY a.platform, b.platform
          """
              .formatted(table(entries));
      List<Row> expected = MeasureSession.rows(joined);
      assertFalse(expected.isEmpty());
      assertEquals(expected, MeasureSession.rows(pairs(entries, "")));
      assertEquals(expected, MeasureSession.interpreted(pairs(entries, "")));
    }
  }

  @Test
  void parts_together_have_every_pair_once() {
    List<Entry> entries = random(6);
    List<Row> together = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      together.addAll(MeasureSession.rows(pairs(entries, ", %d, 3".formatted(part))));
    }
    List<Row> expected = MeasureSession.rows(pairs(entries, ""));
    assertEquals(expected.size(), together.size());
    assertEquals(new HashSet<>(expected), new HashSet<>(together));
  }

  @Test
  void who_shares_nothing_is_in_no_pair() {
    List<Entry> apart = List.of(new Entry("a", "x", 1), new Entry("b", "y", 1));
    assertEquals(List.of(), MeasureSession.rows(pairs(apart, "")));
    assertEquals(
        0, PortfolioOverlap.evaluate(new String[0], new String[0], Markets.NONE).numElements());
  }

  private static String message(String[] platforms, double[] weights, int part, int parts) {
    String[] fields = {"x", "x"};
    return assertThrows(
            IllegalArgumentException.class,
            () -> PortfolioOverlap.evaluate(platforms, fields, weights, part, parts))
        .getMessage();
  }

  @Test
  void lists_that_are_no_portfolios_are_errors() {
    String[] two = {"a", "b"};
    double[] ones = {1, 1};
    assertEquals(
        "portfolio_overlap: Invalid lists (1 platforms, 2 fields)",
        message(new String[] {"a"}, ones, 0, 1));
    assertEquals(
        "portfolio_overlap: Invalid lists (2 platforms, 3 weights)",
        message(two, new double[3], 0, 1));
    assertEquals(
        "portfolio_overlap: Invalid weight 0.0 (a finite number > 0)",
        message(two, new double[] {1, 0}, 0, 1));
    assertEquals(
        "portfolio_overlap: Invalid portfolio, 'a' lists a field twice",
        message(new String[] {"a", "a"}, ones, 0, 1));
    assertEquals(
        "portfolio_overlap: Invalid part 2 of 2 (parts are counted from 0)",
        message(two, ones, 2, 2));
  }
}
