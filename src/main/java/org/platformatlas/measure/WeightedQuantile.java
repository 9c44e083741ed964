package org.platformatlas.measure;

import java.util.Arrays;

/**
 * The smallest of the values at or below which at least a fraction of the weight lies: one of the
 * values, never a mean of two. With fraction ½ it is the (lower) weighted median.
 *
 * <p>A value without weight does not matter. Null where nothing has weight. A value that is not
 * finite, a weight that is negative, NaN or infinite and a fraction outside (0, 1] are errors, as
 * are lists of different lengths. Sums closer than 1e-9 of the total are equal.
 *
 * @see "Hyndman, R. J. and Fan, Y. (1996), Sample quantiles in statistical packages, American
 *     Statistician 50, 361-365, definition 1, doi:10.2307/2684934"
 */
@Formula(
    name = "weighted_quantile",
    version = 1,
    usage =
        "weighted_quantile(values, weights, fraction) - smallest value at or below which at least"
            + " that fraction of the weight lies")
public final class WeightedQuantile {
  private static final String NAME = "weighted_quantile";

  private WeightedQuantile() {}

  public static Double evaluate(double[] values, double[] weights, double fraction) {
    Lists.requireAlike(NAME, "values", values.length, "weights", weights.length);
    Series.requireFinite(NAME, "value", values);
    Lists.requireSizes(NAME, "weight", weights);
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "%s: Invalid fraction %s (a fraction is in (0, 1])".formatted(NAME, fraction));
    }
    double[] shares = Shares.each(NAME, weights);
    if (shares == null) {
      return null;
    }
    int[] order = Series.order(values);
    double below = 0;
    double reached = Double.NaN;
    for (int from = 0, to; from < order.length; from = to) {
      double value = values[order[from]];
      to = from + 1;
      while (to < order.length && Double.compare(values[order[to]], value) == 0) {
        to++;
      }
      // The lighter first, so that the sum does not depend on the order of the lists.
      double[] tied =
          Arrays.stream(order, from, to)
              .filter(i -> weights[i] > 0)
              .mapToDouble(i -> shares[i])
              .sorted()
              .toArray();
      for (double share : tied) {
        below += share;
        reached = value;
        if (below >= fraction - Shares.ROUNDING) {
          return value;
        }
      }
    }
    return reached;
  }
}
