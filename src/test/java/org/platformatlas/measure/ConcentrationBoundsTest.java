package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.platformatlas.measure.ConcentrationBounds.Bounds;
import org.platformatlas.measure.ConcentrationBounds.IndexBounds;

class ConcentrationBoundsTest {
  private static final double[] LISTED = {.4, .2, .1, .05};

  /** Upper bounds of what only rises as firms merge, attained by the most concentrated division. */
  private static final List<String> CONCENTRATION =
      List.of("cr1", "cr2", "cr3", "cr4", "cr8", "cr10", "cr20", "hhi", "rosenbluth", "horvath");

  private static final List<String> INEQUALITY =
      List.of(
          "theilT",
          "theilL",
          "gini",
          "giniNormalised",
          "atkinsonHalf",
          "atkinsonOne",
          "hhiNormalised");

  /** A market, what is listed of it, and whether any may be unlisted. */
  private record Known(double[] market, double[] listed, boolean isAnySize) {
    double total() {
      return Shares.sum(market);
    }

    double remainder() {
      return total() - Shares.sum(listed);
    }

    double smallest() {
      return Arrays.stream(listed).min().orElseThrow();
    }

    IndexBounds bounds() {
      return ConcentrationBounds.evaluate(listed, total(), isAnySize);
    }

    /** The listed with so many equal firms that hold the remainder. */
    double[] equally(int k) {
      return Markets.with(listed, Markets.equal(k, remainder() / k));
    }

    double[] mostConcentrated() {
      if (isAnySize) {
        return Markets.with(listed, remainder());
      }
      int copies = (int) (remainder() / smallest());
      double rest = Math.max(remainder() - copies * smallest(), 0);
      return Markets.with(Markets.with(listed, Markets.equal(copies, smallest())), rest);
    }
  }

  /** Lists that are cut off, and lists of which any firm may be missing. */
  private static List<Known> known(int count) {
    Random random = new Random(7);
    List<Known> known = new ArrayList<>();
    for (double[] market : Markets.random(count)) {
      double[] ascending = market.clone();
      Arrays.sort(ascending);
      int missing = random.nextInt(market.length);
      known.add(new Known(market, Arrays.copyOfRange(ascending, missing, market.length), false));
      double[] any = Markets.shuffled(market, random.nextLong());
      known.add(new Known(market, Arrays.copyOfRange(any, missing, market.length), true));
    }
    // Sizes of one order, as of many equal or nearly equal firms.
    for (int i = 0; i < count; i++) {
      double[] market = random.doubles(2 + random.nextInt(9), 1, 3).map(Math::rint).toArray();
      int missing = 1 + random.nextInt(market.length - 1);
      known.add(new Known(market, Arrays.copyOfRange(market, missing, market.length), true));
      Arrays.sort(market);
      known.add(new Known(market, Arrays.copyOfRange(market, missing, market.length), false));
    }
    return known;
  }

  private static Map<String, Double> indices(double[] market) {
    Map<String, Double> indices = new TreeMap<>();
    ConcentrationTest.fields(Concentration.evaluate(market))
        .forEach(
            (name, value) ->
                indices.put(
                    camelCase(name), value == null ? null : ((Number) value).doubleValue()));
    return indices;
  }

