package org.platformatlas.measure;

import java.util.stream.IntStream;

/**
 * The accessibility of supply to each population by two-step floating catchment areas: the supply
 * per head of all whom an outlet reaches, summed over the outlets that a population reaches, at
 * least 0, in units of supply per head.
 *
 * <p>Rows of distances are populations, columns are supplies; within reach is what is at most the
 * radius away. All populations together have the supply that reaches someone; what reaches nobody
 * is given to nobody. A matrix that does not fit the lists and a negative, NaN or infinite number
 * are errors.
 *
 * @see "Luo, W. and Wang, F. (2003), Measures of spatial accessibility to health care in a GIS
 *     environment, Environment and Planning B 30, 865-884, doi:10.1068/b29120"
 */
@Formula(
    name = "floating_catchment",
    version = 1,
    usage =
        "floating_catchment(populations, supplies, distances, radius) - supply per head that each"
            + " population reaches, by two-step floating catchment areas")
public final class FloatingCatchment {
  private static final String NAME = "floating_catchment";

  private FloatingCatchment() {}

  public static double[] evaluate(
      double[] populations, double[] supplies, double[][] distances, double radius) {
    Lists.requireAlike(
        NAME, "populations", populations.length, "rows of distances", distances.length);
    Lists.requireSizes(NAME, "population", populations);
    Lists.requireSizes(NAME, "supply", supplies);
    Lists.requireSizes(NAME, "radius", radius);
    for (double[] row : distances) {
      Lists.requireAlike(NAME, "supplies", supplies.length, "distances in a row", row.length);
      Lists.requireSizes(NAME, "distance", row);
    }
    double[] perHead = new double[supplies.length];
    for (int i = 0; i < perHead.length; i++) {
      int supply = i;
      double heads =
          Shares.sum(
              IntStream.range(0, populations.length)
                  .filter(population -> distances[population][supply] <= radius)
                  .mapToDouble(population -> populations[population])
                  .toArray());
      perHead[supply] = heads > 0 ? supplies[supply] / heads : 0;
    }
    double[] access = new double[populations.length];
    for (int i = 0; i < access.length; i++) {
      double[] row = distances[i];
      access[i] =
          Shares.sum(
              IntStream.range(0, row.length)
                  .filter(supply -> row[supply] <= radius)
                  .mapToDouble(supply -> perHead[supply])
                  .toArray());
    }
    return access;
  }
}
