package org.platformatlas.measure;

/**
 * The Hill number of order q: (Σ s^q)^(1/(1 - q)), how many equal firms would be as diverse, in [1,
 * n]. The larger q, the more the large firms count: order 0 is n, order 1 (as a limit) exp of the
 * entropy, order 2 is 1/HHI, order infinity 1 over the largest share.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error, as is an order
 * that is negative or NaN.
 *
 * @see "Hill, M. O. (1973), Diversity and evenness, Ecology 54, 427-432, doi:10.2307/1934352"
 * @see "Hannah, L. and Kay, J. A. (1977), Concentration in modern industry: numbers equivalent"
 */
@Formula(
    name = "hill_number",
    version = 1,
    usage =
        "hill_number(volumes, q) - number of equal firms that would be as diverse, to order q >= 0:"
            + " n, exp(entropy), 1/hhi for q = 0, 1, 2")
public final class HillNumber {
  /** Orders this close to 1 lose digits by the plain formula, whose exponent grows without end. */
  private static final double NEAR_ONE = 0.1;

  private HillNumber() {}

  public static Double evaluate(double[] volumes, double q) {
    Shares shares = Shares.of("hill_number", volumes);
    if (!(q >= 0)) {
      throw new IllegalArgumentException(
          "hill_number: Invalid order q %s (an order is >= 0)".formatted(q));
    }
    return shares.isEmpty() ? null : of(shares, q);
  }

  static double of(Shares shares, double q) {
    if (q == 1) {
      return StrictMath.exp(ShannonEntropy.of(shares));
    }
    if (Math.abs(q - 1) < NEAR_ONE) {
      return StrictMath.exp(renyiEntropy(shares, q));
    }
    double largest = shares.share(shares.count() - 1);
    if (q == Double.POSITIVE_INFINITY) {
      return 1 / largest;
    }
    // Relative to the largest share, because s^q of a large q is too small for a double.
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      sum += StrictMath.pow(shares.share(i) / largest, q);
    }
    return StrictMath.pow(largest, q / (1 - q)) * StrictMath.pow(sum, 1 / (1 - q));
  }

  /** The logarithm of the Hill number, by the distance of Σ s^q from Σ s = 1. */
  private static double renyiEntropy(Shares shares, double q) {
    double excess = 0;
    for (int i = 0; i < shares.count(); i++) {
      double share = shares.share(i);
      excess += share * StrictMath.expm1((q - 1) * StrictMath.log(share));
    }
    return StrictMath.log1p(excess) / (1 - q);
  }
}
