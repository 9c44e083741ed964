package org.platformatlas.measure;

/**
 * The concentration ratio CR(k): the share of the k largest firms, in (0, 1].
 *
 * <p>With fewer than k positive volumes it is the share of all of them. Null without a positive
 * volume. A negative, NaN or infinite volume is an error, as are k below 1 and a total below the
 * sum of the volumes.
 *
 * @see "Curry, B. and George, K. D. (1983), Industrial concentration: a survey, Journal of
 *     Industrial Economics 31, 203-255"
 */
@Formula(
    name = "concentration_ratio",
    version = 1,
    usage = "concentration_ratio(volumes, k[, total]) - share of the k largest, in (0, 1]")
public final class ConcentrationRatio {
  private static final String NAME = "concentration_ratio";

  private ConcentrationRatio() {}

  public static Double evaluate(double[] volumes, int k) {
    return ofPositive(Shares.of(NAME, volumes), k);
  }

  public static Double evaluate(double[] volumes, int k, double total) {
    return ofPositive(Shares.of(NAME, volumes, total), k);
  }

  private static Double ofPositive(Shares shares, int k) {
    if (k < 1) {
      throw new IllegalArgumentException(NAME + ": Invalid k " + k + " (k is at least 1)");
    }
    return shares.isEmpty() ? null : of(shares, k);
  }

  static double of(Shares shares, int k) {
    double sum = 0;
    for (int i = Math.max(0, shares.count() - k); i < shares.count(); i++) {
      sum += shares.sizes()[i];
    }
    return sum / shares.total();
  }
}
