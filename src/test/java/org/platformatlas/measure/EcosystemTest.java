package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.ThetaOverlap.Estimate;
import org.platformatlas.measure.ThetaOverlap.Overlap;

class EcosystemTest {
  private static final String[] NOTHING = {};

  private static String[] set(String letters) {
    return letters.split("");
  }

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  @Test
  void a_set_has_each_member_once() {
    assertEquals(1, Jaccard.evaluate(set("aab"), set("bba")));
    assertEquals(1, Dice.evaluate(set("aab"), set("bba")));
    assertEquals(1, OverlapCoefficient.evaluate(set("aab"), set("bba")));
    assertEquals(1, Ochiai.evaluate(set("aab"), set("bba")), 1e-15);
  }

  @Test
  void nothing_overlaps_with_nothing_in_no_known_way() {
    assertNull(Jaccard.evaluate(NOTHING, NOTHING));
    assertNull(Dice.evaluate(NOTHING, NOTHING));
    assertEquals(0, Jaccard.evaluate(NOTHING, set("a")));
    assertEquals(0, Dice.evaluate(NOTHING, set("a")));
    assertNull(OverlapCoefficient.evaluate(NOTHING, set("a")));
    assertNull(Ochiai.evaluate(NOTHING, set("a")));
    assertNull(MeasureSession.row("SELECT jaccard(array('a', NULL), array('a'))").get(0));
  }

  @Test
  void counts_give_what_sets_give() {
    assertEquals(Jaccard.evaluate(set("abcd"), set("cde")), Jaccard.evaluate(4, 3, 2));
    assertEquals(Dice.evaluate(set("abcd"), set("cde")), Dice.evaluate(4, 3, 2));
    assertEquals(
        OverlapCoefficient.evaluate(set("abcd"), set("cde")), OverlapCoefficient.evaluate(4, 3, 2));
    assertEquals(Ochiai.evaluate(set("abcd"), set("cde")), Ochiai.evaluate(4, 3, 2));
    assertEquals(
        "jaccard: Invalid counts 2.0, 1.0 and 2.0 in both (numbers >= 0, in both at most in each)",
        message(() -> Jaccard.evaluate(2, 1, 2)));
    assertTrue(message(() -> Dice.evaluate(Double.NaN, 1, 1)).startsWith("dice: Invalid counts"));
  }

  private static Map<String, Double> weights(Random random) {
    Map<String, Double> weights = new TreeMap<>();
    for (String letter : set("abcdefgh")) {
      if (random.nextInt(3) > 0) {
        weights.put(letter, (double) random.nextInt(6));
      }
    }
    return weights;
  }

  @Test
  void overlaps_of_weights_are_symmetric_and_1_of_the_same() {
    Random random = new Random(5);
    for (int run = 0; run < 300; run++) {
      Map<String, Double> a = weights(random);
      Map<String, Double> b = weights(random);
      List<Double> forth = overlaps(a, b);
      assertEquals(forth, overlaps(b, a));
      forth.forEach(overlap -> assertTrue(overlap == null || overlap >= 0 && overlap <= 1));
      if (a.values().stream().anyMatch(weight -> weight > 0)) {
        overlaps(a, a).forEach(overlap -> assertEquals(1, overlap, 1e-15));
      }
    }
  }

  @Test
  void only_ruzicka_and_bray_curtis_see_the_scale() {
    Random random = new Random(6);
    for (int run = 0; run < 300; run++) {
      Map<String, Double> a = weights(random);
      Map<String, Double> b = weights(random);
      Map<String, Double> twice = new TreeMap<>(b);
      twice.replaceAll((letter, weight) -> 2 * weight);
      assertEquals(overlaps(a, b).subList(2, 6), overlaps(a, twice).subList(2, 6));
    }
    Map<String, Double> one = Map.of("a", 1.0);
    assertEquals(.5, Ruzicka.evaluate(one, Map.of("a", 2.0)));
    assertEquals(2.0 / 3, BrayCurtis.evaluate(one, Map.of("a", 2.0)));
  }

  private static List<Double> overlaps(Map<String, Double> a, Map<String, Double> b) {
    return Arrays.asList(
        Ruzicka.evaluate(a, b),
        BrayCurtis.evaluate(a, b),
        CosineSimilarity.evaluate(a, b),
        MorisitaHorn.evaluate(a, b),
        Pianka.evaluate(a, b),
        Schoener.evaluate(a, b));
  }

  @Test
  void overlaps_of_ones_are_those_of_sets() {
    Map<String, Double> a = Map.of("a", 1.0, "b", 1.0, "c", 1.0, "d", 1.0);
    Map<String, Double> b = Map.of("c", 1.0, "d", 1.0, "e", 1.0, "x", 0.0);
    assertEquals(Jaccard.evaluate(4, 3, 2), Ruzicka.evaluate(a, b));
    assertEquals(Dice.evaluate(4, 3, 2), BrayCurtis.evaluate(a, b));
    assertEquals(Ochiai.evaluate(4, 3, 2), CosineSimilarity.evaluate(a, b), 1e-15);
  }

