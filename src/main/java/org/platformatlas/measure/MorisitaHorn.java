package org.platformatlas.measure;

import java.util.Map;

/**
 * The Morisita-Horn overlap of two lists of weights: 2 Σ pq / (Σ p² + Σ q²) of their shares p and
 * q, in [0, 1].
 *
 * <p>The weights come as maps, or as sums over all members: of p², of q² and of pq, of shares. Null
 * if all weights of one list are 0. A negative, NaN or infinite weight or sum is an error.
 *
 * @see "Horn, H. S. (1966), Measurement of overlap in comparative ecological studies, American
 *     Naturalist 100, 419-424, doi:10.1086/282436"
 */
@Formula(
    name = "morisita_horn",
    version = 1,
    usage =
        "morisita_horn(a, b) or morisita_horn(squares_a, squares_b, products) - Morisita-Horn overlap of shares, maps id to weight, in [0, 1]")
public final class MorisitaHorn {
  private MorisitaHorn() {}

  public static Double evaluate(Map<String, Double> a, Map<String, Double> b) {
    Weights weights = Weights.of("morisita_horn", a, b).shares();
    return evaluate(
        weights.sum((x, y) -> x * x), weights.sum((x, y) -> y * y), weights.sum((x, y) -> x * y));
  }

  public static Double evaluate(double squaresA, double squaresB, double products) {
    Weights.requireSums("morisita_horn", squaresA, squaresB, products);
    return squaresA > 0 && squaresB > 0 ? Weights.share(2 * products, squaresA + squaresB) : null;
  }
}
