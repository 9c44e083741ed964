package org.platformatlas.measure;

import org.apache.commons.math3.stat.correlation.KendallsCorrelation;

/**
 * Kendall's rank correlation τ-b of two lists: pairs in the same order less pairs in the opposite
 * one, over the geometric mean of the pairs not tied in each, in [-1, 1].
 *
 * <p>Null for fewer than two members and if all of a list are equal. A number that is not finite is
 * an error, as are lists of different lengths.
 *
 * @see "Kendall, M. G. (1945), The treatment of ties in ranking problems, Biometrika 33, 239-251"
 */
@Formula(
    name = "kendall_tau_b",
    version = 1,
    usage = "kendall_tau_b(x, y) - Kendall's rank correlation with ties, in [-1, 1]")
public final class KendallTauB {
  private static final String NAME = "kendall_tau_b";

  private KendallTauB() {}

  public static Double evaluate(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "%s: Invalid lists of %d and %d numbers (the lists are as long as each other)"
              .formatted(NAME, x.length, y.length));
    }
    Series.requireFinite(NAME, "number", x);
    Series.requireFinite(NAME, "number", y);
    if (x.length < 2) {
      return null;
    }
    double correlation = new KendallsCorrelation().correlation(x, y);
    return Double.isNaN(correlation) ? null : correlation;
  }
}
