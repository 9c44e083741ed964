package org.platformatlas.measure;

/**
 * The Herfindahl-Hirschman index freed of the number of firms: (HHI - 1/n) / (1 - 1/n), in [0, 1);
 * 0 is n equal firms.
 *
 * <p>Computed as the squared distances of the shares from 1/n, which cannot turn negative by
 * rounding. Null for fewer than two positive volumes. A negative, NaN or infinite volume is an
 * error.
 *
 * @see "Hall, M. and Tideman, N. (1967), Measures of concentration, Journal of the American
 *     Statistical Association 62, 162-168"
 */
@Formula(
    name = "hhi_normalised",
    version = 1,
    usage =
        "hhi_normalised(volumes) - Herfindahl-Hirschman index between n equal firms (0) and"
            + " monopoly (1), null for one firm")
public final class HhiNormalised {
  private HhiNormalised() {}

  public static Double evaluate(double[] volumes) {
    return of(Shares.of("hhi_normalised", volumes));
  }

  static Double of(Shares shares) {
    double n = shares.count();
    if (n < 2) {
      return null;
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double distance = shares.share(i) - 1 / n;
      sum += distance * distance;
    }
    return sum * n / (n - 1);
  }
}
