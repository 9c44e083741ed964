package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The seasonal Mann-Kendall test: scores and variances of {@link MannKendall} added up over the
 * seasons of a period (12 for months of a year), so that only like seasons are compared; τ is S
 * over the number of these pairs.
 *
 * <p>Times are whole numbers, and those that differ by a multiple of the period are of one season.
 * It takes seasons to be independent. Null below four points and without a pair. A value or time
 * that is not finite is an error, as are a time that is there twice or not whole, and a period
 * below 1.
 *
 * @see "Hirsch, R. M., Slack, J. R. and Smith, R. A. (1982), Techniques of trend analysis for
 *     monthly water quality data, Water Resources Research 18, 107-121,
 *     doi:10.1029/WR018i001p00107"
 */
@Formula(
    name = "seasonal_mann_kendall",
    version = 1,
    usage =
        "seasonal_mann_kendall(times, values, period) - Mann-Kendall test within seasons, of whole"
            + " times")
public final class SeasonalMannKendall {
  private static final String NAME = "seasonal_mann_kendall";

  private SeasonalMannKendall() {}

  public static MannKendall.Trend evaluate(double[] times, double[] values, int period) {
    Series series = Series.of(NAME, times, values);
    if (period < 1) {
      throw new IllegalArgumentException(
          "%s: Invalid period %d (a period is at least 1)".formatted(NAME, period));
    }
    Map<Double, List<Double>> seasons = new TreeMap<>();
    for (int i = 0; i < series.count(); i++) {
      double time = series.times()[i];
      if (time != Math.rint(time)) {
        throw new IllegalArgumentException(
            "%s: Invalid time %s (a time is a whole number)".formatted(NAME, time));
      }
      double season = time - period * Math.floor(time / period);
      seasons.computeIfAbsent(season, first -> new ArrayList<>()).add(series.values()[i]);
    }
    long score = 0;
    double variance = 0;
    double pairs = 0;
    for (List<Double> ofSeason : seasons.values()) {
      double[] season = ofSeason.stream().mapToDouble(Double::doubleValue).toArray();
      score += MannKendall.score(season);
      variance += MannKendall.variance(season);
      pairs += MannKendall.pairs(season.length);
    }
    return series.count() < MannKendall.FEWEST || pairs == 0
        ? null
        : MannKendall.Trend.of(score, variance, pairs);
  }
}
