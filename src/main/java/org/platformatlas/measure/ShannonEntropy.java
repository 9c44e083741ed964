package org.platformatlas.measure;

/**
 * Shannon's entropy of the shares: -Σ s ln s, in nats, in [0, ln n]; 0 is a monopoly, ln n is n
 * equal firms.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Shannon, C. E. (1948), A mathematical theory of communication, Bell System Technical
 *     Journal 27, 379-423, doi:10.1002/j.1538-7305.1948.tb01338.x"
 */
@Formula(
    name = "shannon_entropy",
    version = 1,
    usage = "shannon_entropy(volumes) - Shannon's entropy of the shares, in nats, in [0, ln n]")
public final class ShannonEntropy {
  private ShannonEntropy() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("shannon_entropy", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double entropy = 0;
    for (int i = 0; i < shares.count(); i++) {
      // StrictMath: Math may differ in the last bit from one processor to another.
      entropy -= shares.share(i) * StrictMath.log(shares.share(i));
    }
    return entropy;
  }
}
