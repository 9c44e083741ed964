package org.platformatlas.measure;

import java.util.Map;

/**
 * The Bray-Curtis similarity of two lists of weights: 2 Σ min(a, b) / (Σ a + Σ b), in [0, 1];
 * Dice's coefficient where all weights are 1. The dissimilarity of the same name is 1 minus it.
 *
 * <p>The weights come as maps, or as sums over all members: of a, of b, and of the smaller of the
 * two. Null if all weights are 0. A negative, NaN or infinite weight or sum is an error.
 *
 * @see "Bray, J. R. and Curtis, J. T. (1957), An ordination of the upland forest communities of
 *     southern Wisconsin, Ecological Monographs 27, 325-349, doi:10.2307/1942268"
 */
@Formula(
    name = "bray_curtis",
    version = 1,
    usage =
        "bray_curtis(a, b) or bray_curtis(total_a, total_b, shared) - twice the sum of the smaller weights over the sum of all, maps id to weight, in [0, 1]")
public final class BrayCurtis {
  private BrayCurtis() {}

  public static Double evaluate(Map<String, Double> a, Map<String, Double> b) {
    Weights weights = Weights.of("bray_curtis", a, b);
    return evaluate(weights.sum((x, y) -> x), weights.sum((x, y) -> y), weights.shared());
  }

  public static Double evaluate(double totalA, double totalB, double shared) {
    Weights.requireSums("bray_curtis", totalA, totalB, shared);
    return Weights.share(2 * shared, totalA + totalB);
  }
}
