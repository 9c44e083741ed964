package org.platformatlas.measure;

/**
 * Pettitt's test for a change of level at an unknown point of a series: K, the largest |U| over all
 * points at which the series can be cut, how many values lie before that cut, and p ≈ 2
 * exp(-6K²/(n³ + n²)), at most 1.
 *
 * <p>Values are in the order of time, equally far apart and independent; of several cuts with the
 * same |U| the first counts. Null below four values. A value that is not finite is an error.
 *
 * @see "Pettitt, A. N. (1979), A non-parametric approach to the change-point problem, Applied
 *     Statistics 28, 126-135"
 */
@Formula(
    name = "pettitt",
    version = 1,
    usage = "pettitt(values) - Pettitt's test for a change of level, with the values before it")
public final class Pettitt {
  private Pettitt() {}

  /** The test; {@code position} counts the values before the change. */
  public record Change(double k, int position, double p) {}

  public static Change evaluate(double[] values) {
    Series.requireFinite("pettitt", "value", values);
    int n = values.length;
    if (n < MannKendall.FEWEST) {
      return null;
    }
    double[] ranks = Series.ranks(values);
    double largest = -1;
    int position = 0;
    double sum = 0;
    for (int i = 1; i < n; i++) {
      sum += ranks[i - 1];
      double u = Math.abs(2 * sum - i * (n + 1.0));
      if (u > largest) {
        largest = u;
        position = i;
      }
    }
    double cubes = (double) n * n * n + (double) n * n;
    double p = 2 * StrictMath.exp(-6 * largest * largest / cubes);
    return new Change(largest, position, Math.min(p, 1));
  }
}
