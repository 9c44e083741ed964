package org.platformatlas.measure;

/**
 * The GRS index of Ginevičius and Čirba: Σ d (n² a + 0.3 d²)/(n² + 0.3 n a d) over the shares d of
 * n firms, the largest a, in (0, 1]; 1 is a monopoly.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Ginevičius, R. and Čirba, S. (2009), Additive measurement of market concentration, Journal
 *     of Business Economics and Management 10, 191-198, doi:10.3846/1611-1699.2009.10.191-198"
 */
@Formula(
    name = "ginevicius",
    version = 1,
    usage = "ginevicius(volumes) - GRS index of concentration of Ginevicius and Cirba, in (0, 1]")
public final class Ginevicius {
  private Ginevicius() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("ginevicius", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double n = shares.count();
    double largest = shares.largest(1);
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      double share = shares.share(i);
      sum += share * (n * n * largest + .3 * share * share) / (n * n + .3 * n * largest * share);
    }
    return sum;
  }
}
