package org.platformatlas.measure;

/**
 * The Rosenbluth index, also Hall-Tideman: 1/(2 Σ i d - 1) over the shares d of the i-th largest
 * firms, in [1/n, 1]; 1 is a monopoly, 1/n is n equal firms.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Hall, M. and Tideman, N. (1967), Measures of concentration, Journal of the American
 *     Statistical Association 62, 162-168"
 */
@Formula(
    name = "rosenbluth",
    version = 1,
    usage =
        "rosenbluth(volumes) - Rosenbluth (Hall-Tideman) index of concentration, in " + "[1/n, 1]")
public final class Rosenbluth {
  private Rosenbluth() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("rosenbluth", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double sum = 0;
    for (int i = 1; i <= shares.count(); i++) {
      sum += i * shares.largest(i);
    }
    return 1 / (2 * sum - 1);
  }
}
