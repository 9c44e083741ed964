package org.platformatlas.measure;

/**
 * The technical coefficients A = Z x̂⁻¹ of industries: z_ij is what industry j buys of industry i,
 * x the outputs; a_ij is what it buys per unit of output.
 *
 * <p>An industry without output has a column of zeros. A matrix that is not square or not finite,
 * and outputs of another number or below 0, are errors.
 *
 * @see "Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd edition, section 2.2"
 */
@Formula(
    name = "technical_coefficients",
    version = 1,
    usage =
        "technical_coefficients(z, x) - inputs of each industry (a column) per unit of its output")
public final class TechnicalCoefficients {
  private static final String NAME = "technical_coefficients";

  private TechnicalCoefficients() {}

  public static double[][] evaluate(double[][] z, double[] x) {
    InputOutput.requireSquare(NAME, z);
    InputOutput.requireSizes(NAME, z, x);
    return InputOutput.coefficients(z, (row, column) -> x[column]);
  }
}
