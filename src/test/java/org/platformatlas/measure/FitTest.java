package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FitTest {
  private static final double[] TIMES = IntStream.range(0, 30).asDoubleStream().toArray();

  private static double[] logistic(double ceiling, double rate, double midpoint) {
    return Arrays.stream(TIMES)
        .map(t -> ceiling / (1 + Math.exp(-rate * (t - midpoint))))
        .toArray();
  }

  @Test
  void a_planted_curve_is_found_at_any_scale() {
    for (double ceiling : new double[] {1e-6, 1, 5e9}) {
      for (double midpoint : new double[] {5, 15, 24}) {
        LogisticFit.Logistic fit = LogisticFit.evaluate(TIMES, logistic(ceiling, .4, midpoint));
        assertEquals(ceiling, fit.ceiling(), 1e-9 * ceiling);
        assertEquals(.4, fit.rate(), 1e-9);
        assertEquals(midpoint, fit.midpoint(), 1e-8);
      }
    }
  }

  @Test
  void noise_stays_within_its_error() {
    Random random = new Random(3);
    double[] values = logistic(100, .3, 12);
    for (int i = 0; i < values.length; i++) {
      values[i] += random.nextGaussian();
    }
    LogisticFit.Logistic fit = LogisticFit.evaluate(TIMES, values);
    assertEquals(100, fit.ceiling(), 4 * fit.ceilingSe());
    assertEquals(.3, fit.rate(), 4 * fit.rateSe());
    assertEquals(12, fit.midpoint(), 4 * fit.midpointSe());
    assertEquals(1, fit.residualSe(), .5);
  }

  @Test
  void growth_that_does_not_bend_has_no_ceiling_to_speak_of() {
    double[] exponential = Arrays.stream(TIMES).map(t -> Math.exp(t / 5)).toArray();
    LogisticFit.Logistic fit = LogisticFit.evaluate(TIMES, exponential);
    assertTrue(fit == null || fit.ceiling() > 100 * exponential[29], String.valueOf(fit));
  }

  @Test
  void nothing_to_fit_is_null() {
    double[] four = {1, 2, 3, 4};
    assertNull(LogisticFit.evaluate(four, four));
    assertNull(BassFit.evaluate(four, four));
    assertNull(LogisticFit.evaluate(TIMES, new double[30]));
    assertNull(BassFit.evaluate(TIMES, new double[30]));
    assertNull(LogisticFit.evaluate(Markets.NONE, Markets.NONE));
  }

  @Test
  void whatever_the_series_a_fit_is_finite_or_null() {
    Random random = new Random(17);
    for (int run = 0; run < 2000; run++) {
      int n = 5 + random.nextInt(20);
      double start = random.nextInt(3) * 1e3 * (random.nextInt(3) - 1);
      double step = Math.pow(10, random.nextInt(7) - 3);
      int kind = random.nextInt(5);
      double[] times = new double[n];
      double[] values = new double[n];
      for (int i = 0; i < n; i++) {
        times[i] = start + i * step;
        values[i] =
            switch (kind) {
              case 0 -> random.nextDouble();
              case 1 -> i == n / 2 ? 1e300 : 0;
              case 2 -> 7;
              case 3 -> Math.exp(random.nextGaussian() * 30);
              default -> Math.exp(i / 2.0);
            };
      }
      LogisticFit.Logistic logistic = LogisticFit.evaluate(times, values);
      assertTrue(logistic == null || Double.isFinite(logistic.midpoint()));
      assertTrue(logistic == null || Double.isFinite(logistic.ceiling()), logistic + "");
      BassFit.Bass bass = BassFit.evaluate(times, values);
      assertTrue(bass == null || Double.isFinite(bass.m() + bass.p() + bass.q()), bass + "");
    }
  }

  /** Before growth bends, data say little of the ceiling; the fit is the best all the same. */
  @Test
  void no_curve_is_nearer_to_poor_data_than_the_fit() {
    Random random = new Random(5);
    for (int run = 0; run < 200; run++) {
      double[] planted = logistic(100, .3, 20 + run / 20.0);
      double[] values = new double[30];
      double squares = 0;
      for (int i = 0; i < 30; i++) {
        values[i] = Math.max(planted[i] + random.nextGaussian() / 3, 0);
        squares += (values[i] - planted[i]) * (values[i] - planted[i]);
      }
      LogisticFit.Logistic fit = LogisticFit.evaluate(TIMES, values);
      assertTrue(fit != null && fit.residualSe() * fit.residualSe() * 27 <= squares, run + "");
    }
  }

  @Test
  void planted_adoption_is_found() {
    double[] times = IntStream.rangeClosed(1, 20).asDoubleStream().toArray();
    for (double q : new double[] {.2, .5, .9}) {
      double[] values =
          Arrays.stream(times)
              .map(
                  t -> {
                    double left = Math.exp(-(.01 + q) * t);
                    return 1e6 * (.01 + q) * (.01 + q) * .01 * left / Math.pow(.01 + q * left, 2);
                  })
              .toArray();
      BassFit.Bass fit = BassFit.evaluate(times, values);
      assertEquals(1e6, fit.m(), 1e-3);
      assertEquals(.01, fit.p(), 1e-10);
      assertEquals(q, fit.q(), 1e-9);
    }
  }

  @Test
  void a_negative_value_is_an_error() {
    double[] values = logistic(1, 1, 15);
    values[3] = -1;
    for (String name : new String[] {"logistic_fit", "bass_fit"}) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () -> {
                if (name.equals("bass_fit")) {
                  BassFit.evaluate(TIMES, values);
                } else {
                  LogisticFit.evaluate(TIMES, values);
                }
              });
      assertEquals(name + ": Invalid value -1.0 (a value is a finite number >= 0)", e.getMessage());
    }
  }
}
