package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The shape of the head and the tail of a market. */
class HeadTest {
  /** The quantiles of a power law from 1 on, in an order that does not matter. */
  private static double[] powerLaw(int n, double alpha) {
    double[] sizes =
        IntStream.range(0, n)
            .mapToDouble(i -> StrictMath.pow((i + .5) / n, -1 / (alpha - 1)))
            .toArray();
    return Markets.shuffled(sizes, n);
  }

  @Test
  void a_planted_exponent_is_found() {
    for (double alpha : new double[] {1.5, 2, 3}) {
      TailExponent.Tail tail = TailExponent.evaluate(powerLaw(100_000, alpha));
      assertEquals(alpha, tail.alpha(), 5 * tail.se());
      assertEquals(alpha, TailExponent.evaluate(powerLaw(2000, alpha), 1).alpha(), .01);
    }
  }

  @Test
  void where_the_tail_begins_is_found() {
    Random random = new Random(7);
    double[] body = random.doubles(600, 0, 10).toArray();
    double[] tail = Markets.scaled(powerLaw(900, 2.5), 10);
    TailExponent.Tail fit = TailExponent.evaluate(Markets.with(body, tail));
    assertEquals(10, fit.xmin(), 1.5);
    assertEquals(2.5, fit.alpha(), 3 * fit.se());
  }

  @Test
  void a_short_or_flat_tail_has_no_exponent() {
    TailExponent.Tail unfitted = new TailExponent.Tail(null, null, null, null, 49);
    assertEquals(49, TailExponent.evaluate(Markets.equal(49, 2)).nTail());
    assertEquals(unfitted, TailExponent.evaluate(Markets.equal(49, 2)));
    assertNull(TailExponent.evaluate(powerLaw(49, 2)).alpha());
    assertNull(TailExponent.evaluate(Markets.equal(500, 2)).alpha());
    assertNull(TailExponent.evaluate(new double[] {5, 5, 1}, 2).alpha());
    assertNull(TailExponent.evaluate(new double[] {1, 2}, 3));
    assertEquals(2, TailExponent.evaluate(new double[] {1, 4, 8}, 2).nTail());
  }

  @Test
  void an_invalid_xmin_is_an_error() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> TailExponent.evaluate(new double[] {1}, 0));
    assertEquals("tail_exponent: Invalid xmin 0.0 (xmin is a finite number > 0)", e.getMessage());
  }

  @Test
  void the_rank_size_rule_holds_for_what_follows_it() {
    double[] zipf = IntStream.rangeClosed(1, 10_000).mapToDouble(r -> 1 / (r - .5)).toArray();
    assertEquals(-1, RankSizeSlope.evaluate(zipf).slope(), 1e-12);
    assertNull(RankSizeSlope.evaluate(new double[] {1, 2}));
    assertNull(RankSizeSlope.evaluate(Markets.equal(9, 4)));
    assertTrue(RankSizeSlope.evaluate(new double[] {1, 1, 2}).slope() < 0);
  }
}
