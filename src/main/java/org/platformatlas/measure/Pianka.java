package org.platformatlas.measure;

import java.util.Map;

/**
 * Pianka's niche overlap of two lists of weights: Σ pq / √(Σ p² Σ q²) of their shares p and q, in
 * [0, 1]; the same number as the cosine, which shares do not change.
 *
 * <p>Null if all weights of one list are 0. A negative, NaN or infinite weight is an error.
 *
 * @see "Pianka, E. R. (1973), The structure of lizard communities, Annual Review of Ecology and
 *     Systematics 4, 53-74, doi:10.1146/annurev.es.04.110173.000413"
 */
@Formula(
    name = "pianka",
    version = 1,
    usage = "pianka(a, b) - Pianka's niche overlap, maps id to weight, in [0, 1]")
public final class Pianka {
  private Pianka() {}

  public static Double evaluate(Map<String, Double> a, Map<String, Double> b) {
    Weights shares = Weights.of("pianka", a, b).shares();
    return CosineSimilarity.evaluate(
        shares.sum((p, q) -> p * p), shares.sum((p, q) -> q * q), shares.sum((p, q) -> p * q));
  }
}
