package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.HhiBounds.Bounds;

class HhiBoundsTest {
  private static final double[] LISTED = {.4, .2, .1, .05};
  private static final double[] TIED = {.3, .2, .1, .1};

  private static void assertBounds(double lower, double upper, Bounds actual) {
    assertEquals(lower, actual.lower(), 1e-15);
    assertEquals(upper, actual.upper(), 1e-15);
  }

  /** Recomputed by hand from the definition. */
  @Test
  void published_values() {
    assertBounds(.2125, .225, HhiBounds.evaluate(LISTED, 1));
    assertBounds(.21640625, .225, HhiBounds.evaluate(LISTED, 1, 20));
    assertBounds(.15, .18, HhiBounds.evaluate(TIED, 1));
    assertBounds(.165, .18, HhiBounds.evaluate(TIED, 1, 10));
  }

  @Test
  void too_few_firms_to_fill_the_remainder_are_infeasible() {
    assertNull(HhiBounds.evaluate(TIED, 1, 6));
    assertNull(HhiBounds.evaluate(TIED, 1, 4));
    assertNull(HhiBounds.evaluate(new double[] {1, 1}, 2, 1));
    assertNull(HhiBounds.evaluate(new double[] {1, 1}, 2, -1));
  }

  @Test
  void just_enough_firms_meet_both_bounds() {
    // 1 - .7 is .30000000000000004, which needs a fourth firm of .1 only by rounding.
    assertBounds(.18, .18, HhiBounds.evaluate(TIED, 1, 7));
  }

  @Test
  void a_market_listed_whole_has_one_value() {
    for (double[] market : Markets.random(200)) {
      double hhi = Hhi.evaluate(market);
      double total = Markets.sum(market);
      assertEquals(hhi, HhiBounds.evaluate(market, total).lower(), 1e-15);
      assertEquals(hhi, HhiBounds.evaluate(market, total).upper(), 1e-15);
      assertEquals(hhi, HhiBounds.evaluate(market, total, market.length).upper(), 1e-15);
    }
  }

  @Test
  void coverage_above_the_total_by_rounding_is_the_whole() {
    double[] volumes = {.1, .2, .7000000000001};
    double hhi = Hhi.evaluate(volumes);
    assertEquals(new Bounds(hhi, hhi), HhiBounds.evaluate(volumes, 1));
    assertEquals(new Bounds(hhi, hhi), HhiBounds.evaluate(volumes, 1, 3));
  }

  @Test
  void a_total_below_the_sum_is_an_error() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> HhiBounds.evaluate(new double[] {2, 2}, 3));
    assertEquals(
        "hhi_bounds: Invalid total 3.0, less than the sum of the volumes 4.0"
            + " (without a total, shares are taken of the sum)",
        e.getMessage());
  }

  @Test
  void the_lower_bound_is_the_index_of_the_listed_over_the_total() {
    Random random = new Random(3);
    for (double[] market : Markets.random(200)) {
      double total = Markets.sum(market) * (1 + random.nextDouble());
      Bounds bounds = HhiBounds.evaluate(market, total);
      assertEquals(Hhi.evaluate(market, total), bounds.lower());
      assertTrue(bounds.lower() <= bounds.upper() && bounds.upper() <= 1);
    }
  }

  @Test
  void a_market_cut_off_lies_within_its_bounds() {
    Random random = new Random(4);
    for (double[] market : Markets.random(500)) {
      double[] sorted = market.clone();
      Arrays.sort(sorted);
      int cut = random.nextInt(sorted.length);
      double[] head = Arrays.copyOfRange(sorted, cut, sorted.length);
      double hhi = Hhi.evaluate(market);
      double total = Markets.sum(market);
      for (Bounds bounds :
          List.of(
              HhiBounds.evaluate(head, total), HhiBounds.evaluate(head, total, sorted.length))) {
        assertTrue(bounds.lower() <= hhi + 1e-14 && hhi <= bounds.upper() + 1e-14);
      }
    }
  }

  /** Every way to complete a list of whole numbers by whole numbers up to the smallest. */
  @Test
  void the_bounds_are_attained() {
    for (int largest = 1; largest <= 6; largest++) {
      for (int smallest = 1; smallest <= largest; smallest++) {
        for (int remainder = 1; remainder <= 14; remainder++) {
          assertTight(largest, smallest, remainder);
        }
      }
    }
  }

  private static void assertTight(int largest, int smallest, int remainder) {
    double[] listed = {largest, smallest};
    double total = largest + smallest + remainder;
    List<double[]> completions = new ArrayList<>();
    complete(remainder, smallest, new double[0], completions);
    double upper = HhiBounds.evaluate(listed, total).upper();
    assertEquals(greatest(listed, completions), upper, 1e-15);

    for (int more = 0; more <= remainder; more++) {
      int firms = more;
      List<double[]> ofSize = completions.stream().filter(c -> c.length == firms).toList();
      Bounds bounds = HhiBounds.evaluate(listed, total, 2 + more);
      assertEquals(ofSize.isEmpty(), bounds == null);
      if (bounds == null) {
        continue;
      }
      double least =
          ofSize.stream().mapToDouble(c -> Hhi.evaluate(Markets.with(listed, c))).min().orElse(2);
      assertEquals(upper, bounds.upper());
      assertTrue(bounds.lower() <= least + 1e-15);
      if (remainder % more == 0) {
        assertEquals(least, bounds.lower(), 1e-15);
      }
    }
  }

  private static double greatest(double[] listed, List<double[]> completions) {
    return completions.stream()
        .mapToDouble(completion -> Hhi.evaluate(Markets.with(listed, completion)))
        .max()
        .orElse(0);
  }

  private static void complete(int remainder, int cap, double[] parts, List<double[]> found) {
    if (remainder == 0) {
      found.add(parts);
    }
    for (int part = Math.min(remainder, cap); part >= 1; part--) {
      complete(remainder - part, part, Markets.with(parts, part), found);
    }
  }
}
