package org.platformatlas.measure;

/**
 * The Leontief inverse L = (I - A)⁻¹ of technical coefficients: the total requirements, what
 * industry i must make, directly and through all that others need, for one unit of final use of j.
 *
 * <p>Null without an industry and where I - A is singular, as where nothing is left for final use.
 * A matrix that is not square or not finite is an error.
 *
 * @see "Leontief, W. (1936), Quantitative input and output relations in the economic system of the
 *     United States, Review of Economics and Statistics 18, 105-125"
 * @see "Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd edition, section 2.2"
 */
@Formula(
    name = "leontief_inverse",
    version = 1,
    usage =
        "leontief_inverse(a) - output of each industry (a row) that a unit of final use of another (a column) takes, direct and indirect")
public final class LeontiefInverse {
  private static final String NAME = "leontief_inverse";

  private LeontiefInverse() {}

  public static double[][] evaluate(double[][] a) {
    InputOutput.requireSquare(NAME, a);
    return InputOutput.inverse(a);
  }
}
