package org.platformatlas.measure;

import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The mean number of periods that a Markov chain takes from each state, one row each, until it
 * first enters each state, one column each; on the diagonal until it is back. Null where that state
 * is not reached for certain.
 *
 * <p>Null without a state. A matrix that is not square, or has a row that is no distribution, is an
 * error.
 *
 * @see "Kemeny, J. G. and Snell, J. L. (1976), Finite Markov Chains, chapters 3 and 4"
 */
@Formula(
    name = "first_passage_time",
    version = 1,
    usage =
        "first_passage_time(p) - mean number of periods from each state until each state is next"
            + " entered")
public final class FirstPassageTime {
  private FirstPassageTime() {}

  public static Double[][] evaluate(double[][] p) {
    RealMatrix matrix = Markov.matrix("first_passage_time", p);
    if (matrix == null) {
      return null;
    }
    Double[][] times = new Double[p.length][p.length];
    for (int target = 0; target < p.length; target++) {
      double[] toTarget = timesTo(matrix, target);
      for (int from = 0; from < p.length; from++) {
        times[from][target] = Double.isNaN(toTarget[from]) ? null : (Double) toTarget[from];
      }
    }
    return times;
  }

  /** NaN from where the target is not reached for certain. */
  private static double[] timesTo(RealMatrix matrix, int target) {
    int n = matrix.getRowDimension();
    boolean[] certain = certain(matrix, target);
    // m = 1 + Σ p m over the states that are certain to reach the target, which itself is at 0.
    RealMatrix equations = MatrixUtils.createRealIdentityMatrix(n);
    double[] right = new double[n];
    for (int from = 0; from < n; from++) {
      if (certain[from] && from != target) {
        right[from] = 1;
        for (int to = 0; to < n; to++) {
          equations.addToEntry(from, to, to == target ? 0 : -matrix.getEntry(from, to));
        }
      }
    }
    double[] times = Markov.solve(equations, right);
    double back = 1;
    for (int to = 0; to < n; to++) {
      double step = matrix.getEntry(target, to);
      back += step == 0 || to == target ? 0 : step * (certain[to] ? times[to] : Double.NaN);
    }
    times[target] = back;
    for (int from = 0; from < n; from++) {
      times[from] = from == target || certain[from] ? times[from] : Double.NaN;
    }
    return times;
  }

  /** The states that cannot go where the target is out of reach, before they come to it. */
  private static boolean[] certain(RealMatrix matrix, int target) {
    int n = matrix.getRowDimension();
    boolean[] reaching = Markov.reaching(matrix, target);
    RealMatrix stopped = matrix.copy();
    for (int to = 0; to < n; to++) {
      stopped.setEntry(target, to, to == target ? 1 : 0);
    }
    boolean[] certain = reaching.clone();
    for (int lost = 0; lost < n; lost++) {
      if (!reaching[lost]) {
        boolean[] losing = Markov.reaching(stopped, lost);
        for (int from = 0; from < n; from++) {
          certain[from] &= !losing[from];
        }
      }
    }
    return certain;
  }
}
