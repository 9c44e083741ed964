package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HhiTest {
  /** Kvålseth (2018); US Department of Justice; REAT (R package). */
  @Test
  void published_values() {
    assertEquals(.285, Hhi.evaluate(Markets.KVALSETH), 1e-15);
    assertEquals(.26, Hhi.evaluate(Markets.US_DOJ), 1e-15);
    assertEquals(.34, Hhi.evaluate(Markets.REAT), 1e-15);
    assertEquals(.38, Hhi.evaluate(Markets.WITH_A_ZERO), 1e-15);
  }

  @Test
  void merging_the_largest_counts_more_than_merging_the_smallest() {
    assertEquals(.1540, Hhi.evaluate(new double[] {25, 20, 15, 10, 8, 7, 6, 5, 4}), 1e-15);
    assertEquals(.1580, Hhi.evaluate(new double[] {25, 20, 15, 10, 8, 7, 6, 9}), 1e-15);
    assertEquals(.2540, Hhi.evaluate(new double[] {45, 15, 10, 8, 7, 6, 5, 4}), 1e-15);
  }

  @Test
  void a_monopoly_scores_exactly_one() {
    assertEquals(1, Hhi.evaluate(Markets.MONOPOLY));
    assertEquals(1, Hhi.evaluate(new double[] {Double.MIN_VALUE}));
    assertEquals(1, Hhi.evaluate(new double[] {Double.MAX_VALUE, 0}));
  }

  @Test
  void equal_firms_score_one_over_n() {
    for (int n = 1; n <= 1000; n++) {
      assertEquals(1.0 / n, Hhi.evaluate(Markets.equal(n, .1)), 1e-13 / n);
    }
  }

  @Test
  void the_unit_does_not_matter() {
    for (double[] market : Markets.random(200)) {
      double hhi = Hhi.evaluate(market);
      assertEquals(hhi, Hhi.evaluate(Markets.scaled(market, 1234.567)), 1e-14);
    }
  }

  @Test
  void splitting_a_firm_never_raises_it() {
    Random random = new Random(1);
    for (double[] market : Markets.random(200)) {
      double[] split = Markets.with(market, market[0] * random.nextDouble());
      split[0] -= split[market.length];
      assertTrue(Hhi.evaluate(split) <= Hhi.evaluate(market) + 1e-15);
    }
  }

  @Test
  void what_is_not_listed_counts_as_infinitely_small() {
    assertEquals(.2125, Hhi.evaluate(new double[] {.4, .2, .1, .05}, 1), 1e-15);
    assertEquals(.25, Hhi.evaluate(new double[] {5}, 10), 0);
  }

  @Test
  void the_sum_as_total_changes_no_bit() {
    for (double[] market : Markets.random(200)) {
      double[] whole = Markets.scaled(market, 1);
      Arrays.sort(whole);
      double sum = 0;
      for (double volume : whole) {
        sum += volume;
      }
      assertEquals(Hhi.evaluate(market), Hhi.evaluate(market, sum));
    }
  }

  @Test
  void huge_volumes_do_not_overflow() {
    assertEquals(.25, Hhi.evaluate(Markets.equal(4, Double.MAX_VALUE)), 0);
    assertEquals(.5, Hhi.evaluate(Markets.equal(2, 1e300), 2e300), 1e-15);
  }

  @Test
  void denormal_volumes_keep_their_digits() {
    assertEquals(.25, Hhi.evaluate(Markets.equal(4, Double.MIN_VALUE)), 0);
    assertEquals(1, Hhi.evaluate(new double[] {Double.MAX_VALUE, Double.MIN_VALUE}), 0);
  }

  @Test
  void a_total_below_the_sum_by_rounding_is_the_sum() {
    double[] volumes = {.1, .2, .7000000000001};
    assertEquals(Hhi.evaluate(volumes), Hhi.evaluate(volumes, 1));
  }

  @Test
  void a_total_below_the_sum_is_an_error() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Hhi.evaluate(new double[] {60, 43}, 100));
    assertEquals(
        "hhi: Invalid total 100.0, less than the sum of the volumes 103.0"
            + " (without a total, shares are taken of the sum)",
        e.getMessage());
  }

  @Test
  void an_invalid_total_is_an_error() {
    for (double invalid : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> Hhi.evaluate(Markets.NONE, invalid));
      assertEquals(
          "hhi: Invalid total " + invalid + " (a total is a finite number >= 0)", e.getMessage());
    }
  }
}
