package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.RankBiasedOverlap.Overlap;

class IncumbencyTest {
  private static final double[][] ABSORBING = {{1, 0, 0}, {.25, .5, .25}, {0, 0, 1}};

  private static String[] list(String letters) {
    return letters.isEmpty() ? new String[0] : letters.split("");
  }

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void the_same_list_overlaps_wholly_and_another_one_not_at_all() {
    Overlap same = RankBiasedOverlap.evaluate(list("abc"), list("abc"), .9);
    assertEquals(1, same.ext(), 1e-15);
    assertEquals(1, same.min() + same.residual(), 1e-15);
    Overlap none = RankBiasedOverlap.evaluate(list("abc"), list("xyz"), .9);
    assertEquals(0, none.ext());
    assertEquals(0, none.min());
    assertEquals(1, AverageOverlap.evaluate(list("abc"), list("abc")));
    assertNull(RankBiasedOverlap.evaluate(list("a"), list(""), .9));
    assertNull(AverageOverlap.evaluate(list(""), list("")));
  }

  /** What could follow two lists, of any lengths, written out and added up by the definition. */
  @Test
  void the_bounds_are_what_the_worst_and_the_best_continuation_give() {
    Random random = new Random(11);
    List<String> letters = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i"));
    for (int run = 0; run < 200; run++) {
      Collections.shuffle(letters, random);
      List<String> a = new ArrayList<>(letters.subList(0, 1 + random.nextInt(8)));
      Collections.shuffle(letters, random);
      List<String> b = new ArrayList<>(letters.subList(0, 1 + random.nextInt(8)));
      Overlap overlap =
          RankBiasedOverlap.evaluate(a.toArray(String[]::new), b.toArray(String[]::new), .8);
      List<String> worstA = new ArrayList<>(a);
      List<String> worstB = new ArrayList<>(b);
      List<String> bestA = new ArrayList<>(a);
      List<String> bestB = new ArrayList<>(b);
      b.stream().filter(item -> !a.contains(item)).forEach(bestA::add);
      a.stream().filter(item -> !b.contains(item)).forEach(bestB::add);
      for (int i = 0; i < 150; i++) {
        worstA.add("a" + i);
        worstB.add("b" + i);
        bestA.add("both" + i);
        bestB.add("both" + i);
      }
      assertEquals(byDefinition(worstA, worstB, .8), overlap.min(), 1e-13);
      assertEquals(byDefinition(bestA, bestB, .8), overlap.min() + overlap.residual(), 1e-13);
      assertTrue(overlap.ext() >= overlap.min() - 1e-15);
      assertTrue(overlap.ext() <= overlap.min() + overlap.residual() + 1e-15);
    }
  }

  private static double byDefinition(List<String> a, List<String> b, double p) {
    double sum = 0;
    for (int d = 1; d <= 150; d++) {
      List<String> common = new ArrayList<>(a.subList(0, d));
      common.retainAll(b.subList(0, d));
      sum += (1 - p) * Math.pow(p, d - 1) * common.size() / d;
    }
    return sum;
  }

  @Test
  void an_item_is_ranked_once() {
    assertEquals(
        "average_overlap: Invalid list, 'a' is in it twice (a ranked list has each item once)",
        message(() -> AverageOverlap.evaluate(list("aba"), list("b"))));
    assertEquals(
        "rank_biased_overlap: Invalid p 1.0 (p is in (0, 1))",
        message(() -> RankBiasedOverlap.evaluate(list("a"), list("b"), 1)));
  }

  @Test
  void turnover_looks_at_the_top_alone() {
    assertEquals(0, TopKTurnover.evaluate(list("abcd"), list("cba"), 3));
    assertEquals(1.0 / 3, TopKTurnover.evaluate(list("abcd"), list("dba"), 3), 1e-16);
    assertNull(TopKTurnover.evaluate(list("ab"), list("abc"), 3));
    assertEquals(
        "top_k_turnover: Invalid k 0 (k is at least 1)",
        message(() -> TopKTurnover.evaluate(list("a"), list("a"), 0)));
  }

  @Test
  void a_rank_correlation_needs_what_can_be_ranked() {
    assertEquals(1, KendallTauB.evaluate(new double[] {1, 2, 2, 9}, new double[] {3, 4, 4, 5}));
    assertNull(KendallTauB.evaluate(new double[] {1, 1}, new double[] {1, 2}));
    assertNull(KendallTauB.evaluate(new double[] {1}, new double[] {1}));
  }

