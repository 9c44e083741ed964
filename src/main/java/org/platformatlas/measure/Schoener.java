package org.platformatlas.measure;

import java.util.Map;

/**
 * Schoener's overlap of two lists of weights: 1 - ½ Σ |p - q| of their shares p and q, which is Σ
 * min(p, q), in [0, 1].
 *
 * <p>Null if all weights of one list are 0. A negative, NaN or infinite weight is an error.
 *
 * @see "Schoener, T. W. (1970), Nonsynchronous spatial overlap of lizards in patchy habitats,
 *     Ecology 51, 408-418, doi:10.2307/1935376"
 */
@Formula(
    name = "schoener",
    version = 1,
    usage =
        "schoener(a, b) - what two lists of shares have in common, maps id to weight, in [0, 1]")
public final class Schoener {
  private Schoener() {}

  public static Double evaluate(Map<String, Double> a, Map<String, Double> b) {
    Weights weights = Weights.of("schoener", a, b);
    boolean bothHaveAny = weights.sum((x, y) -> x) > 0 && weights.sum((x, y) -> y) > 0;
    return bothHaveAny ? Weights.share(weights.shares().shared(), 1) : null;
  }
}
