package org.platformatlas.measure;

/**
 * The Palma ratio: the share of the largest 10 % of the firms over that of the smallest 40 %, at
 * least 1/4, which is n equal firms, and a monopoly. A firm across the border counts in part, as on
 * the Lorenz curve.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Palma, J. G. (2006), Globalizing inequality: centrifugal and centripetal forces at work, UN
 *     DESA Working Paper 35"
 */
@Formula(
    name = "palma",
    version = 1,
    usage =
        "palma(volumes) - what the largest 10 % of the firms hold over what the "
            + "smallest 40 % hold")
public final class Palma {
  private Palma() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("palma", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double top = shares.listed() - smallest(shares, 9);
    return top / smallest(shares, 4);
  }

  /** What the given tenths of the firms hold, the smallest first. */
  private static double smallest(Shares shares, int tenths) {
    long parts = (long) tenths * shares.count();
    int whole = (int) (parts / 10);
    double sum = 0;
    for (int i = 0; i < whole; i++) {
      sum += shares.sizes()[i];
    }
    long rest = parts % 10;
    return rest == 0 ? sum : sum + rest * shares.sizes()[whole] / 10;
  }
}
