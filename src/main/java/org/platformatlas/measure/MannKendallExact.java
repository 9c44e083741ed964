package org.platformatlas.measure;

/**
 * The Mann-Kendall test of a short series by the exact distribution of S over all orders of its
 * values, equal ones included: the two-sided p is the probability of an S at least as far from 0.
 *
 * <p>Null below four points. More than 50 points are an error, as are a value or time that is not
 * finite and a time that is there twice.
 *
 * @see "Kendall, M. G. (1975), Rank Correlation Methods, 4th edition, appendix table 1"
 */
@Formula(
    name = "mann_kendall_exact",
    version = 1,
    usage = "mann_kendall_exact(times, values) - Mann-Kendall test of a series of 4 to 50 points")
public final class MannKendallExact {
  private static final int MOST = 50;

  private MannKendallExact() {}

  /** The test. */
  public record Trend(long s, double p, double tau) {}

  public static Trend evaluate(double[] times, double[] values) {
    Series series = Series.of("mann_kendall_exact", times, values);
    int n = series.count();
    if (n > MOST) {
      throw new IllegalArgumentException(
          "mann_kendall_exact: Unsupported number of points %d (at most %d; use mann_kendall)"
              .formatted(n, MOST));
    }
    if (n < MannKendall.FEWEST) {
      return null;
    }
    long score = MannKendall.score(series.values());
    double[] orders = ordersByInversions(MannKendall.equals(series.values()));
    int untied = orders.length - 1;
    double all = 0;
    double asFar = 0;
    for (int inversions = 0; inversions <= untied; inversions++) {
      all += orders[inversions];
      asFar += Math.abs(untied - 2L * inversions) >= Math.abs(score) ? orders[inversions] : 0;
    }
    return new Trend(score, asFar / all, score / MannKendall.pairs(n));
  }

  /**
   * How many orders of the values have so many inversions: the Gaussian multinomial coefficient, as
   * a product of Gaussian binomials, one a value.
   */
  private static double[] ordersByInversions(int[] equals) {
    double[] product = {1};
    int n = 0;
    for (int equal : equals) {
      n += equal;
      product = product(product, gaussianBinomial(n, equal));
    }
    return product;
  }

  /** By Pascal's rule [m, k] = [m - 1, k - 1] + q^k [m - 1, k]. */
  private static double[] gaussianBinomial(int m, int k) {
    double[][] row = new double[k + 1][];
    for (int j = 0; j <= k; j++) {
      row[j] = new double[] {1};
    }
    // row[j] holds [i + j, j]: i grows by 1 a pass.
    for (int i = 1; i <= m - k; i++) {
      for (int j = 1; j <= k; j++) {
        double[] sum = new double[i * j + 1];
        double[] shorter = row[j - 1];
        double[] earlier = row[j];
        System.arraycopy(shorter, 0, sum, 0, shorter.length);
        for (int degree = 0; degree < earlier.length; degree++) {
          sum[degree + j] += earlier[degree];
        }
        row[j] = sum;
      }
    }
    return row[k];
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length + b.length - 1];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        product[i + j] += a[i] * b[j];
      }
    }
    return product;
  }
}
