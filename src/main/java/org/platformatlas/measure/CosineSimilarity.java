package org.platformatlas.measure;

import java.util.Map;

/**
 * The cosine of the angle between two lists of weights: Σ ab / √(Σ a² Σ b²), in [0, 1].
 *
 * <p>The weights come as maps, or as sums over all members: of a², of b² and of ab. Null if all
 * weights of one list are 0. A negative, NaN or infinite weight or sum is an error.
 *
 * @see "Salton, G. and McGill, M. J. (1983), Introduction to Modern Information Retrieval"
 */
@Formula(
    name = "cosine_similarity",
    version = 1,
    usage =
        "cosine_similarity(a, b) or cosine_similarity(squares_a, squares_b, products) - cosine of the angle between weights, maps id to weight, in [0, 1]")
public final class CosineSimilarity {
  private CosineSimilarity() {}

  public static Double evaluate(Map<String, Double> a, Map<String, Double> b) {
    Weights weights = Weights.of("cosine_similarity", a, b).shares();
    return evaluate(
        weights.sum((x, y) -> x * x), weights.sum((x, y) -> y * y), weights.sum((x, y) -> x * y));
  }

  public static Double evaluate(double squaresA, double squaresB, double products) {
    Weights.requireSums("cosine_similarity", squaresA, squaresB, products);
    return Weights.share(products, Weights.geometricMean(squaresA, squaresB));
  }
}
