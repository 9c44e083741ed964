package org.platformatlas.measure;

/**
 * The {@link MannKendall} test with the variance of S corrected for autocorrelation: times 1 +
 * 2/(n(n - 1)(n - 2)) Σ (n - i)(n - i - 1)(n - i - 2) r over the lags i at which the
 * autocorrelation r of the ranks, freed of Sen's slope, differs from 0 at 5 %.
 *
 * <p>Null below four points, for times that are not equally far apart, and where the corrected
 * variance is not positive though the plain one is. A value or time that is not finite is an error,
 * as is a time that is there twice.
 *
 * @see "Hamed, K. H. and Rao, A. R. (1998), A modified Mann-Kendall trend test for autocorrelated
 *     data, Journal of Hydrology 204, 182-196, doi:10.1016/S0022-1694(97)00125-X"
 */
@Formula(
    name = "mann_kendall_hamed_rao",
    version = 1,
    usage =
        "mann_kendall_hamed_rao(times, values) - Mann-Kendall test with the variance corrected for"
            + " autocorrelation, of equally spaced times")
public final class MannKendallHamedRao {
  /** The standard normal quantile of .975. */
  private static final double QUANTILE = 1.959963984540054;

  private MannKendallHamedRao() {}

  public static MannKendall.Trend evaluate(double[] times, double[] values) {
    Series series = Series.of("mann_kendall_hamed_rao", times, values);
    if (series.count() < MannKendall.FEWEST || !series.isRegular()) {
      return null;
    }
    double plain = MannKendall.variance(series.values());
    double corrected = plain * correction(series);
    return plain > 0 && !(corrected > 0)
        ? null
        : MannKendall.Trend.of(
            MannKendall.score(series.values()), corrected, MannKendall.pairs(series.count()));
  }

  private static double correction(Series series) {
    int n = series.count();
    double slope = Series.median(series.slopes());
    double step = (series.times()[n - 1] - series.times()[0]) / (n - 1);
    double[] residuals = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] = series.values()[i] - slope * step * (i + 1);
    }
    double[] ranks = Series.ranks(residuals);
    double variance = autocovariance(ranks, 0);
    double bound = QUANTILE / Math.sqrt(n);
    double sum = 0;
    for (int lag = 1; lag < n && variance > 0; lag++) {
      double correlation = autocovariance(ranks, lag) / variance;
      if (Math.abs(correlation) > bound) {
        sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation;
      }
    }
    return 1 + 2 * sum / (n * (n - 1.0) * (n - 2.0));
  }

  /** Of ranks, whose mean is (n + 1)/2. */
  private static double autocovariance(double[] ranks, int lag) {
    double mean = (ranks.length + 1) / 2.0;
    double sum = 0;
    for (int i = 0; i + lag < ranks.length; i++) {
      sum += (ranks[i] - mean) * (ranks[i + lag] - mean);
    }
    return sum;
  }
}
