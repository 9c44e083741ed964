package org.platformatlas.measure;

/**
 * The Linda index of the k largest firms: 1/(k(k - 1)) Σ ((k - i)/i) A/(B - A) for i from 1 to k -
 * 1, with the shares A of the i largest and B of the k largest; at least 1/k, which is k equal
 * firms. Where it is least over k, the oligopoly ends.
 *
 * <p>Null without k positive volumes. A negative, NaN or infinite volume is an error. So is a k
 * below 2.
 *
 * @see "Linda, R. (1976), Methodology of concentration analysis applied to the study of industries
 *     and markets, Commission of the European Communities"
 */
@Formula(
    name = "linda",
    version = 1,
    usage =
        "linda(volumes, k) - Linda index of the oligopoly of the k largest firms, at "
            + "least 1/k")
public final class Linda {
  private Linda() {}

  public static Double evaluate(double[] volumes, int k) {
    Shares shares = Shares.of("linda", volumes);
    if (k < 2) {
      throw new IllegalArgumentException("linda: Invalid k " + k + " (k is at least 2)");
    }
    return of(shares, k);
  }

  static Double of(Shares shares, int k) {
    if (shares.count() < k) {
      return null;
    }
    // What the firms from the i-th to the k-th hold, from the smallest on, so that nothing cancels.
    double[] below = new double[k + 1];
    for (int i = k; i >= 1; i--) {
      below[i - 1] = (i == k ? 0 : below[i]) + shares.largest(i);
    }
    double sum = 0;
    double top = 0;
    for (int i = 1; i < k; i++) {
      top += shares.largest(i);
      sum += (double) (k - i) / i * (top / below[i]);
    }
    return sum / ((double) k * (k - 1));
  }
}
