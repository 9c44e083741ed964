package org.platformatlas.measure;

/**
 * The Gini coefficient: twice the area between the Lorenz curve and equality, in [0, 1 - 1/n]; 0 is
 * n equal firms, and a monopoly.
 *
 * <p>Computed from the differences between the i-th largest and the i-th smallest, which is exactly
 * 0 for equal firms and never negative. Null without a positive volume. A negative, NaN or infinite
 * volume is an error.
 *
 * @see "Deltas, G. (2003), The small-sample bias of the Gini coefficient, Review of Economics and
 *     Statistics 85, 226-234, doi:10.1162/rest.2003.85.1.226"
 */
@Formula(
    name = "gini",
    version = 1,
    usage = "gini(volumes) - Gini coefficient of inequality, in [0, 1 - 1/n]")
public final class Gini {
  private Gini() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("gini", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    return spread(shares) / shares.count();
  }

  /** n times the coefficient: Σ (2r - n - 1) x_r / Σ x over the ranks r of ascending sizes x. */
  static double spread(Shares shares) {
    double[] sizes = shares.sizes();
    int n = sizes.length;
    double sum = 0;
    for (int i = 0; i < n / 2; i++) {
      sum += (n - 1 - 2.0 * i) * (sizes[n - 1 - i] - sizes[i]);
    }
    return sum / shares.listed();
  }
}
