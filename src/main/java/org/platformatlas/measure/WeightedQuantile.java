package org.platformatlas.measure;

import java.util.Comparator;
import java.util.stream.IntStream;

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

  private record Weighted(double value, double weight) {}

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
    Weighted[] ascending =
        IntStream.range(0, values.length)
            .filter(i -> weights[i] > 0)
            .mapToObj(i -> new Weighted(values[i], shares[i]))
            .sorted(
                Comparator.comparingDouble(Weighted::value).thenComparingDouble(Weighted::weight))
            .toArray(Weighted[]::new);
    double below = 0;
    for (Weighted weighted : ascending) {
      below += weighted.weight;
      if (below >= fraction - Shares.ROUNDING) {
        return weighted.value;
      }
    }
    return ascending[ascending.length - 1].value;
  }
}
