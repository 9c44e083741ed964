package org.platformatlas.measure;

/**
 * Theil's T index of inequality: ln n - H, computed as the mean of (x/μ) ln(x/μ) over the n sizes x
 * of mean μ, in [0, ln n]; 0 is n equal firms, and a monopoly.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Theil, H. (1967), Economics and Information Theory, chapter 4"
 */
@Formula(
    name = "theil_t",
    version = 1,
    usage = "theil_t(volumes) - Theil's T: ln n less Shannon's entropy, in [0, ln n]")
public final class TheilT {
  private TheilT() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("theil_t", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      sum += shares.share(i) * StrictMath.log(shares.relative(i));
    }
    return Math.max(sum, 0);
  }
}
