package org.platformatlas.measure;

/**
 * Kwoka's dominance index: Σ (d - e)² over the shares d, e of neighbours in the order of size, in
 * [0, 1]; 0 is n equal firms. A monopoly, which has no neighbour, is 1.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Kwoka, J. E. (1977), Large firm dominance and price-cost margins in manufacturing
 *     industries, Southern Economic Journal 44, 183-189"
 */
@Formula(
    name = "kwoka",
    version = 1,
    usage =
        "kwoka(volumes) - Kwoka's index of dominance from gaps between neighbours in "
            + "size, in [0, 1]")
public final class Kwoka {
  private Kwoka() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("kwoka", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    if (shares.count() == 1) {
      return 1;
    }
    double sum = 0;
    for (int i = 1; i < shares.count(); i++) {
      double gap = shares.largest(i) - shares.largest(i + 1);
      sum += gap * gap;
    }
    return sum;
  }
}
