package org.platformatlas.measure;

import org.apache.commons.math3.linear.RealMatrix;

/**
 * Mobility of a Markov chain by the determinant of its transition probabilities: 1 - |det|, in [0,
 * 1]; 0 is a chain in which nothing moves, or states only change places, 1 one that forgets.
 *
 * <p>Null without a state. A matrix that is not square, or has a row that is no distribution, is an
 * error.
 *
 * @see "Shorrocks, A. F. (1978), The measurement of mobility, Econometrica 46, 1013-1024"
 */
@Formula(
    name = "determinant_mobility",
    version = 1,
    usage = "determinant_mobility(p) - mobility of a Markov chain by its determinant, in [0, 1]")
public final class DeterminantMobility {
  private DeterminantMobility() {}

  public static Double evaluate(double[][] p) {
    RealMatrix matrix = Markov.matrix("determinant_mobility", p);
    return matrix == null ? null : (Double) Math.max(1 - Math.abs(Markov.determinant(matrix)), 0);
  }
}
