package org.platformatlas.measure;

/**
 * Every index of concentration of a column of volumes at once, each as the function of its name
 * gives it: an aggregate over rows.
 *
 * <p>Nulls are skipped; null, like each of its fields, without a positive volume. A negative, NaN
 * or infinite volume is an error.
 */
@Formula(
    name = "concentration",
    version = 1,
    usage = "concentration(volume) - every index of concentration of a column of volumes, a struct")
public final class Concentration {
  private Concentration() {}

  /**
   * The indices.
   *
   * @param nListed how many volumes there are, zeros included
   * @param nPositive how many are above 0
   * @param cr1 concentration ratios of so many firms
   * @param hill1 Hill number of order 1, exp of the entropy
   * @param effectiveNumber Hill number of order 2, 1/hhi
   * @param atkinsonHalf Atkinson index with aversion ½
   * @param atkinsonOne Atkinson index with aversion 1
   * @param linda4 Linda index of the four largest
   */
  public record Indices(
      int nListed,
      int nPositive,
      double cr1,
      double cr2,
      double cr3,
      double cr4,
      double cr5,
      double cr8,
      double cr10,
      double cr20,
      double cr50,
      double hhi,
      Double hhiNormalised,
      double effectiveNumber,
      double hill1,
      double shannonEntropy,
      double theilT,
      double theilL,
      double gini,
      Double giniNormalised,
      double atkinsonHalf,
      double atkinsonOne,
      double palma,
      double rosenbluth,
      double horvath,
      double kvalseth,
      double garciaAlbaDominance,
      double kwoka,
      double stenbacka,
      Double linda4,
      double ginevicius) {}

  public static Indices evaluate(double[] volumes) {
    Shares shares = Shares.of("concentration", volumes);
    if (shares.isEmpty()) {
      return null;
    }
    double entropy = ShannonEntropy.of(shares);
    return new Indices(
        volumes.length,
        shares.count(),
        ConcentrationRatio.of(shares, 1),
        ConcentrationRatio.of(shares, 2),
        ConcentrationRatio.of(shares, 3),
        ConcentrationRatio.of(shares, 4),
        ConcentrationRatio.of(shares, 5),
        ConcentrationRatio.of(shares, 8),
        ConcentrationRatio.of(shares, 10),
        ConcentrationRatio.of(shares, 20),
        ConcentrationRatio.of(shares, 50),
        Hhi.of(shares),
        HhiNormalised.of(shares),
        HillNumber.of(shares, 2),
        StrictMath.exp(entropy),
        entropy,
        TheilT.of(shares),
        TheilL.of(shares),
        Gini.of(shares),
        GiniNormalised.of(shares),
        Atkinson.of(shares, .5),
        Atkinson.of(shares, 1),
        Palma.of(shares),
        Rosenbluth.of(shares),
        Horvath.of(shares),
        Kvalseth.of(shares),
        GarciaAlbaDominance.of(shares),
        Kwoka.of(shares),
        Stenbacka.of(shares),
        Linda.of(shares, 4),
        Ginevicius.of(shares));
  }
}