  @Test
  void shares_are_never_rescaled() {
    assertEquals(2, Instability.evaluate(Map.of("a", 1.0), Map.of("b", 1.0)));
    assertEquals(.25, Instability.evaluate(Map.of("a", .5), Map.of("a", .25)));
    assertNull(Instability.evaluate(Map.of(), Map.of("a", .25)));
    assertEquals(
        "instability: Invalid shares, which add up to 1.25 (at most 1)",
        message(() -> Instability.evaluate(Map.of("a", .5, "b", .75), Map.of())));
    assertEquals(
        "instability: Invalid share -0.5 (a share is in [0, 1])",
        message(() -> Instability.evaluate(Map.of("a", -.5), Map.of())));
    assertNull(
        MeasureSession.row("SELECT instability(map('a', .1, 'b', NULL), map('a', 1))").get(0));
  }

  @Test
  void survival_without_censoring_is_the_share_that_lasts() {
    KaplanMeier.Survival curve =
        KaplanMeier.evaluate(new double[] {3, 1, 2, 2}, new boolean[] {true, true, true, true});
    assertArrayEquals(new double[] {1, 2, 3}, curve.durations());
    assertArrayEquals(new double[] {.75, .25, 0}, curve.survival(), 1e-15);
    assertEquals(2, curve.median());
    assertEquals(Math.sqrt(.75 * .25 / 4), curve.se()[0], 1e-15);
  }

  @Test
  void what_never_ended_leaves_the_median_open() {
    KaplanMeier.Survival curve =
        KaplanMeier.evaluate(new double[] {3, 1}, new boolean[] {false, false});
    assertEquals(0, curve.durations().length);
    assertNull(curve.median());
    assertNull(KaplanMeier.evaluate(Markets.NONE, new boolean[0]));
    assertEquals(
        "kaplan_meier: Invalid duration -1.0 (a duration is a finite number >= 0)",
        message(() -> KaplanMeier.evaluate(new double[] {-1}, new boolean[1])));
    assertEquals(
        "kaplan_meier: Invalid lists (1 durations, 2 marks of their end)",
        message(() -> KaplanMeier.evaluate(new double[1], new boolean[2])));
  }

  @Test
  void a_chain_with_two_ends_has_no_steady_state() {
    assertNull(SteadyState.evaluate(ABSORBING));
    assertArrayEquals(new Double[] {null, 2.0, null}, SojournTime.evaluate(ABSORBING));
    Double[][] times = FirstPassageTime.evaluate(ABSORBING);
    assertEquals(1, times[0][0]);
    assertNull(times[1][0]);
    assertNull(times[0][1]);
    assertNull(times[1][1]);
  }

  @Test
  void a_chain_with_one_end_ends_there() {
    double[][] chain = {{.5, .5}, {0, 1}};
    assertArrayEquals(new double[] {0, 1}, SteadyState.evaluate(chain), 1e-15);
    assertEquals(2, FirstPassageTime.evaluate(chain)[0][1], 1e-15);
    assertNull(FirstPassageTime.evaluate(chain)[1][0]);
  }

  @Test
  void mobility_is_none_where_nothing_moves() {
    double[][] still = {{1, 0}, {0, 1}};
    assertEquals(0, ShorrocksMobility.evaluate(still));
    assertEquals(0, DeterminantMobility.evaluate(still));
    assertEquals(1, ShorrocksMobility.evaluate(new double[][] {{.5, .5}, {.5, .5}}));
    assertEquals(1, DeterminantMobility.evaluate(new double[][] {{.5, .5}, {.5, .5}}));
    assertNull(ShorrocksMobility.evaluate(new double[][] {{1}}));
    assertNull(SteadyState.evaluate(new double[0][]));
  }

  @Test
  void a_row_is_a_distribution() {
    assertEquals(
        "steady_state: Invalid row [0.5, 0.6] of a matrix of 2 states (as many probabilities,"
            + " adding up to 1)",
        message(() -> SteadyState.evaluate(new double[][] {{.5, .6}, {1, 0}})));
    assertTrue(
        message(() -> ShorrocksMobility.evaluate(new double[][] {{1, 0}})).contains("1 states"));
  }
}
