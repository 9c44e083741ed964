package org.platformatlas.measure;

/**
 * Horvath's comprehensive concentration index: d + Σ e²(2 - e) over the largest share d and the
 * other shares e, in (0, 1]; 1 is a monopoly.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Horvath, J. (1970), Suggestion for a comprehensive measure of concentration, Southern
 *     Economic Journal 36, 446-452"
 */
@Formula(
    name = "horvath",
    version = 1,
    usage = "horvath(volumes) - Horvath's comprehensive concentration index, in (0, 1]")
public final class Horvath {
  private Horvath() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("horvath", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double sum = shares.largest(1);
    for (int i = 2; i <= shares.count(); i++) {
      double share = shares.largest(i);
      sum += share * share * (2 - share);
    }
    return sum;
  }
}
