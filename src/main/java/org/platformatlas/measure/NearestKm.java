package org.platformatlas.measure;

/**
 * How far each place is from its nearest outlet, in km along the great circle, in the order of the
 * places: the least of {@code haversine_km}, to the last bit.
 *
 * <p>Null without outlets. Lists of different lengths and coordinates outside [-90, 90] and [-180,
 * 180] are errors.
 */
@Formula(
    name = "nearest_km",
    version = 1,
    usage =
        "nearest_km(latitudes, longitudes, outlet_latitudes, outlet_longitudes) - distance of each"
            + " place from its nearest outlet, in km")
public final class NearestKm {
  private static final String NAME = "nearest_km";

  private NearestKm() {}

  public static double[] evaluate(
      double[] latitudes,
      double[] longitudes,
      double[] outletLatitudes,
      double[] outletLongitudes) {
    Points places = Points.of(NAME, latitudes, longitudes);
    Points outlets = Points.of(NAME, outletLatitudes, outletLongitudes);
    if (outlets.count() == 0) {
      return null;
    }
    PointTree tree = new PointTree(outlets);
    double[] nearest = new double[places.count()];
    for (int place = 0; place < nearest.length; place++) {
      nearest[place] = tree.nearest(places, place);
    }
    return nearest;
  }
}
