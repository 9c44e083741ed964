package org.platformatlas.measure;

/**
 * The Herfindahl-Hirschman index: the sum of squared shares, in (0, 1]; 1 is a monopoly, n equal
 * firms score 1/n.
 *
 * <p>With a total larger than the sum of the volumes, what is not listed counts as infinitely small
 * firms, so the index is the lower bound of {@link HhiBounds}. Null without a positive volume. A
 * negative, NaN or infinite volume is an error, as is a total below the sum of the volumes.
 *
 * @see "Rhoades, S. A. (1993), The Herfindahl-Hirschman index, Federal Reserve Bulletin 79,
 *     188-189"
 */
@Formula(
    name = "hhi",
    version = 1,
    usage =
        "hhi(volumes[, total]) - Herfindahl-Hirschman index, the sum of squared shares, in (0, 1]")
public final class Hhi {
  private Hhi() {}

  public static Double evaluate(double[] volumes) {
    return of(Shares.of("hhi", volumes));
  }

  public static Double evaluate(double[] volumes, double total) {
    return of(Shares.of("hhi", volumes, total));
  }

  static Double of(Shares shares) {
    if (shares.isEmpty()) {
      return null;
    }
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      sum += shares.share(i) * shares.share(i);
    }
    return sum;
  }
}
