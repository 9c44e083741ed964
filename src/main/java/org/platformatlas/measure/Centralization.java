package org.platformatlas.measure;

/**
 * Centralization of sites on providers: HHI - 1/Σ counts, the earth mover's distance to every site
 * having a provider of its own, in [0, 1); 0 is one site a provider.
 *
 * <p>Null without a positive count. A count that is not a whole number from 0 on is an error.
 *
 * @see "Akiwate, G., Ruth, K., Habib, R. and Durumeric, Z. (2024), On the centralization and
 *     regionalization of the web, arXiv:2406.19569"
 */
@Formula(
    name = "centralization",
    version = 1,
    usage =
        "centralization(counts) - centralization of sites on providers: hhi less 1/sum,"
            + " in [0, 1)")
public final class Centralization {
  private Centralization() {}

  public static Double evaluate(double[] counts) {
    for (double count : counts) {
      if (!(count >= 0 && count == Math.rint(count) && count < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "centralization: Invalid count %s (a count is a whole number >= 0)".formatted(count));
      }
    }
    Shares shares = Shares.of("centralization", counts);
    if (shares.isEmpty()) {
      return null;
    }
    return Hhi.of(shares) - 1 / Shares.sum(counts);
  }
}
