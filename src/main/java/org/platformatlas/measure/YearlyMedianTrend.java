package org.platformatlas.measure;

import java.util.Arrays;

/**
 * The trend of the yearly medians of a monthly series, for series whose months depend on those
 * before them: medians of the calendar years that have at least six months, the Mann-Kendall test
 * over them (by the exact distribution of S below ten years), and Sen's slope a year with its 95 %
 * interval.
 *
 * <p>Medians of a persistent series still depend on each other, and a test that takes them to be
 * independent calls one series without trend in seven at 5 %. So the variance of S is also taken as
 * that of yearly means of a first-order autoregressive series with the persistence of the months,
 * by Kendall and Stuart's formula; p is the larger of the two, and the interval is from the larger
 * variance. Persistence is the lag-1 autocorrelation of the months about Sen's line, freed of its
 * bias by Kendall's (1 + 4φ)/n, in [0, .9]: within ten years more cannot be told from a trend that
 * bends, so that series more persistent than that are called too often.
 *
 * <p>Times are months: whole numbers, a multiple of 12 being a January. Null below four such years.
 * A value that is not finite is an error, as are a time that is no month or is there twice and more
 * than 100 years.
 *
 * @see "Hamed, K. H. and Rao, A. R. (1998), A modified Mann-Kendall trend test for autocorrelated
 *     data, Journal of Hydrology 204, 182-196, equation 8"
 * @see "Kendall, M. G. (1954), Note on bias in the estimation of autocorrelation, Biometrika 41,
 *     403-404"
 */
@Formula(
    name = "yearly_median_trend",
    version = 1,
    usage = "yearly_median_trend(months, values) - trend of yearly medians of a persistent series")
public final class YearlyMedianTrend {
  private static final int MONTHS = 12;
  private static final int FEWEST_MONTHS = 6;
  private static final int EXACT_BELOW = 10;
  private static final int MOST_YEARS = 100;
  private static final double MOST_PERSISTENT = .9;

  private YearlyMedianTrend() {}

  /**
   * The trend.
   *
   * @param years how many years have a median
   * @param start the first median
   * @param finish the last median
   * @param persistence of the months, in [0, .9]
   * @param pIndependent p if yearly medians were independent
   * @param p the larger of that and the one that knows of persistence
   * @param slope per year
   */
  public record Trend(
      int years,
      double start,
      double finish,
      long s,
      double tau,
      double persistence,
      double pIndependent,
      double p,
      double slope,
      double lower,
      double upper) {}

  public static Trend evaluate(double[] months, double[] values) {
    Series series = Series.of("yearly_median_trend", months, values);
    for (double month : series.times()) {
      if (month != Math.rint(month)) {
        throw new IllegalArgumentException(
            "yearly_median_trend: Invalid time %s (times are whole months)".formatted(month));
      }
    }
    Series medians = medians(series);
    int n = medians.count();
    if (n < MannKendall.FEWEST) {
      return null;
    }
    if (n > MOST_YEARS) {
      throw new IllegalArgumentException(
          "yearly_median_trend: Unsupported number of years %d (at most %d)"
              .formatted(n, MOST_YEARS));
    }
    double[] sorted = medians.values();
    long s = MannKendall.score(sorted);
    double independent = MannKendall.variance(sorted);
    double persistence = persistence(series);
    double untied = n * (n - 1) * (2 * n + 5) / 18.0;
    double variance =
        Math.max(independent, variance(medians.times(), persistence) * independent / untied);
    double pIndependent =
        n < EXACT_BELOW
            ? MannKendallExact.evaluate(medians.times(), sorted).p()
            : MannKendall.Trend.of(s, independent, MannKendall.pairs(n)).p();
    MannKendall.Trend dependent = MannKendall.Trend.of(s, variance, MannKendall.pairs(n));
    double[] slopes = medians.slopes();
    SenSlope.Interval interval = SenSlope.interval(slopes, variance, .95);
    return new Trend(
        n,
        sorted[0],
        sorted[n - 1],
        s,
        dependent.tau(),
        persistence,
        pIndependent,
        Math.max(pIndependent, dependent.p()),
        Series.median(slopes),
        interval.lower(),
        interval.upper());
  }

  /** The years that have enough months, and their medians. */
  private static Series medians(Series series) {
    double[] years = new double[series.count()];
    double[] medians = new double[series.count()];
    int n = 0;
    int from = 0;
    while (from < series.count()) {
      double year = Math.floor(series.times()[from] / MONTHS);
      int to = from;
      while (to < series.count() && Math.floor(series.times()[to] / MONTHS) == year) {
        to++;
      }
      if (to - from >= FEWEST_MONTHS) {
        double[] sorted = Arrays.copyOfRange(series.values(), from, to);
        Arrays.sort(sorted);
        years[n] = year;
        medians[n++] = Series.median(sorted);
      }
      from = to;
    }
    return new Series(Arrays.copyOf(years, n), Arrays.copyOf(medians, n));
  }

  private static double persistence(Series series) {
    int n = series.count();
    double slope = Series.median(series.slopes());
    double[] residuals = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      residuals[i] = series.values()[i] - slope * (series.times()[i] - series.times()[0]);
      mean += residuals[i] / n;
    }
    double variance = 0;
    double covariance = 0;
    int pairs = 0;
    for (int i = 0; i < n; i++) {
      double residual = residuals[i] - mean;
      variance += residual * residual / n;
      if (i + 1 < n && series.times()[i + 1] - series.times()[i] == 1) {
        covariance += residual * (residuals[i + 1] - mean);
        pairs++;
      }
    }
    if (!(variance > 0) || pairs == 0) {
      return 0;
    }
    double correlation = covariance / pairs / variance;
    double unbiased = correlation + (1 + 4 * correlation) / n;
    return Math.min(Math.max(unbiased, 0), MOST_PERSISTENT);
  }

  /**
   * The variance of S over untied normal values, one a year, with the correlation of yearly means.
   */
  private static double variance(double[] years, double persistence) {
    int n = years.length;
    double[][] correlation = new double[n][n];
    double covariance = covariance(0, persistence);
    for (int i = 0; i < n; i++) {
      correlation[i][i] = 1;
      for (int j = i + 1; j < n; j++) {
        correlation[i][j] = covariance(years[j] - years[i], persistence) / covariance;
        correlation[j][i] = correlation[i][j];
      }
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        for (int k = 0; k < n; k++) {
          for (int l = k + 1; l < n; l++) {
            double shared =
                correlation[j][l] - correlation[i][l] - correlation[j][k] + correlation[i][k];
            double sizes = 2 * Math.sqrt((1 - correlation[i][j]) * (1 - correlation[k][l]));
            variance += StrictMath.asin(Math.min(Math.max(shared / sizes, -1), 1));
          }
        }
      }
    }
    return 2 / Math.PI * variance;
  }

  /** Of the sums of two years' months so far apart. */
  private static double covariance(double years, double persistence) {
    double sum = 0;
    for (int apart = 1 - MONTHS; apart < MONTHS; apart++) {
      double lag = Math.abs(MONTHS * years + apart);
      sum += (MONTHS - Math.abs(apart)) * StrictMath.pow(persistence, lag);
    }
    return sum;
  }
}
