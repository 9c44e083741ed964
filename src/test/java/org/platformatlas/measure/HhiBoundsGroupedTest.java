package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.HhiBounds.Bounds;

class HhiBoundsGroupedTest {
  private static final double[] COUNTS = {4, 4, 12, 30};

  @Test
  void the_true_index_lies_inside() {
    for (double[] market : Markets.random(300)) {
      if (market.length < 60) {
        continue;
      }
      double[] sorted = market.clone();
      Arrays.sort(sorted);
      double[] sums = new double[COUNTS.length];
      int next = sorted.length;
      for (int group = 0; group < COUNTS.length; group++) {
        for (int i = 0; i < COUNTS[group]; i++) {
          sums[group] += sorted[--next];
        }
      }
      double total = Markets.sum(sorted);
      Bounds bounds = HhiBoundsGrouped.evaluate(COUNTS, sums, total, market.length);
      double hhi = Hhi.evaluate(market);
      assertTrue(bounds.lower() <= hhi * (1 + 1e-9), bounds + " " + hhi);
      assertTrue(bounds.upper() >= hhi * (1 - 1e-9), bounds + " " + hhi);
    }
  }

  @Test
  void groups_of_one_leave_nothing_open() {
    double[] ones = {1, 1, 1};
    Bounds bounds = HhiBoundsGrouped.evaluate(ones, new double[] {50, 30, 20}, 100, 3);
    assertEquals(.38, bounds.lower(), 1e-15);
    assertEquals(.38, bounds.upper(), 1e-9);
  }

  /** Of two firms that hold .8, one can hold no more than .8 less what the next one holds. */
  @Test
  void a_firm_is_no_smaller_than_those_below() {
    Bounds bounds = HhiBoundsGrouped.evaluate(new double[] {2, 1}, new double[] {80, 20}, 100, 3);
    assertEquals(.16 + .16 + .04, bounds.lower(), 1e-15);
    assertEquals(.36 + .04 + .04, bounds.upper(), 1e-15);
  }

  @Test
  void what_cannot_be_is_null() {
    assertNull(HhiBoundsGrouped.evaluate(new double[] {1, 1}, new double[] {2, 3}, 5, 2));
    assertNull(HhiBoundsGrouped.evaluate(new double[] {1}, new double[] {2}, 3, 1));
    assertNull(HhiBoundsGrouped.evaluate(new double[] {1}, new double[] {0}, 0, 1));
    assertNull(HhiBoundsGrouped.evaluate(new double[] {2}, new double[] {3}, 3, 1));
  }

  @Test
  void what_makes_no_sense_is_an_error() {
    assertEquals(
        "hhi_bounds_grouped: Invalid groups (1 counts for 2 totals)",
        message(new double[1], new double[2], 1, 1));
    assertEquals(
        "hhi_bounds_grouped: Invalid number of firms 1.5 (a whole number >= 1)",
        message(new double[] {1.5}, new double[] {1}, 1, 1));
    assertTrue(message(new double[] {1}, new double[] {2}, 1, 1).contains("Invalid total 1.0"));
  }

  private static String message(double[] counts, double[] totals, double total, double n) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> HhiBoundsGrouped.evaluate(counts, totals, total, n))
        .getMessage();
  }
}
