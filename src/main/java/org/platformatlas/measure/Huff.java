package org.platformatlas.measure;

/**
 * Huff's model of where the people of a place shop: the share of each outlet, A d^-λ over the sum
 * of all, with its attraction A (as its floor space) and its distance d, in the order of the
 * outlets, in [0, 1], adding up to 1.
 *
 * <p>With λ above 0, an outlet at the distance 0 takes all; several there split it by attraction.
 * With λ = 0, distance does not matter. Null where nothing attracts. A negative, NaN or infinite
 * number is an error, as are lists of different lengths.
 *
 * @see "Huff, D. L. (1963), A probabilistic analysis of shopping center trade areas, Land Economics
 *     39, 81-90, doi:10.2307/3144521"
 */
@Formula(
    name = "huff",
    version = 1,
    usage =
        "huff(attraction, distances, lambda) - share of each outlet in a place's demand, in [0, 1]")
public final class Huff {
  private static final String NAME = "huff";

  private Huff() {}

  public static double[] evaluate(double[] attraction, double[] distances, double lambda) {
    Lists.requireAlike(NAME, "attractions", attraction.length, "distances", distances.length);
    Lists.requireSizes(NAME, "attraction", attraction);
    Lists.requireSizes(NAME, "distance", distances);
    Lists.requireSizes(NAME, "lambda", lambda);
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < distances.length; i++) {
      if (attraction[i] > 0) {
        nearest = Math.min(nearest, distances[i]);
      }
    }
    double[] utility = new double[distances.length];
    for (int i = 0; i < utility.length; i++) {
      if (attraction[i] > 0) {
        // In units of the nearest, so that no power overflows.
        double ratio = distances[i] == nearest ? 1 : nearest / distances[i];
        utility[i] = attraction[i] * StrictMath.pow(ratio, lambda);
      }
    }
    return Shares.each(NAME, utility);
  }
}
