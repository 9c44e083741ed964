package org.platformatlas.measure;

/**
 * The mean number of periods that a Markov chain stays in each state before it leaves: 1/(1 - p),
 * at least 1; null for a state that is never left.
 *
 * <p>Null without a state. A matrix that is not square, or has a row that is no distribution, is an
 * error.
 *
 * @see "Kemeny, J. G. and Snell, J. L. (1976), Finite Markov Chains, chapters 3 and 4"
 */
@Formula(
    name = "sojourn_time",
    version = 1,
    usage = "sojourn_time(p) - mean number of periods that a Markov chain stays in each state")
public final class SojournTime {
  private SojournTime() {}

  public static Double[] evaluate(double[][] p) {
    if (Markov.matrix("sojourn_time", p) == null) {
      return null;
    }
    Double[] times = new Double[p.length];
    for (int state = 0; state < times.length; state++) {
      double leaving = 0;
      for (int to = 0; to < times.length; to++) {
        leaving += to == state ? 0 : p[state][to];
      }
      times[state] = leaving == 0 ? null : (Double) (1 / leaving);
    }
    return times;
  }
}
