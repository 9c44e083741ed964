package org.platformatlas.measure;

/**
 * Kvålseth's rank-based index of concentration: Σ d/i over the shares d of the i-th largest firms,
 * in (0, 1]; 1 is a monopoly.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Kvålseth, T. O. (2022), Measurement of market (industry) concentration based on value
 *     validity, PLoS ONE 17, e0264613, doi:10.1371/journal.pone.0264613"
 */
@Formula(
    name = "kvalseth",
    version = 1,
    usage = "kvalseth(volumes) - Kvalseth's rank-based index of concentration, in (0, 1]")
public final class Kvalseth {
  private Kvalseth() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("kvalseth", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double sum = 0;
    for (int i = 1; i <= shares.count(); i++) {
      sum += shares.largest(i) / i;
    }
    return sum;
  }
}
