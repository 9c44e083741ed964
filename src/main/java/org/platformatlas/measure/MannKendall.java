package org.platformatlas.measure;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * The Mann-Kendall test for a monotonic trend: S, the pairs of points that rise less those that
 * fall, its variance where nothing trends, the normal deviate z with its correction for continuity,
 * the two-sided p, and τ = S over the number of pairs, in [-1, 1].
 *
 * <p>It takes values to be independent, which months of a market are not: see {@link
 * MannKendallHamedRao}. With all values equal, S is 0 and p is 1. Null below four points. A value
 * or time that is not finite is an error, as is a time that is there twice.
 *
 * @see "Mann, H. B. (1945), Nonparametric tests against trend, Econometrica 13, 245-259"
 * @see "Kendall, M. G. (1975), Rank Correlation Methods, 4th edition"
 */
@Formula(
    name = "mann_kendall",
    version = 1,
    usage = "mann_kendall(times, values) - test for a monotonic trend of independent values")
public final class MannKendall {
  static final int FEWEST = 4;

  private MannKendall() {}

  /** The test. */
  public record Trend(long s, double varS, double z, double p, double tau) {
    static Trend of(long s, double varS, double pairs) {
      double z = varS > 0 ? (s - Long.signum(s)) / Math.sqrt(varS) : 0;
      return new Trend(s, varS, z, Erf.erfc(Math.abs(z) / Math.sqrt(2)), s / pairs);
    }
  }

  public static Trend evaluate(double[] times, double[] values) {
    Series series = Series.of("mann_kendall", times, values);
    double[] sorted = series.values();
    return sorted.length < FEWEST
        ? null
        : Trend.of(score(sorted), variance(sorted), pairs(sorted.length));
  }

  static double pairs(double n) {
    return n * (n - 1) / 2;
  }

  static long score(double[] values) {
    long score = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i + 1; j < values.length; j++) {
        score += (values[j] > values[i] ? 1 : 0) - (values[j] < values[i] ? 1 : 0);
      }
    }
    return score;
  }

  /** The variance of S without a trend, less for equal values. */
  static double variance(double[] values) {
    double variance = term(values.length);
    for (int equal : equals(values)) {
      variance -= term(equal);
    }
    return variance / 18;
  }

  /** How many there are of each value, in ascending order of the values. */
  static int[] equals(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int[] counts = new int[sorted.length];
    int different = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i > 0 && sorted[i] != sorted[i - 1]) {
        different++;
      }
      counts[different]++;
    }
    return Arrays.copyOf(counts, Math.min(different + 1, sorted.length));
  }

  private static double term(double n) {
    return n * (n - 1) * (2 * n + 5);
  }
}
