package org.platformatlas.measure;

/**
 * How many of the largest firms it takes to make up a fraction of all volume, from 1 to n.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error, as is a
 * fraction outside (0, 1]. Sums closer than 1e-9 of the total are equal.
 *
 * @see "Hindman, M. (2009), The Myth of Digital Democracy, chapter 5"
 */
@Formula(
    name = "reach_count",
    version = 1,
    usage =
        "reach_count(volumes, fraction) - how many of the largest make up that fraction"
            + " of all")
public final class ReachCount {
  private ReachCount() {}

  public static Integer evaluate(double[] volumes, double fraction) {
    Shares shares = Shares.of("reach_count", volumes);
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException(
          "reach_count: Invalid fraction %s (a fraction is in (0, 1])".formatted(fraction));
    }
    if (shares.isEmpty()) {
      return null;
    }
    double wanted = (fraction - Shares.ROUNDING) * shares.listed();
    int count = 0;
    for (double sum = 0; count < shares.count() && (count == 0 || sum < wanted); ) {
      count++;
      sum += shares.sizes()[shares.count() - count];
    }
    return count;
  }
}
