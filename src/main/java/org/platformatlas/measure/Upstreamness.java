package org.platformatlas.measure;

import java.util.Arrays;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;

/**
 * The upstreamness of industries: the mean number of stages between what each makes and final use,
 * at least 1, (I - D)⁻¹ 1 with d_ij = z_ij / (x_i - e_i + m_i), as exports and imports are used by
 * industries like what is made and used at home.
 *
 * <p>Exports and imports are both positive. Where they are equal it is the forward linkage. Null
 * without an industry, where an industry that others buy of has nothing to sell at home (x - e + m
 * not above 0), and where I - D is singular. A matrix that is not square or not finite, and lists
 * of another length or with numbers below 0, are errors.
 *
 * @see "Antràs, P., Chor, D., Fally, T. and Hillberry, R. (2012), Measuring the upstreamness of
 *     production and trade flows, American Economic Review 102, 412-416, doi:10.1257/aer.102.3.412"
 */
@Formula(
    name = "upstreamness",
    version = 1,
    usage =
        "upstreamness(z, x, exports, imports) - mean distance of each industry from final use, in stages, >= 1")
public final class Upstreamness {
  private static final String NAME = "upstreamness";

  private Upstreamness() {}

  public static double[] evaluate(double[][] z, double[] x, double[] exports, double[] imports) {
    InputOutput.requireSquare(NAME, z);
    InputOutput.requireSizes(NAME, z, x);
    InputOutput.requireSizes(NAME, z, exports);
    InputOutput.requireSizes(NAME, z, imports);
    double[] home = new double[x.length];
    for (int i = 0; i < home.length; i++) {
      home[i] = Math.max(x[i] - exports[i] + imports[i], 0);
      if (home[i] == 0 && Arrays.stream(z[i]).anyMatch(flow -> flow != 0)) {
        return null;
      }
    }
    DecompositionSolver solver =
        InputOutput.solver(InputOutput.coefficients(z, (row, column) -> home[row]));
    double[] ones = new double[x.length];
    Arrays.fill(ones, 1);
    return solver == null ? null : solver.solve(new ArrayRealVector(ones, false)).toArray();
  }
}
