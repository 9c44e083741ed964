package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Every place and outlet at most a radius apart, numbered from 0 in the order of their lists, with
 * the distance along the great circle in km; in the order of the places, of a place the nearest
 * first.
 *
 * <p>The distance is {@code haversine_km}, to the last bit. Lists of different lengths, coordinates
 * outside [-90, 90] and [-180, 180] and a radius that is negative or not finite are errors.
 */
@Formula(
    name = "neighbours",
    version = 1,
    usage =
        "neighbours(latitudes, longitudes, outlet_latitudes, outlet_longitudes, radius) - all pairs"
            + " of a place and an outlet at most so many km apart")
public final class Neighbours {
  private static final String NAME = "neighbours";

  private Neighbours() {}

  /** A place and an outlet near it. */
  public record Pair(int place, int outlet, double km) {}

  public static Pair[] evaluate(
      double[] latitudes,
      double[] longitudes,
      double[] outletLatitudes,
      double[] outletLongitudes,
      double radius) {
    Points places = Points.of(NAME, latitudes, longitudes);
    Points outlets = Points.of(NAME, outletLatitudes, outletLongitudes);
    Lists.requireSizes(NAME, "radius", radius);
    PointTree tree = new PointTree(outlets);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < places.count(); i++) {
      int place = i;
      int first = pairs.size();
      tree.visit(radius, places, place, (outlet, km) -> pairs.add(new Pair(place, outlet, km)));
      pairs
          .subList(first, pairs.size())
          .sort(Comparator.comparingDouble(Pair::km).thenComparingInt(Pair::outlet));
    }
    return pairs.toArray(Pair[]::new);
  }
}
