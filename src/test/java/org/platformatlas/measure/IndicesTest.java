package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What sets each index of concentration and inequality apart; what all share is in LawsTest. */
class IndicesTest {
  private static final Map<String, Function<double[], Double>> RECIPROCAL =
      Map.of(
          "hhi", Hhi::evaluate,
          "rosenbluth", Rosenbluth::evaluate,
          "dominance", GarciaAlbaDominance::evaluate);

  private static final Map<String, Function<double[], Double>> INEQUALITY =
      Map.of(
          "gini", Gini::evaluate,
          "theil_t", TheilT::evaluate,
          "theil_l", TheilL::evaluate,
          "atkinson", volumes -> Atkinson.evaluate(volumes, 2.5));

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void a_monopoly_is_one() {
    RECIPROCAL.forEach((name, index) -> assertEquals(1, index.apply(Markets.MONOPOLY), name));
    assertEquals(1, Horvath.evaluate(Markets.MONOPOLY));
    assertEquals(1, Kvalseth.evaluate(Markets.MONOPOLY));
    assertEquals(1, Kwoka.evaluate(Markets.MONOPOLY));
    assertEquals(1, Ginevicius.evaluate(Markets.MONOPOLY));
  }

  @Test
  void equal_firms_are_one_over_n_or_no_inequality() {
    for (int n : new int[] {1, 2, 7, 1000}) {
      double[] equal = Markets.equal(n, 3);
      RECIPROCAL.forEach((name, index) -> assertEquals(1.0 / n, index.apply(equal), 1e-14, name));
      INEQUALITY.forEach((name, index) -> assertEquals(0, index.apply(equal), 1e-14, name));
      assertEquals(.25, Palma.evaluate(equal), 1e-14);
      assertEquals(n == 1 ? 1 : 0, Kwoka.evaluate(equal), 1e-14);
    }
  }

  @Test
  void an_index_is_within_its_range() {
    for (double[] market : Markets.random(300)) {
      double n = HillNumber.evaluate(market, 0);
      for (Function<double[], Double> index : RECIPROCAL.values()) {
        assertTrue(index.apply(market) >= 1 / n - 1e-12 && index.apply(market) <= 1 + 1e-12);
      }
      assertTrue(TheilT.evaluate(market) <= Math.log(n) + 1e-12);
      assertTrue(Stenbacka.evaluate(market) >= -1e-15 && Stenbacka.evaluate(market) <= .5);
      assertTrue(Palma.evaluate(market) >= .25 - 1e-12);
    }
  }

  @Test
  void a_firm_that_splits_lowers_concentration() {
    for (double[] market : Markets.random(200)) {
      double[] split = Markets.with(market, market[0] / 3);
      split[0] -= market[0] / 3;
      assertTrue(Hhi.evaluate(split) <= Hhi.evaluate(market) + 1e-14);
      assertTrue(Rosenbluth.evaluate(split) <= Rosenbluth.evaluate(market) + 1e-14);
      assertTrue(Kvalseth.evaluate(split) <= Kvalseth.evaluate(market) + 1e-14);
      assertTrue(Horvath.evaluate(split) <= Horvath.evaluate(market) + 1e-14);
    }
  }

  @Test
  void theil_and_the_entropy_add_up_to_the_logarithm_of_n() {
    for (double[] market : Markets.random(200)) {
      double n = HillNumber.evaluate(market, 0);
      assertEquals(Math.log(n), TheilT.evaluate(market) + ShannonEntropy.evaluate(market), 1e-12);
    }
  }

  @Test
  void atkinson_rises_with_aversion_and_has_no_gap_at_one() {
    for (double[] market : Markets.random(100)) {
      double previous = -1;
      for (double epsilon : new double[] {0, 1e-9, .5, 1 - 1e-9, 1, 1 + 1e-9, 2, 40, 1000}) {
        double index = Atkinson.evaluate(market, epsilon);
        assertTrue(index >= previous - 1e-12 && index < 1 + 1e-12, epsilon + ": " + index);
        previous = index;
      }
      double one = Atkinson.evaluate(market, 1);
      assertEquals(one, Atkinson.evaluate(market, 1 + 1e-12), 1e-9);
    }
    assertEquals(0, Atkinson.evaluate(new double[] {1, 2, 3}, 0));
    assertEquals(.5, Atkinson.evaluate(new double[] {1, 2, 3}, 1e7), 1e-6);
  }

  @Test
  void linda_needs_k_firms() {
    assertNull(Linda.evaluate(new double[] {3, 2, 1}, 4));
    assertEquals(1.0 / 3, Linda.evaluate(new double[] {2, 2, 2, 1}, 3), 1e-15);
    assertEquals(
        "linda: Invalid k 1 (k is at least 2)", message(() -> Linda.evaluate(new double[] {1}, 1)));
  }

  @Test
  void hoover_compares_shares_member_by_member() {
    assertEquals(0, Hoover.evaluate(new double[] {1, 2}, new double[] {30, 60}));
    assertEquals(1, Hoover.evaluate(new double[] {1, 0}, new double[] {0, 5}));
    assertNull(Hoover.evaluate(new double[] {0, 0}, new double[] {1, 1}));
    assertEquals(
        "hoover: Invalid lists of 1 and 2 volumes (the lists are as long as each other)",
        message(() -> Hoover.evaluate(new double[1], new double[2])));
  }

  @Test
  void theil_between_and_within_groups_is_theil_over_all() {
    double[] volumes = {1, 2, 3, 4, 10, 20};
    String[] groups = {"a", "b", "a", "b", "c", "c"};
    TheilDecomposition.Decomposition parts = TheilDecomposition.evaluate(volumes, groups);
    assertEquals(TheilT.evaluate(volumes), parts.between() + parts.within(), 1e-15);
    assertNull(TheilDecomposition.evaluate(new double[] {0}, new String[] {"a"}));
    assertEquals(
        "theil_decomposition: Invalid groups (1 groups for 6 volumes)",
        message(() -> TheilDecomposition.evaluate(volumes, new String[1])));
  }

  @Test
  void counts_are_whole() {
    assertEquals(0, Centralization.evaluate(new double[] {1, 1, 0, 1}), 1e-16);
    assertNull(Centralization.evaluate(new double[] {0}));
    assertEquals(
        "centralization: Invalid count 0.5 (a count is a whole number >= 0)",
        message(() -> Centralization.evaluate(new double[] {.5})));
  }

  @Test
  void a_merger_is_of_two_parts_of_a_whole() {
    assertEquals(.5, DeltaHhi.evaluate(.5, .5));
    for (double[] shares : new double[][] {{.6, .5}, {-.1, .2}, {Double.NaN, .1}}) {
      assertEquals(
          "delta_hhi: Invalid shares %s and %s (shares are in [0, 1] and add up to at most 1)"
              .formatted(shares[0], shares[1]),
          message(() -> DeltaHhi.evaluate(shares[0], shares[1])));
    }
  }

  @Test
  void the_largest_that_reach_a_fraction_are_counted() {
    double[] volumes = {10, 40, 20, 30};
    assertEquals(1, ReachCount.evaluate(volumes, .4));
    assertEquals(2, ReachCount.evaluate(volumes, .41));
    assertEquals(4, ReachCount.evaluate(volumes, 1));
    assertEquals(10, ReachCount.evaluate(Markets.equal(10, .1), 1));
    assertEquals(
        "reach_count: Invalid fraction 0.0 (a fraction is in (0, 1])",
        message(() -> ReachCount.evaluate(volumes, 0)));
  }
}