  private static String camelCase(String name) {
    return Pattern.compile("_(.)")
        .matcher(name)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  private static Map<String, Bounds> bounds(IndexBounds all) {
    Map<String, Bounds> bounds = new TreeMap<>();
    components(all).forEach((name, value) -> bounds.put(name, (Bounds) value));
    return bounds;
  }

  private static Map<String, Object> components(Record record) {
    Map<String, Object> components = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        components.put(component.getName(), component.getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return components;
  }

  private static void assertClose(double expected, double actual, Object... context) {
    assertEquals(
        expected, actual, 1e-9 * Math.max(1, Math.abs(expected)), Arrays.deepToString(context));
  }

  /** Recomputed by hand from the definition. */
  @Test
  void published_values() {
    IndexBounds cutOff = ConcentrationBounds.evaluate(LISTED, 1, false);
    assertClose(.2125, cutOff.hhi().lower());
    assertClose(.225, cutOff.hhi().upper());
    assertClose(.4 + .2 / 2 + .1 / 3 + .05 / 4, cutOff.kvalseth().lower());
    assertClose(
        .4 + .2 / 2 + .1 / 3 + .05 * (1 / 4. + 1 / 5. + 1 / 6. + 1 / 7. + 1 / 8. + 1 / 9.),
        cutOff.kvalseth().upper());
    assertClose((1 - (.16 - .04)) / 2, cutOff.stenbacka().lower());
    assertClose((1 - (.16 - .04)) / 2, cutOff.stenbacka().upper());
    IndexBounds anySize = ConcentrationBounds.evaluate(LISTED, 1, true);
    assertClose(.2125 + .0625, anySize.hhi().upper());
    assertClose((1 - (.16 - .0625)) / 2, anySize.stenbacka().upper());
  }

  @Test
  void the_true_value_lies_within() {
    for (Known one : known(1000)) {
      if (one.remainder() <= Shares.ROUNDING * one.total()) {
        continue;
      }
      Map<String, Double> indices = indices(one.market);
      bounds(one.bounds())
          .forEach(
              (name, bounds) -> {
                Double value = indices.get(name);
                if (bounds == null || value == null) {
                  assertNull(value, name);
                  return;
                }
                double slack = 1e-9 * Math.max(1, value);
                String context =
                    name
                        + " "
                        + value
                        + " "
                        + bounds
                        + " "
                        + one.isAnySize
                        + Arrays.toString(one.listed)
                        + Arrays.toString(one.market);
                assertTrue(bounds.lower() <= value + slack, context);
                assertTrue(bounds.upper() >= value - slack, context);
              });
    }
  }

  @Test
  void where_nothing_remains_both_are_the_index() {
    for (double[] market : Markets.random(200)) {
      Map<String, Double> indices = indices(market);
      for (boolean isAnySize : new boolean[] {false, true}) {
        bounds(ConcentrationBounds.evaluate(market, Shares.sum(market), isAnySize))
            .forEach(
                (name, bounds) -> {
                  if (bounds == null) {
                    assertNull(indices.get(name), name);
                  } else {
                    assertClose(indices.get(name), bounds.lower(), name, market);
                    assertClose(bounds.lower(), bounds.upper(), name);
                  }
                });
      }
    }
  }

  @Test
  void the_most_concentrated_market_attains_its_bounds() {
    for (Known one : known(200)) {
      if (one.remainder() > 1e-6 * one.total() && one.remainder() < 1e5 * one.smallest()) {
        Map<String, Double> most = indices(one.mostConcentrated());
        Map<String, Bounds> bounds = bounds(one.bounds());
        CONCENTRATION.forEach(
            name ->
                assertClose(
                    most.get(name), bounds.get(name).upper(), name, one.isAnySize, one.listed));
        if (one.remainder() < 1000 * one.smallest()) {
          assertClose(most.get("kvalseth"), bounds.get("kvalseth").upper());
        }
        for (String name : List.of("shannonEntropy", "hill1", "effectiveNumber")) {
          assertClose(most.get(name), bounds.get(name).lower(), name);
        }
      }
    }
  }

  @Test
  void the_least_unequal_market_attains_its_bounds() {
    for (Known one : known(200)) {
      int fewest = (int) Math.ceil(one.remainder() / one.smallest() - 1e-6);
      if (one.remainder() > 1e-6 * one.total() && fewest < 300) {
        Map<String, Bounds> bounds = bounds(one.bounds());
        List<Map<String, Double>> markets =
            IntStream.rangeClosed(one.isAnySize ? 1 : fewest, fewest + 5)
                .mapToObj(k -> indices(one.equally(k)))
                .toList();
        for (String name : INEQUALITY) {
          double least =
              markets.stream().mapToDouble(indices -> indices.get(name)).min().orElseThrow();
          assertClose(
              least, bounds.get(name).lower(), name, one.isAnySize, one.listed, one.total());
        }
        if (!one.isAnySize) {
          double palma = markets.get(0).get("palma");
          assertEquals(palma, bounds.get("palma").lower(), 1e-6 * palma);
        }
      }
    }
  }

  @Test
  void infinitely_small_firms_come_near_to_the_other_bounds() {
    for (boolean isAnySize : new boolean[] {false, true}) {
      Map<String, Bounds> bounds = bounds(ConcentrationBounds.evaluate(LISTED, 1, isAnySize));
      Map<String, Double> indices = indices(Markets.with(LISTED, Markets.equal(1_000_000, .25e-6)));
      for (String name :
          List.of("cr1", "cr4", "cr20", "hhi", "rosenbluth", "horvath", "kvalseth")) {
        assertEquals(bounds.get(name).lower(), indices.get(name), 1e-4, name);
      }
      for (String name : List.of("effectiveNumber", "garciaAlbaDominance", "kwoka", "ginevicius")) {
        assertEquals(bounds.get(name).upper(), indices.get(name), 1e-4, name);
      }
      for (String name : List.of("shannonEntropy", "hill1", "theilT", "theilL", "palma")) {
        assertEquals(Double.POSITIVE_INFINITY, bounds.get(name).upper(), name);
      }
      for (String name : List.of("gini", "giniNormalised", "atkinsonHalf", "atkinsonOne")) {
        assertEquals(1, bounds.get(name).upper(), name);
      }
    }
  }

  @Test
  void gaps_of_a_list_that_is_cut_off_can_be_as_small_as_the_bound() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      double smallest = .1 + random.nextDouble();
      double remainder = random.nextDouble() * 5 * smallest;
      double[] listed = {3, smallest};
      double total = 3 + smallest + remainder;
      double lower = ConcentrationBounds.evaluate(listed, total, false).kwoka().lower();
      double least = Double.POSITIVE_INFINITY;
      for (int k = (int) Math.ceil(remainder / smallest); k <= 1 + 3 * remainder / smallest; k++) {
        double[] unlisted = new double[k];
        double size = smallest;
        double step = 6 * (k * smallest - remainder) / ((double) k * (k + 1) * (2 * k + 1));
        for (int j = 0; j < k; j++) {
          size -= step * (k - j);
          unlisted[j] = Math.max(size, 1e-12);
        }
        least = Math.min(least, Kwoka.evaluate(Markets.with(listed, unlisted)));
      }
      assertEquals(least, lower, 1e-9);
    }
  }

