package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HillNumberTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Kvålseth (2018); US Department of Justice; REAT (R package): 1/HHI and exp H. */
  @Test
  void published_values() {
    assertEquals(3.5087719, HillNumber.evaluate(Markets.KVALSETH, 2), 5e-8);
    assertEquals(3.8461538, HillNumber.evaluate(Markets.US_DOJ, 2), 5e-8);
    assertEquals(2.9411765, HillNumber.evaluate(Markets.REAT, 2), 5e-8);
    assertEquals(2.6315789, HillNumber.evaluate(Markets.WITH_A_ZERO, 2), 5e-8);
    assertEquals(4.0241804, HillNumber.evaluate(Markets.KVALSETH, 1), 5e-8);
    assertEquals(3.9202634, HillNumber.evaluate(Markets.US_DOJ, 1), 5e-8);
    assertEquals(2.8000941, HillNumber.evaluate(Markets.WITH_A_ZERO, 1), 5e-8);
  }

  @Test
  void order_zero_counts_and_order_infinity_sees_only_the_largest() {
    assertEquals(5, HillNumber.evaluate(Markets.KVALSETH, 0));
    assertEquals(3, HillNumber.evaluate(Markets.WITH_A_ZERO, 0));
    assertEquals(2, HillNumber.evaluate(new double[] {Double.MAX_VALUE, Double.MIN_VALUE}, 0));
    assertEquals(2.5, HillNumber.evaluate(Markets.KVALSETH, INFINITY), 1e-15);
    assertEquals(2.5, HillNumber.evaluate(Markets.KVALSETH, 1e9), 1e-8);
  }

  @Test
  void a_monopoly_is_one_firm_to_every_order() {
    for (double q : new double[] {0, .5, .99, 1, 1.01, 2, 50, INFINITY}) {
      assertEquals(1, HillNumber.evaluate(Markets.MONOPOLY, q));
    }
  }

  @Test
  void equal_firms_are_n_to_every_order() {
    for (double q : new double[] {0, .5, .99, 1, 1 + 1e-12, 1.01, 2, 50, INFINITY}) {
      assertEquals(17, HillNumber.evaluate(Markets.equal(17, .3), q), 1e-12);
    }
  }

  @Test
  void order_two_is_the_inverse_of_hhi() {
    for (double[] market : Markets.random(200)) {
      assertEquals(1, Hhi.evaluate(market) * HillNumber.evaluate(market, 2), 1e-14);
    }
  }

  @Test
  void it_never_rises_with_the_order() {
    double[] orders = {0, 1e-9, .3, .9, .900001, 1 - 1e-9, 1, 1 + 1e-9, 1.1, 1.100001, 2, 9, 900};
    for (double[] market : Markets.random(200)) {
      double previous = HillNumber.evaluate(market, 0);
      for (double q : orders) {
        double number = HillNumber.evaluate(market, q);
        assertTrue(number <= previous * (1 + 1e-13), q + ": " + number + " > " + previous);
        previous = number;
      }
      assertTrue(HillNumber.evaluate(market, INFINITY) <= previous * (1 + 1e-13));
    }
  }

  @Test
  void orders_beside_one_approach_the_entropy() {
    for (double[] market : Markets.random(200)) {
      double limit = HillNumber.evaluate(market, 1);
      assertEquals(limit, HillNumber.evaluate(market, 1 + 1e-13), 1e-10 * limit);
      assertEquals(limit, HillNumber.evaluate(market, 1 - 1e-13), 1e-10 * limit);
    }
  }

  @Test
  void an_invalid_order_is_an_error() {
    for (double invalid : new double[] {-1, Double.NaN}) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> HillNumber.evaluate(Markets.KVALSETH, invalid));
      assertEquals(
          "hill_number: Invalid order q " + invalid + " (an order is >= 0)", e.getMessage());
    }
  }
}
