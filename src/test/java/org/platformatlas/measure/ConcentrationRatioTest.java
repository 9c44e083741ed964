package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ConcentrationRatioTest {
  /** Kvålseth (2018); US Department of Justice. */
  @Test
  void published_values() {
    assertEquals(.85, ConcentrationRatio.evaluate(Markets.KVALSETH, 3), 1e-15);
    assertEquals(.95, ConcentrationRatio.evaluate(Markets.KVALSETH, 4), 1e-15);
    assertEquals(.80, ConcentrationRatio.evaluate(Markets.US_DOJ, 3), 1e-15);
    assertEquals(1, ConcentrationRatio.evaluate(Markets.MONOPOLY, 1));
  }

  @Test
  void fewer_firms_than_k_are_exactly_the_whole() {
    for (double[] market : Markets.random(200)) {
      assertEquals(1, ConcentrationRatio.evaluate(market, market.length));
      assertEquals(1, ConcentrationRatio.evaluate(market, Integer.MAX_VALUE));
    }
  }

  @Test
  void it_never_falls_with_k() {
    for (double[] market : Markets.random(200)) {
      double previous = 0;
      for (int k = 1; k <= market.length; k++) {
        double ratio = ConcentrationRatio.evaluate(market, k);
        assertTrue(previous <= ratio && ratio <= 1);
        previous = ratio;
      }
    }
  }

  @Test
  void a_larger_total_lowers_it() {
    assertEquals(.25, ConcentrationRatio.evaluate(new double[] {3, 2, 1}, 2, 20), 0);
    assertEquals(.3, ConcentrationRatio.evaluate(new double[] {3, 2, 1}, 9, 20), 1e-16);
  }

  @Test
  void a_k_below_one_is_an_error() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> ConcentrationRatio.evaluate(Markets.KVALSETH, 0));
    assertEquals("concentration_ratio: Invalid k 0 (k is at least 1)", e.getMessage());
  }
}
