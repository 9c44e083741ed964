package org.platformatlas.measure;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Square matrices of flows between industries, and the inverses of what they leave of 1. */
final class InputOutput {
  private InputOutput() {}

  /** Each flow over what its row or column makes it a part of; 0 where that is 0. */
  interface Denominator {
    double of(int row, int column);
  }

  static double[][] coefficients(double[][] flows, Denominator denominator) {
    double[][] coefficients = new double[flows.length][flows.length];
    for (int i = 0; i < flows.length; i++) {
      for (int j = 0; j < flows.length; j++) {
        double whole = denominator.of(i, j);
        coefficients[i][j] = whole == 0 ? 0 : flows[i][j] / whole;
      }
    }
    return coefficients;
  }

  /** (I - m)⁻¹, or null if there is no row or I - m is singular. */
  static double[][] inverse(double[][] m) {
    DecompositionSolver solver = solver(m);
    return solver == null ? null : solver.getInverse().getData();
  }

  /** A solver of (I - m) x = b, or null if there is no row or I - m is singular. */
  static DecompositionSolver solver(double[][] m) {
    if (m.length == 0) {
      return null;
    }
    RealMatrix rest = new Array2DRowRealMatrix(m).scalarMultiply(-1);
    for (int i = 0; i < m.length; i++) {
      rest.addToEntry(i, i, 1);
    }
    DecompositionSolver solver = new LUDecomposition(rest).getSolver();
    return solver.isNonSingular() ? solver : null;
  }

  static void requireSquare(String formula, double[][] matrix) {
    for (double[] row : matrix) {
      if (row.length != matrix.length) {
        throw new IllegalArgumentException(
            "%s: Invalid row of %d numbers in a matrix of %d rows (a square matrix)"
                .formatted(formula, row.length, matrix.length));
      }
      if (!Arrays.stream(row).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "%s: Invalid row %s (finite numbers)".formatted(formula, Arrays.toString(row)));
      }
    }
  }

  /** One number an industry, none of them negative. */
  static void requireSizes(String formula, double[][] matrix, double[] sizes) {
    if (sizes.length != matrix.length) {
      throw new IllegalArgumentException(
          "%s: Invalid list of %d numbers for %d industries"
              .formatted(formula, sizes.length, matrix.length));
    }
    for (double size : sizes) {
      if (!(size >= 0 && size < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid size %s (outputs, exports and imports are finite numbers >= 0)"
                .formatted(formula, size));
      }
    }
  }
}
