package org.platformatlas.measure;

import java.util.Map;

/**
 * Růžička's similarity of two lists of weights: Σ min(a, b) / Σ max(a, b), in [0, 1]; Jaccard's
 * coefficient where all weights are 1.
 *
 * <p>The weights come as maps, or as sums over all members: of a, of b, and of the smaller of the
 * two. Null if all weights are 0. A negative, NaN or infinite weight or sum is an error.
 *
 * @see "Růžička, M. (1958), Anwendung mathematisch-statistischer Methoden in der Geobotanik,
 *     Biológia 13, 647-661"
 */
@Formula(
    name = "ruzicka",
    version = 1,
    usage =
        "ruzicka(a, b) or ruzicka(total_a, total_b, shared) - sum of the smaller over sum of the larger weights, maps id to weight, in [0, 1]")
public final class Ruzicka {
  private Ruzicka() {}

  public static Double evaluate(Map<String, Double> a, Map<String, Double> b) {
    Weights weights = Weights.of("ruzicka", a, b);
    return evaluate(weights.sum((x, y) -> x), weights.sum((x, y) -> y), weights.shared());
  }

  public static Double evaluate(double totalA, double totalB, double shared) {
    Weights.requireSums("ruzicka", totalA, totalB, shared);
    return Weights.share(shared, totalA + totalB - shared);
  }
}