  @Test
  void weights_of_nothing_and_of_any_size() {
    Map<String, Double> nothing = Map.of("a", 0.0);
    assertEquals(Arrays.asList(null, null, null, null, null, null), overlaps(nothing, Map.of()));
    Map<String, Double> small = Map.of("a", 1e-300, "b", 3e-300);
    Map<String, Double> large = Map.of("a", 1e300, "b", 3e300);
    assertEquals(1, CosineSimilarity.evaluate(large, large));
    assertEquals(1, MorisitaHorn.evaluate(small, small));
    assertEquals(0, Ruzicka.evaluate(small, large));
    assertEquals(
        "pianka: Invalid weight -1.0 (a weight is a finite number >= 0)",
        message(() -> Pianka.evaluate(Map.of("a", -1.0), nothing)));
    assertEquals(
        "ruzicka: Invalid sum Infinity (a sum of weights is a finite number >= 0)",
        message(() -> Ruzicka.evaluate(Double.POSITIVE_INFINITY, 1, 1)));
  }

  @Test
  void a_quotient_needs_parts_within_their_wholes() {
    assertEquals(1, LocationQuotient.evaluate(1, 10, 10, 100), 1e-15);
    assertEquals(0, LocationQuotient.evaluate(0, 10, 10, 100));
    assertNull(LocationQuotient.evaluate(0, 0, 10, 100));
    assertNull(LocationQuotient.evaluate(0, 10, 0, 100));
    assertTrue(
        message(() -> LocationQuotient.evaluate(11, 10, 20, 100)).contains("Invalid value 11.0"));
    assertTrue(message(() -> LocationQuotient.evaluate(1, 10, 200, 100)).contains("column 200.0"));
  }

  @Test
  void density_is_the_share_of_what_is_near_that_is_present() {
    assertNull(Proximity.evaluate(0, 0, 0));
    assertEquals(0, Proximity.evaluate(3, 0, 0));
    assertNull(RelatednessDensity.evaluate(new double[2], new boolean[2]));
    assertNull(RelatednessDensity.evaluate(new double[0], new boolean[0]));
    assertEquals(1, RelatednessDensity.evaluate(new double[] {.1, .2}, new boolean[] {true, true}));
    assertTrue(
        message(() -> RelatednessDensity.evaluate(new double[] {2}, new boolean[1]))
            .contains("Invalid proximity 2.0"));
    assertTrue(
        message(() -> RelatednessDensity.evaluate(new double[1], new boolean[2]))
            .contains("1 proximities, 2 marks"));
  }

  @Test
  void variety_adds_up_to_the_entropy() {
    Random random = new Random(8);
    for (double[] volumes : Markets.random(100)) {
      String[] groups =
          IntStream.range(0, volumes.length)
              .mapToObj(i -> "g" + random.nextInt(5))
              .toArray(String[]::new);
      Variety.Parts parts = Variety.evaluate(volumes, groups);
      assertEquals(ShannonEntropy.evaluate(volumes), parts.unrelated() + parts.related(), 1e-12);
      assertTrue(parts.unrelated() >= 0 && parts.related() >= 0);
    }
    Variety.Parts oneGroup = Variety.evaluate(new double[] {1, 1}, new String[] {"a", "a"});
    assertEquals(0, oneGroup.unrelated());
    assertEquals(Math.log(2), oneGroup.related(), 1e-15);
    assertNull(Variety.evaluate(Markets.ALL_ZERO, new String[] {"a", "a", "b"}));
    assertTrue(
        message(() -> Variety.evaluate(Markets.MONOPOLY, NOTHING)).contains("0 groups for 1"));
  }

  @Test
  void sketches_of_few_members_are_exact() {
    Overlap overlap = ThetaOverlap.evaluate(DigestTest.sketch(0, 300), DigestTest.sketch(200, 600));
    assertEquals(new Estimate(300, 300, 300), overlap.a());
    assertEquals(new Estimate(100, 100, 100), overlap.both());
    assertEquals(new Estimate(600, 600, 600), overlap.either());
    assertEquals(1.0 / 3, overlap.shareOfA().estimate());
    assertEquals(.25, overlap.shareOfB().lower());
    assertEquals(1.0 / 6, overlap.jaccard().upper(), 1e-15);
    Overlap none = ThetaOverlap.evaluate(DigestTest.sketch(0, 0), DigestTest.sketch(0, 0));
    assertNull(none.jaccard());
    assertNull(none.shareOfA());
    assertEquals(new Estimate(0, 0, 0), none.either());
  }

