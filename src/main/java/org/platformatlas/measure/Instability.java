package org.platformatlas.measure;

import java.util.Map;
import java.util.TreeSet;

/**
 * The Hymer-Pashigian index of instability: Σ |Δs| of the shares of all firms between two periods,
 * where a firm that is not there has the share 0, in [0, 2].
 *
 * <p>Shares are taken as they are, of the whole market, and never rescaled. Null if one of the maps
 * is empty or holds a null. A share that is not in [0, 1] is an error, as are shares that add up to
 * more than 1; sums closer than 1e-9 are equal.
 *
 * @see "Hymer, S. and Pashigian, P. (1962), Turnover of firms as a measure of market behavior,
 *     Review of Economics and Statistics 44, 82-87"
 */
@Formula(
    name = "instability",
    version = 1,
    usage = "instability(before, after) - sum of changes of shares, maps id to share, in [0, 2]")
public final class Instability {
  private Instability() {}

  public static Double evaluate(Map<String, Double> before, Map<String, Double> after) {
    requireShares(before);
    requireShares(after);
    if (before.isEmpty() || after.isEmpty()) {
      return null;
    }
    TreeSet<String> firms = new TreeSet<>(before.keySet());
    firms.addAll(after.keySet());
    return Shares.sum(
        firms.stream()
            .mapToDouble(
                firm -> Math.abs(after.getOrDefault(firm, 0.0) - before.getOrDefault(firm, 0.0)))
            .toArray());
  }

  private static void requireShares(Map<String, Double> shares) {
    double[] values = shares.values().stream().mapToDouble(Double::doubleValue).toArray();
    for (double share : values) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "instability: Invalid share %s (a share is in [0, 1])".formatted(share));
      }
    }
    double sum = Shares.sum(values);
    if (sum > 1 + Shares.ROUNDING) {
      throw new IllegalArgumentException(
          "instability: Invalid shares, which add up to %s (at most 1)".formatted(sum));
    }
  }
}
