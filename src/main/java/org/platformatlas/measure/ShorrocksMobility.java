package org.platformatlas.measure;

import org.apache.commons.math3.linear.RealMatrix;

/**
 * Shorrocks' mobility of a Markov chain of k states: (k - trace)/(k - 1), in [0, k/(k - 1)]; 0 is a
 * chain in which nothing moves, 1 one that forgets where it was.
 *
 * <p>Null for fewer than two states. A matrix that is not square, or has a row that is no
 * distribution, is an error.
 *
 * @see "Shorrocks, A. F. (1978), The measurement of mobility, Econometrica 46, 1013-1024"
 */
@Formula(
    name = "shorrocks_mobility",
    version = 1,
    usage = "shorrocks_mobility(p) - mobility of a Markov chain by its trace, in [0, k/(k - 1)]")
public final class ShorrocksMobility {
  private ShorrocksMobility() {}

  public static Double evaluate(double[][] p) {
    RealMatrix matrix = Markov.matrix("shorrocks_mobility", p);
    return p.length < 2 ? null : (Double) ((p.length - matrix.getTrace()) / (p.length - 1));
  }
}