  /** Of 2,000 pairs of sketches with 256 entries, of which the library says 95.4 %. */
  @Test
  void estimates_lie_within_their_bounds_as_often_as_stated() {
    int runs = 2000;
    int[] within = new int[4];
    Random random = new Random(3);
    for (int run = 0; run < runs; run++) {
      long from = (long) run << 32;
      int size = 2000 + random.nextInt(3000);
      int both = 1000 + random.nextInt(1000);
      Overlap overlap =
          ThetaOverlap.evaluate(
              DigestTest.sketch(256, from, from + size),
              DigestTest.sketch(256, from + size - both, from + 2L * size - both));
      double[] truth = {size, both, (double) both / size, both / (2.0 * size - both)};
      Estimate[] estimates = {overlap.a(), overlap.both(), overlap.shareOfA(), overlap.jaccard()};
      for (int i = 0; i < truth.length; i++) {
        if (estimates[i].lower() <= truth[i] && truth[i] <= estimates[i].upper()) {
          within[i]++;
        }
      }
    }
    for (int count : within) {
      assertTrue(count >= .944 * runs, Arrays.toString(within));
    }
  }

  @Test
  void what_is_no_sketch_is_an_error() {
    byte[] sketch = DigestTest.sketch(0, 3);
    assertEquals(
        "theta_overlap: Invalid sketch of 3 bytes (what theta_sketch_agg gives)",
        message(() -> ThetaOverlap.evaluate(new byte[3], sketch)));
    assertTrue(
        message(() -> ThetaOverlap.evaluate(sketch, Arrays.copyOf(sketch, 20)))
            .contains("20 bytes"));
  }

  private static ShuffledOverlap.Result shuffled(List<String> acts, int draws) {
    return ShuffledOverlap.evaluate(
        acts.stream().map(act -> act.split(":")[0]).toArray(String[]::new),
        acts.stream().map(act -> set(act.split(":")[1])).toArray(String[][]::new),
        draws,
        11);
  }

  @Test
  void what_is_observed_is_the_mean_of_all_pairs() {
    ShuffledOverlap.Result result = shuffled(List.of("x:ab", "x:c", "y:cd", "z:e"), 0);
    assertEquals(.25 / 3, result.observed(), 1e-16);
    assertEquals(0, result.shuffled().length);
    assertNull(shuffled(List.of("x:ab", "x:c"), 10));
    assertEquals(
        "shuffled_overlap: Invalid lists (1 members, categories of 2 acts) or draws 1 (>= 0)",
        message(() -> ShuffledOverlap.evaluate(set("a"), new String[2][0], 1, 1)));
  }

  @Test
  void the_order_of_acts_and_of_their_categories_changes_nothing() {
    List<String> acts = new ArrayList<>(List.of("x:ab", "x:c", "y:cd", "z:e", "y:a", "z:cc"));
    ShuffledOverlap.Result first = shuffled(acts, 50);
    acts.set(0, "x:ba");
    Collections.shuffle(acts, new Random(2));
    ShuffledOverlap.Result second = shuffled(acts, 50);
    assertArrayEquals(first.shuffled(), second.shuffled());
    assertArrayEquals(first.byActs(), second.byActs());
  }

  /** Two with one act each of two that differ never meet; of three acts, two alike, a third do. */
  @Test
  void chance_is_what_can_be_counted() {
    assertEquals(0, Arrays.stream(shuffled(List.of("x:a", "y:b"), 20).shuffled()).max().orElse(1));
    double mean =
        Arrays.stream(shuffled(List.of("x:a", "y:b", "z:a"), 50).shuffled()).average().orElse(0);
    assertEquals(1.0 / 3, mean, 1e-12);
    // x takes two of a, a, b: both a (1/3), then y has b and they never meet; else they share a.
    ShuffledOverlap.Result unequal = shuffled(List.of("x:a", "x:b", "y:a"), 20_000);
    assertEquals(1.0 / 3, Arrays.stream(unequal.shuffled()).average().orElse(0), .005);
  }

  @Test
  void sums_by_numbers_of_acts_hold_all_pairs() {
    ShuffledOverlap.Result result =
        shuffled(List.of("w:a", "x:ab", "x:c", "y:cd", "y:a", "z:e", "z:cc"), 200);
    double pairs = 0;
    double sum = 0;
    for (ShuffledOverlap.Pairs group : result.byActs()) {
      assertTrue(group.fewer() <= group.more());
      assertTrue(group.squares() <= group.sum());
      pairs += group.count();
      sum += group.sum();
    }
    assertEquals(6 * 200, pairs);
    assertEquals(Arrays.stream(result.shuffled()).sum(), sum / 6, 1e-9);
  }
}
