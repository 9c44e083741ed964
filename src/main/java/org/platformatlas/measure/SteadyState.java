package org.platformatlas.measure;

import org.apache.commons.math3.linear.RealMatrix;

/**
 * The stationary distribution of a Markov chain with the transition probabilities p, one row a
 * state: the shares that one more step leaves as they are.
 *
 * <p>Null without a state, and where it depends on the state at first, as with two absorbing
 * states. A matrix that is not square, or has a row that is no distribution, is an error.
 *
 * @see "Kemeny, J. G. and Snell, J. L. (1976), Finite Markov Chains, chapters 3 and 4"
 */
@Formula(
    name = "steady_state",
    version = 1,
    usage = "steady_state(p) - share of each state in the long run of a Markov chain")
public final class SteadyState {
  private SteadyState() {}

  public static double[] evaluate(double[][] p) {
    RealMatrix matrix = Markov.matrix("steady_state", p);
    if (matrix == null) {
      return null;
    }
    int n = matrix.getRowDimension();
    boolean oneClass = false;
    for (int state = 0; state < n && !oneClass; state++) {
      oneClass = reachedByAll(matrix, state);
    }
    if (!oneClass) {
      return null;
    }
    // π(P - I) = 0, of which one equation says nothing new, and Σπ = 1.
    RealMatrix equations = matrix.transpose();
    for (int state = 0; state < n; state++) {
      equations.addToEntry(state, state, -1);
      equations.setEntry(n - 1, state, 1);
    }
    double[] right = new double[n];
    right[n - 1] = 1;
    return Markov.solve(equations, right);
  }

  private static boolean reachedByAll(RealMatrix matrix, int state) {
    for (boolean reaching : Markov.reaching(matrix, state)) {
      if (!reaching) {
        return false;
      }
    }
    return true;
  }
}
