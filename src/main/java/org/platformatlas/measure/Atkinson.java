package org.platformatlas.measure;

/**
 * The Atkinson index of inequality: 1 less the equally distributed size over the mean size, that is
 * 1 - (mean of (x/μ)^(1 - ε))^(1/(1 - ε)), or with the geometric mean for ε = 1, in [0, 1); 0 is n
 * equal firms, a monopoly, and any market at ε = 0. The larger ε, the more small firms count.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error. So is an ε
 * that is negative, NaN or infinite.
 *
 * @see "Atkinson, A. B. (1970), On the measurement of inequality, Journal of Economic Theory 2,
 *     244-263, doi:10.1016/0022-0531(70)90039-6"
 */
@Formula(
    name = "atkinson",
    version = 1,
    usage =
        "atkinson(volumes, epsilon) - Atkinson index of inequality with aversion "
            + "epsilon >= 0, in [0, 1)")
public final class Atkinson {
  private Atkinson() {}

  public static Double evaluate(double[] volumes, double epsilon) {
    Shares shares = Shares.of("atkinson", volumes);
    if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "atkinson: Invalid epsilon %s (epsilon is a finite number >= 0)".formatted(epsilon));
    }
    return shares.isEmpty() ? null : of(shares, epsilon);
  }

  static double of(Shares shares, double epsilon) {
    double power = 1 - epsilon;
    double logarithm = power == 0 ? -TheilL.of(shares) : powerMean(shares, power);
    return Math.max(-StrictMath.expm1(logarithm), 0);
  }

  /**
   * The logarithm of the power mean of x/μ, relative to its largest summand, which for a negative
   * power is that of the smallest size, so that nothing overflows and no digit is lost near power
   * 0.
   */
  private static double powerMean(Shares shares, double power) {
    double reference = StrictMath.log(shares.relative(power < 0 ? 0 : shares.count() - 1));
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      sum += StrictMath.expm1(power * (StrictMath.log(shares.relative(i)) - reference));
    }
    return reference + StrictMath.log1p(sum / shares.count()) / power;
  }
}
