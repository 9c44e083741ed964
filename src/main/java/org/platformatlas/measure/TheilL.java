package org.platformatlas.measure;

/**
 * Theil's L index of inequality, the mean logarithmic deviation: -(1/n) Σ ln(x/μ) over the n sizes
 * x of mean μ, at least 0; 0 is n equal firms, and a monopoly. It looks at small firms more than
 * {@link TheilT} does.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Theil, H. (1967), Economics and Information Theory, chapter 4"
 */
@Formula(
    name = "theil_l",
    version = 1,
    usage = "theil_l(volumes) - Theil's L, the mean logarithmic deviation, at least 0")
public final class TheilL {
  private TheilL() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("theil_l", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      sum -= StrictMath.log(shares.relative(i));
    }
    return Math.max(sum / shares.count(), 0);
  }
}
