package org.platformatlas.measure;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * Sen's slope, the median of the slopes between all pairs of points, in units of the value per unit
 * of time, with its confidence interval from the ranks (N ∓ z√Var)/2 of these N slopes, and the
 * intercept median(values) - slope · median(times).
 *
 * <p>Null below four points. A value or time that is not finite is an error, as are a time that is
 * there twice and a confidence outside (0, 1).
 *
 * @see "Sen, P. K. (1968), Estimates of the regression coefficient based on Kendall's tau, Journal
 *     of the American Statistical Association 63, 1379-1389"
 */
@Formula(
    name = "sen_slope",
    version = 1,
    usage = "sen_slope(times, values, confidence) - Sen's slope with its interval, and intercept")
public final class SenSlope {
  private SenSlope() {}

  /** The line and the interval of its slope. */
  public record Line(double slope, double intercept, double lower, double upper) {}

  record Interval(double lower, double upper) {}

  public static Line evaluate(double[] times, double[] values, double confidence) {
    Series series = Series.of("sen_slope", times, values);
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "sen_slope: Invalid confidence %s (a confidence is in (0, 1))".formatted(confidence));
    }
    if (series.count() < MannKendall.FEWEST) {
      return null;
    }
    double[] slopes = series.slopes();
    double slope = Series.median(slopes);
    double[] sorted = series.values().clone();
    Arrays.sort(sorted);
    double intercept = Series.median(sorted) - slope * Series.median(series.times());
    Interval interval = interval(slopes, MannKendall.variance(series.values()), confidence);
    return new Line(slope, intercept, interval.lower(), interval.upper());
  }

  /**
   * The interval of the median of ascending slopes.
   *
   * @param variance of Mann-Kendall's S
   */
  static Interval interval(double[] slopes, double variance, double confidence) {
    double reach = Math.sqrt(2) * Erf.erfInv(confidence) * Math.sqrt(variance);
    int n = slopes.length;
    int lower = (int) Math.max(Math.rint((n - reach) / 2) - 1, 0);
    int upper = (int) Math.min(Math.rint((n + reach) / 2), n - 1);
    return new Interval(slopes[lower], slopes[upper]);
  }
}
