package org.platformatlas.measure;

/**
 * The distance between two places along the great circle, in km, from 0 to half of the
 * circumference (20,015.1), by the haversine formula on a sphere of radius 6371.0088 km.
 *
 * <p>Degrees, north and east positive. A latitude outside [-90, 90], a longitude outside [-180,
 * 180] and NaN are errors. On the ellipsoid, distances differ by up to about 0.5 %.
 *
 * @see "Sinnott, R. W. (1984), Virtues of the haversine, Sky and Telescope 68, 159"
 */
@Formula(
    name = "haversine_km",
    version = 1,
    usage =
        "haversine_km(lat1, lon1, lat2, lon2) - great-circle distance between two places in degrees, in km")
public final class HaversineKm {
  private HaversineKm() {}

  public static double evaluate(double lat1, double lon1, double lat2, double lon2) {
    Points places = Points.of("haversine_km", new double[] {lat1, lat2}, new double[] {lon1, lon2});
    return places.km(0, places, 1);
  }
}
