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
 * <p>By coordinates, each outlet supplies 1, distances are in km along the great circle, and sums
 * are rounded once. People are counted in multiples of 2^-96. Lists of different lengths,
 * coordinates outside [-90, 90] and [-180, 180], populations from 2^63, and at most 2^-63 people in
 * all within reach of an outlet that reaches any, are errors, too.
 *
 * @see "Luo, W. and Wang, F. (2003), Measures of spatial accessibility to health care in a GIS
 *     environment, Environment and Planning B 30, 865-884, doi:10.1068/b29120"
 */
@Formula(
    name = "floating_catchment",
    version = 2,
    usage =
        "floating_catchment(populations, supplies, distances, radius), floating_catchment("
            + "populations, latitudes, longitudes, outlet_latitudes, outlet_longitudes, radius) -"
            + " supply, or outlets, per head that each population reaches, by two-step floating"
            + " catchment areas")
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

  public static double[] evaluate(
      double[] populations,
      double[] latitudes,
      double[] longitudes,
      double[] outletLatitudes,
      double[] outletLongitudes,
      double radius) {
    Lists.requireAlike(NAME, "populations", populations.length, "latitudes", latitudes.length);
    Lists.requireSizes(NAME, "population", populations);
    Points places = Points.of(NAME, latitudes, longitudes);
    Points outlets = Points.of(NAME, outletLatitudes, outletLongitudes);
    Lists.requireSizes(NAME, "radius", radius);
    PointTree tree = new PointTree(outlets);
    int[][] reached = new int[places.count()][];
    long[] heads = new long[outlets.count() * FixedPoint.LIMBS];
    for (int place = 0; place < reached.length; place++) {
      reached[place] = tree.within(radius, places, place);
      for (int outlet : reached[place]) {
        FixedPoint.addTo(heads, outlet * FixedPoint.LIMBS, populations[place]);
      }
    }
    double[] access = new double[places.count()];
    for (int place = 0; place < access.length; place++) {
      long[] sum = new long[FixedPoint.LIMBS];
      for (int outlet : reached[place]) {
        double shared = FixedPoint.sum(heads, outlet * FixedPoint.LIMBS);
        if (shared > 0) {
          FixedPoint.addTo(sum, 0, 1 / shared);
        }
      }
      access[place] = FixedPoint.sum(sum, 0);
    }
    return access;
  }
}
