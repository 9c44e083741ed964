package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShannonEntropyTest {
  /** Kvålseth (2018); US Department of Justice: exp H. */
  @Test
  void published_values() {
    assertEquals(Math.log(4.0241804), ShannonEntropy.evaluate(Markets.KVALSETH), 2e-8);
    assertEquals(Math.log(3.9202634), ShannonEntropy.evaluate(Markets.US_DOJ), 2e-8);
    assertEquals(Math.log(2.8000941), ShannonEntropy.evaluate(Markets.WITH_A_ZERO), 2e-8);
  }

  @Test
  void a_monopoly_has_zero_without_a_sign() {
    assertEquals(0.0, ShannonEntropy.evaluate(Markets.MONOPOLY));
  }

  @Test
  void equal_firms_have_the_logarithm_of_n() {
    for (int n = 1; n <= 1000; n++) {
      assertEquals(Math.log(n), ShannonEntropy.evaluate(Markets.equal(n, .1)), 1e-12);
    }
  }

  @Test
  void it_lies_between_zero_and_the_logarithm_of_n() {
    for (double[] market : Markets.random(200)) {
      double entropy = ShannonEntropy.evaluate(market);
      assertTrue(0 <= entropy && entropy <= Math.log(market.length) + 1e-14);
    }
  }

  @Test
  void a_share_too_small_for_a_double_adds_nothing() {
    assertEquals(
        0, ShannonEntropy.evaluate(new double[] {Double.MAX_VALUE, Double.MIN_VALUE}), 1e-300);
  }
}