  @Test
  void four_firms_of_a_list_that_is_cut_off_have_one_linda_index() {
    Bounds bounds = ConcentrationBounds.evaluate(LISTED, 1, false).linda4();
    assertClose(Linda.evaluate(LISTED, 4), bounds.lower());
    assertClose(Linda.evaluate(LISTED, 4), bounds.upper());
    bounds = ConcentrationBounds.evaluate(new double[] {.5, .25}, 1, false).linda4();
    assertClose(Linda.evaluate(new double[] {.5, .25, .125, .125}, 4), bounds.lower());
    assertEquals(Double.POSITIVE_INFINITY, bounds.upper());
  }

  @Test
  void order_and_scale_change_nothing() {
    for (double[] market : Markets.random(50)) {
      double total = 1.5 * Shares.sum(market);
      for (boolean isAnySize : new boolean[] {false, true}) {
        IndexBounds bounds = ConcentrationBounds.evaluate(market, total, isAnySize);
        double[] zeros = Markets.with(market, 0, 0);
        assertEquals(
            bounds, ConcentrationBounds.evaluate(Markets.shuffled(zeros, 3), total, isAnySize));
        assertEquals(
            bounds, ConcentrationBounds.evaluate(Markets.scaled(market, 4), 4 * total, isAnySize));
      }
    }
  }

  @Test
  void a_sliver_of_a_market_still_has_bounds() {
    for (double[] listed :
        List.of(new double[] {1e-300}, new double[] {.5, 1e-300}, new double[] {1e-150, 1e-160})) {
      for (boolean isAnySize : new boolean[] {false, true}) {
        bounds(ConcentrationBounds.evaluate(listed, 1, isAnySize))
            .forEach(
                (name, bounds) ->
                    assertTrue(
                        bounds.lower() <= bounds.upper() && bounds.lower() >= 0, name + bounds));
      }
    }
  }

  @Test
  void nothing_listed_has_none_and_mistakes_are_said() {
    assertNull(ConcentrationBounds.evaluate(Markets.NONE, 1, true));
    assertNull(ConcentrationBounds.evaluate(Markets.ALL_ZERO, 1, false));
    for (double[] volumes :
        List.of(new double[] {-1}, new double[] {Double.NaN}, new double[] {2})) {
      assertThrows(
          IllegalArgumentException.class, () -> ConcentrationBounds.evaluate(volumes, 1, false));
    }
  }
}
