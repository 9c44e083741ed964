package org.platformatlas.measure;

/**
 * The Ghosh inverse G = (I - x̂⁻¹ Z)⁻¹ of industries: where one unit of primary input of industry i
 * (a row) goes, directly and through all whom it supplies.
 *
 * <p>An industry without output supplies nobody. Null without an industry and where the matrix to
 * invert is singular. A matrix that is not square or not finite, and outputs of another number or
 * below 0, are errors.
 *
 * @see "Ghosh, A. (1958), Input-output approach in an allocation system, Economica 25, 58-64,
 *     doi:10.2307/2550694"
 * @see "Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd edition, section 12.1"
 */
@Formula(
    name = "ghosh_inverse",
    version = 1,
    usage =
        "ghosh_inverse(z, x) - output of each industry (a column) that a unit of primary input of another (a row) supplies")
public final class GhoshInverse {
  private static final String NAME = "ghosh_inverse";

  private GhoshInverse() {}

  public static double[][] evaluate(double[][] z, double[] x) {
    InputOutput.requireSquare(NAME, z);
    InputOutput.requireSizes(NAME, z, x);
    return InputOutput.inverse(InputOutput.coefficients(z, (row, column) -> x[row]));
  }
}
