package org.platformatlas.measure;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** A matrix of transition probabilities: one row a state, each adding up to 1. */
final class Markov {
  private Markov() {}

  /** The matrix, square and stochastic; null if it has no state. */
  static RealMatrix matrix(String formula, double[][] rows) {
    for (double[] row : rows) {
      boolean valid = row.length == rows.length && Arrays.stream(row).allMatch(p -> p >= 0);
      if (!valid || Math.abs(Arrays.stream(row).sum() - 1) > Shares.ROUNDING) {
        throw new IllegalArgumentException(
            "%s: Invalid row %s of a matrix of %d states (as many probabilities, adding up to 1)"
                .formatted(formula, Arrays.toString(row), rows.length));
      }
    }
    return rows.length == 0 ? null : new Array2DRowRealMatrix(rows);
  }

  static double determinant(RealMatrix matrix) {
    return new LUDecomposition(matrix).getDeterminant();
  }

  /** The solution of a x = b, or null if a is singular. */
  static double[] solve(RealMatrix a, double[] b) {
    DecompositionSolver solver = new LUDecomposition(a).getSolver();
    return solver.isNonSingular() ? solver.solve(new ArrayRealVector(b, false)).toArray() : null;
  }

  /** The states from which a state is reached, itself among them. */
  static boolean[] reaching(RealMatrix matrix, int target) {
    boolean[] reaching = new boolean[matrix.getRowDimension()];
    reaching[target] = true;
    for (boolean grows = true; grows; ) {
      grows = false;
      for (int from = 0; from < reaching.length; from++) {
        for (int to = 0; to < reaching.length && !reaching[from]; to++) {
          if (reaching[to] && matrix.getEntry(from, to) > 0) {
            reaching[from] = true;
            grows = true;
          }
        }
      }
    }
    return reaching;
  }
}
