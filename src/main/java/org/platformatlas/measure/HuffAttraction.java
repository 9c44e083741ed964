package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Of every place that has an outlet at most a radius away, numbered from 0 in their order: how many
 * it has, and how much they attract its people by Huff's model, Σ d^-2 over their distances in km
 * along the great circle, each taken as at least so many km; above 0, the sum rounded once.
 *
 * <p>The outlets are equal in size. Of two platforms, the share of one in what people of the place
 * buy is its attraction over that of both. Lists of different lengths, coordinates outside [-90,
 * 90] and [-180, 180], a radius that is negative or not finite and a least distance below 1 mm are
 * errors.
 *
 * @see "Huff, D. L. (1963), A probabilistic analysis of shopping center trade areas, Land Economics
 *     39, 81-90, doi:10.2307/3144521"
 */
@Formula(
    name = "huff_attraction",
    version = 1,
    usage =
        "huff_attraction(latitudes, longitudes, outlet_latitudes, outlet_longitudes, radius,"
            + " least_km) - of each place near outlets, how many, and how much they attract it")
public final class HuffAttraction {
  private static final String NAME = "huff_attraction";
  private static final double LEAST = 1e-6;

  private HuffAttraction() {}

  /** A place near outlets. */
  public record Place(int place, int outletCount, double attraction) {}

  public static Place[] evaluate(
      double[] latitudes,
      double[] longitudes,
      double[] outletLatitudes,
      double[] outletLongitudes,
      double radius,
      double least) {
    Points places = Points.of(NAME, latitudes, longitudes);
    Points outlets = Points.of(NAME, outletLatitudes, outletLongitudes);
    Lists.requireSizes(NAME, "radius", radius);
    if (!(least >= LEAST && least < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: Invalid least distance %s (a finite number >= %s)".formatted(NAME, least, LEAST));
    }
    PointTree tree = new PointTree(outlets);
    List<Place> reached = new ArrayList<>();
    for (int place = 0; place < places.count(); place++) {
      long[] sum = new long[FixedPoint.LIMBS];
      int[] count = {0};
      tree.visit(
          radius,
          places,
          place,
          (outlet, distance) -> {
            double km = Math.max(distance, least);
            FixedPoint.addTo(sum, 0, 1 / (km * km));
            count[0]++;
          });
      if (count[0] > 0) {
        reached.add(new Place(place, count[0], FixedPoint.sum(sum, 0)));
      }
    }
    return reached.toArray(Place[]::new);
  }
}
