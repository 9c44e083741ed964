package org.platformatlas.measure;

/**
 * The Gini coefficient times n/(n - 1), which removes its small-sample bias, in [0, 1); 0 is n
 * equal firms.
 *
 * <p>Null for fewer than two positive volumes. A negative, NaN or infinite volume is an error.
 *
 * @see "Deltas, G. (2003), The small-sample bias of the Gini coefficient, Review of Economics and
 *     Statistics 85, 226-234, doi:10.1162/rest.2003.85.1.226"
 */
@Formula(
    name = "gini_normalised",
    version = 1,
    usage = "gini_normalised(volumes) - Gini coefficient times n/(n - 1), null for one firm")
public final class GiniNormalised {
  private GiniNormalised() {}

  public static Double evaluate(double[] volumes) {
    return of(Shares.of("gini_normalised", volumes));
  }

  static Double of(Shares shares) {
    return shares.count() < 2 ? null : Gini.spread(shares) / (shares.count() - 1);
  }
}
