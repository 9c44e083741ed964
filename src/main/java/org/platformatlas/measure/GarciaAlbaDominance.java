package org.platformatlas.measure;

/**
 * The dominance index of García Alba: Σ (s²/HHI)², the concentration within the
 * Herfindahl-Hirschman index, in [1/n, 1]; 1 is a monopoly, 1/n is n equal firms.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "García Alba Iduñate, P. (1994), Un índice de dominancia para el análisis de la estructura
 *     de los mercados, El Trimestre Económico 61, 499-524"
 */
@Formula(
    name = "garcia_alba_dominance",
    version = 1,
    usage = "garcia_alba_dominance(volumes) - dominance index of Garcia Alba, in [1/n, 1]")
public final class GarciaAlbaDominance {
  private GarciaAlbaDominance() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("garcia_alba_dominance", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double hhi = Hhi.of(shares);
    double sum = 0;
    for (int i = 0; i < shares.count(); i++) {
      double part = shares.share(i) * shares.share(i) / hhi;
      sum += part * part;
    }
    return sum;
  }
}
