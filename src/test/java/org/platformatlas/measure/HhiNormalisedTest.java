package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HhiNormalisedTest {
  /** Kvålseth (2018); US Department of Justice; REAT (R package). */
  @Test
  void published_values() {
    assertEquals(.10625, HhiNormalised.evaluate(Markets.KVALSETH), 1e-15);
    assertEquals(.0133333, HhiNormalised.evaluate(Markets.US_DOJ), 5e-8);
    assertEquals(.12, HhiNormalised.evaluate(Markets.REAT), 1e-15);
    assertEquals(.07, HhiNormalised.evaluate(Markets.WITH_A_ZERO), 1e-15);
  }

  @Test
  void a_monopoly_has_none() {
    assertNull(HhiNormalised.evaluate(Markets.MONOPOLY));
    assertNull(HhiNormalised.evaluate(new double[] {7, 0}));
  }

  @Test
  void equal_firms_score_zero() {
    for (int n = 2; n <= 1000; n++) {
      assertEquals(0, HhiNormalised.evaluate(Markets.equal(n, .1)), 1e-28);
    }
  }

  @Test
  void it_is_the_index_between_one_over_n_and_one() {
    for (double[] market : Markets.random(200)) {
      if (market.length > 1) {
        double equal = 1.0 / market.length;
        double normalised = HhiNormalised.evaluate(market);
        assertEquals((Hhi.evaluate(market) - equal) / (1 - equal), normalised, 1e-14);
        assertTrue(normalised >= 0 && normalised < 1);
      }
    }
  }
}
