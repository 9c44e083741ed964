package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static double[] times(int n) {
    return IntStream.range(0, n).asDoubleStream().toArray();
  }

  private static double[] noise(int n, long seed) {
    return new Random(seed).doubles(n).toArray();
  }

  @Test
  void fewer_than_four_points_have_no_trend() {
    double[] three = {1, 2, 3};
    assertNull(MannKendall.evaluate(three, three));
    assertNull(MannKendallExact.evaluate(three, three));
    assertNull(MannKendallHamedRao.evaluate(three, three));
    assertNull(SeasonalMannKendall.evaluate(three, three, 1));
    assertNull(SenSlope.evaluate(three, three, .95));
    assertNull(Pettitt.evaluate(three));
    assertNull(MannKendall.evaluate(Markets.NONE, Markets.NONE));
    assertNull(SeasonalMannKendall.evaluate(times(5), times(5), 12));
  }

  @Test
  void the_order_of_the_points_changes_no_bit() {
    double[] times = {0, 1, 2, 3, 5, 8, 9, 13};
    double[] values = {3, 1, 2, 7, 6, 6, 9, 8};
    double[] shuffledTimes = Markets.shuffled(times, 3);
    double[] shuffledValues = Markets.shuffled(values, 3);
    assertEquals(
        MannKendall.evaluate(times, values), MannKendall.evaluate(shuffledTimes, shuffledValues));
    assertEquals(
        SenSlope.evaluate(times, values, .9), SenSlope.evaluate(shuffledTimes, shuffledValues, .9));
    assertEquals(
        SeasonalMannKendall.evaluate(times, values, 2),
        SeasonalMannKendall.evaluate(shuffledTimes, shuffledValues, 2));
  }

  @Test
  void a_series_upside_down_trends_the_other_way() {
    for (int seed = 0; seed < 50; seed++) {
      double[] values = noise(30, seed);
      MannKendall.Trend up = MannKendall.evaluate(times(30), values);
      MannKendall.Trend down = MannKendall.evaluate(times(30), Markets.scaled(values, -1));
      assertEquals(up.s(), -down.s());
      assertEquals(up.p(), down.p());
      assertEquals(up.tau(), -down.tau());
    }
  }

  /** Every order of a few values, equal ones among them, is as likely as any other. */
  @Test
  void the_exact_test_counts_orders() {
    double[] values = {1, 2, 2, 3, 4, 4, 4};
    List<Long> scores = new ArrayList<>();
    permute(values.clone(), 0, scores);
    assertEquals(5040, scores.size());
    for (int seed = 0; seed < 20; seed++) {
      double[] shuffled = Markets.shuffled(values, seed);
      MannKendallExact.Trend trend = MannKendallExact.evaluate(times(7), shuffled);
      long asFar = scores.stream().filter(s -> Math.abs(s) >= Math.abs(trend.s())).count();
      assertEquals(asFar / 5040.0, trend.p(), 1e-14);
    }
  }

  private static void permute(double[] values, int from, List<Long> scores) {
    if (from == values.length) {
      scores.add(MannKendall.score(values));
      return;
    }
    for (int i = from; i < values.length; i++) {
      swap(values, from, i);
      permute(values, from + 1, scores);
      swap(values, from, i);
    }
  }

  private static void swap(double[] values, int i, int j) {
    double value = values[i];
    values[i] = values[j];
    values[j] = value;
  }

  @Test
  void the_exact_test_comes_near_the_normal_one() {
    double[] values = noise(50, 4);
    double exact = MannKendallExact.evaluate(times(50), values).p();
    assertEquals(MannKendall.evaluate(times(50), values).p(), exact, .01);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> MannKendallExact.evaluate(times(51), times(51)))
            .getMessage();
    assertEquals(
        "mann_kendall_exact: Unsupported number of points 51 (at most 50; use mann_kendall)",
        message);
  }

  @Test
  void persistence_widens_the_variance_and_gaps_leave_it_unknown() {
    double[] walk = noise(60, 1);
    for (int i = 1; i < walk.length; i++) {
      walk[i] = .9 * walk[i - 1] + walk[i] - .5;
    }
    MannKendall.Trend plain = MannKendall.evaluate(times(60), walk);
    MannKendall.Trend corrected = MannKendallHamedRao.evaluate(times(60), walk);
    assertTrue(corrected.varS() > 2 * plain.varS());
    assertEquals(plain.s(), corrected.s());
    double[] gap = times(60);
    gap[59] = 70;
    assertNull(MannKendallHamedRao.evaluate(gap, walk));
    assertNotEquals(null, MannKendall.evaluate(gap, walk));
  }

  @Test
  void seasons_are_compared_with_themselves_alone() {
    double[] values = new double[24];
    for (int i = 0; i < 24; i++) {
      values[i] = 100 * (i % 12) + i / 12;
    }
    MannKendall.Trend trend = SeasonalMannKendall.evaluate(times(24), values, 12);
    assertEquals(12, trend.s());
    assertEquals(1, trend.tau());
    double[] before = Arrays.stream(times(24)).map(t -> t - 1000).toArray();
    assertEquals(trend, SeasonalMannKendall.evaluate(before, values, 12));
  }

  @Test
  void sen_finds_a_line_between_outliers_and_gaps() {
    double[] times = {0, 1, 2, 4, 7, 11, 12, 13};
    double[] values = Arrays.stream(times).map(t -> 5 - t / 2).toArray();
    SenSlope.Line line = SenSlope.evaluate(times, values, .95);
    assertEquals(new SenSlope.Line(-.5, 5, -.5, -.5), line);
    values[3] = 1e9;
    assertEquals(-.5, SenSlope.evaluate(times, values, .95).slope());
    double wide = SenSlope.evaluate(times, noise(8, 2), .99).lower();
    assertTrue(wide <= SenSlope.evaluate(times, noise(8, 2), .5).lower());
  }

  @Test
  void signs_count_and_sizes_do_not() {
    double[] six = {1, 2, 3, 4, 5, 600};
    assertEquals(new SignTest.Signs(6, 6, 2 / 64.0, 3.5, 1.0, 600.0), SignTest.evaluate(six));
    double[] mirrored = Arrays.stream(six).map(d -> -d).toArray();
    assertEquals(
        new SignTest.Signs(6, 0, 2 / 64.0, -3.5, -600.0, -1.0), SignTest.evaluate(mirrored));
    assertEquals(
        new SignTest.Signs(2, 1, 1, 0, null, null),
        SignTest.evaluate(new double[] {0, 2, -1, 0, 0}));
    assertEquals(new SignTest.Signs(0, 0, 1, 0, null, null), SignTest.evaluate(new double[5]));
    assertNull(SignTest.evaluate(new double[0]));
    double[] many = Arrays.stream(noise(2001, 3)).map(d -> d - .5).toArray();
    SignTest.Signs signs = SignTest.evaluate(many);
    assertTrue(signs.lower() < signs.median() && signs.median() < signs.upper());
    assertTrue(signs.p() > .001 && signs.p() <= 1);
  }

  /** An interval of 95 % leaves its median out in one case of twenty, or fewer. */
  @Test
  void the_interval_of_a_median_holds_it() {
    int outside = 0;
    for (int seed = 0; seed < 1000; seed++) {
      Random random = new Random(seed);
      double[] values = new double[23];
      Arrays.setAll(values, i -> random.nextGaussian());
      SignTest.Signs signs = SignTest.evaluate(values);
      outside += signs.lower() > 0 || signs.upper() < 0 ? 1 : 0;
    }
    assertTrue(outside <= 60, outside + " of 1000");
  }

  @Test
  void pettitt_finds_where_the_level_changes() {
    double[] values = noise(60, 5);
    for (int i = 37; i < 60; i++) {
      values[i] += 1;
    }
    Pettitt.Change change = Pettitt.evaluate(values);
    assertEquals(37, change.position());
    assertTrue(change.p() < 1e-6);
    assertEquals(new Pettitt.Change(0, 1, 1), Pettitt.evaluate(Markets.equal(9, 2)));
  }

  /** Months that follow each other closely and trend nowhere, as those of a market may. */
  @Test
  void of_series_without_trend_at_most_seven_in_a_hundred_are_called_at_five() {
    for (int years : new int[] {5, 10, 12}) {
      for (double persistence : new double[] {0, .5, .9}) {
        int called = 0;
        for (int seed = 0; seed < 1000; seed++) {
          double[] series = autoregressive(12 * years, persistence, seed);
          called += YearlyMedianTrend.evaluate(times(12 * years), series).p() < .05 ? 1 : 0;
        }
        assertTrue(called <= 70, "%d years, %s: %d".formatted(years, persistence, called));
      }
    }
  }

  private static double[] autoregressive(int n, double persistence, long seed) {
    Random random = new Random(seed);
    double[] series = new double[n];
    double value = random.nextGaussian() / Math.sqrt(1 - persistence * persistence);
    for (int i = 0; i < n; i++) {
      value = persistence * value + random.nextGaussian();
      series[i] = value;
    }
    return series;
  }

  @Test
  void a_trend_is_found_through_persistence_and_gaps() {
    int called = 0;
    for (int seed = 0; seed < 200; seed++) {
      double[] series = autoregressive(120, .5, seed);
      for (int i = 0; i < 120; i++) {
        series[i] += .05 * i;
      }
      YearlyMedianTrend.Trend trend = YearlyMedianTrend.evaluate(times(120), series);
      called += trend.p() < .05 && trend.lower() > 0 ? 1 : 0;
      assertTrue(trend.p() >= trend.pIndependent());
    }
    assertTrue(called > 190, called + " of 200");
    // Five months are no year: of ten years, the third is missing.
    double[] months =
        IntStream.range(0, 120).filter(m -> m < 24 || m > 30).asDoubleStream().toArray();
    double[] rising = Arrays.stream(months).map(m -> 3 * Math.floor(m / 12)).toArray();
    YearlyMedianTrend.Trend trend = YearlyMedianTrend.evaluate(months, rising);
    assertEquals(List.of(9, 36L), List.of(trend.years(), trend.s()));
    assertEquals(List.of(0.0, 27.0, 3.0), List.of(trend.start(), trend.finish(), trend.slope()));
    assertNull(YearlyMedianTrend.evaluate(times(41), times(41)));
    assertEquals(1, YearlyMedianTrend.evaluate(times(48), Markets.equal(48, 2)).p());
  }

  @Test
  void years_are_of_whole_months_and_not_too_many() {
    double[] half = {0, .5};
    assertEquals(
        "yearly_median_trend: Invalid time 0.5 (times are whole months)",
        assertThrows(IllegalArgumentException.class, () -> YearlyMedianTrend.evaluate(half, half))
            .getMessage());
    double[] century = times(101 * 12);
    assertEquals(
        "yearly_median_trend: Unsupported number of years 101 (at most 100)",
        assertThrows(
                IllegalArgumentException.class, () -> YearlyMedianTrend.evaluate(century, century))
            .getMessage());
  }

  @Test
  void an_invalid_series_is_an_error() {
    double[] four = times(4);
    assertEquals("sen_slope: Invalid series (4 times for 3 values)", message(four, times(3), .9));
    assertEquals(
        "sen_slope: Invalid value NaN (a value is a finite number)",
        message(four, new double[] {1, 2, 3, Double.NaN}, .9));
    assertEquals(
        "sen_slope: Invalid time 1.0, which is there twice (a series has one value a time)",
        message(new double[] {0, 1, 1, 2}, four, .9));
    assertEquals(
        "sen_slope: Invalid confidence 1.0 (a confidence is in (0, 1))", message(four, four, 1));
    String season =
        assertThrows(
                IllegalArgumentException.class,
                () -> SeasonalMannKendall.evaluate(new double[] {.5}, new double[] {1}, 12))
            .getMessage();
    assertEquals("seasonal_mann_kendall: Invalid time 0.5 (a time is a whole number)", season);
  }

  private static String message(double[] times, double[] values, double confidence) {
    return assertThrows(
            IllegalArgumentException.class, () -> SenSlope.evaluate(times, values, confidence))
        .getMessage();
  }
}
