package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GiniTest {
  /** Kvålseth (2018); US Department of Justice; REAT (R package). */
  @Test
  void published_values() {
    assertEquals(.36, Gini.evaluate(Markets.KVALSETH), 1e-15);
    assertEquals(.10, Gini.evaluate(Markets.US_DOJ), 1e-15);
    assertEquals(.30, Gini.evaluate(Markets.REAT), 1e-15);
    assertEquals(.20, Gini.evaluate(Markets.WITH_A_ZERO), 1e-15);
  }

  @Test
  void published_normalised_values() {
    assertEquals(.45, GiniNormalised.evaluate(Markets.KVALSETH), 1e-15);
    assertEquals(.1333333, GiniNormalised.evaluate(Markets.US_DOJ), 5e-8);
    assertEquals(.40, GiniNormalised.evaluate(Markets.REAT), 1e-15);
    assertEquals(.30, GiniNormalised.evaluate(Markets.WITH_A_ZERO), 1e-15);
  }

  @Test
  void a_monopoly_is_equal_and_has_no_normalised_value() {
    assertEquals(0, Gini.evaluate(Markets.MONOPOLY));
    assertNull(GiniNormalised.evaluate(Markets.MONOPOLY));
  }

  @Test
  void equal_firms_score_exactly_zero() {
    for (int n = 2; n <= 1000; n++) {
      assertEquals(0, Gini.evaluate(Markets.equal(n, .1)));
      assertEquals(0, GiniNormalised.evaluate(Markets.equal(n, .1)));
    }
  }

  @Test
  void it_is_the_formula_over_ranks() {
    for (double[] market : Markets.random(200)) {
      double[] x = market.clone();
      Arrays.sort(x);
      double n = x.length;
      double ranked = 0;
      for (int r = 1; r <= n; r++) {
        ranked += r * x[r - 1];
      }
      double gini = Gini.evaluate(market);
      assertEquals(2 * ranked / (n * Markets.sum(x)) - (n + 1) / n, gini, 1e-13);
      assertTrue(0 <= gini && gini <= 1 - 1 / n);
      if (n > 1) {
        assertEquals(gini * n / (n - 1), GiniNormalised.evaluate(market), 1e-15);
      }
    }
  }
}
