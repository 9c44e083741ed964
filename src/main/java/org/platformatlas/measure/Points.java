package org.platformatlas.measure;

/**
 * Places on a sphere with the mean radius of the earth, and how far they are from each other: the
 * length of the great circle between them, in km, by the haversine formula.
 *
 * <p>The same two points are as far from each other in either order, to the last bit.
 *
 * @see "Sinnott, R. W. (1984), Virtues of the haversine, Sky and Telescope 68, 159"
 */
final class Points {
  /** The mean radius R1 of the International Union of Geodesy and Geophysics, in km. */
  static final double RADIUS = 6371.0088;

  /** The same places as vectors of length 1: the x, the y and the z of all. */
  final double[][] vectors;

  // In radians.
  private final double[] latitudes;
  private final double[] longitudes;
  private final double[] cosines;

  private Points(int count) {
    vectors = new double[3][count];
    latitudes = new double[count];
    longitudes = new double[count];
    cosines = new double[count];
  }

  /** Places by their degrees; a list of another length and what is no degree are errors. */
  static Points of(String formula, double[] latitudes, double[] longitudes) {
    requireCoordinates(formula, latitudes, longitudes);
    Points points = new Points(latitudes.length);
    for (int i = 0; i < latitudes.length; i++) {
      double latitude = Math.toRadians(latitudes[i]);
      double longitude = Math.toRadians(longitudes[i]);
      points.latitudes[i] = latitude;
      points.longitudes[i] = longitude;
      points.cosines[i] = StrictMath.cos(latitude);
      points.vectors[0][i] = points.cosines[i] * StrictMath.cos(longitude);
      points.vectors[1][i] = points.cosines[i] * StrictMath.sin(longitude);
      points.vectors[2][i] = StrictMath.sin(latitude);
    }
    return points;
  }

  int count() {
    return latitudes.length;
  }

  /** How far a point is from one of the others, in [0, πR]. */
  double km(int point, Points others, int other) {
    double north = StrictMath.sin((latitudes[point] - others.latitudes[other]) / 2);
    double east = StrictMath.sin((longitudes[point] - others.longitudes[other]) / 2);
    double cosines = this.cosines[point] * others.cosines[other];
    double haversine = north * north + cosines * (east * east);
    return 2 * RADIUS * StrictMath.asin(Math.sqrt(Math.min(haversine, 1)));
  }

  /** Degrees of latitude and of longitude, one of each for every place. */
  static void requireCoordinates(String formula, double[] latitudes, double[] longitudes) {
    Lists.requireAlike(formula, "latitudes", latitudes.length, "longitudes", longitudes.length);
    requireDegrees(formula, "latitude", 90, latitudes);
    requireDegrees(formula, "longitude", 180, longitudes);
  }

  private static void requireDegrees(String formula, String what, int most, double[] all) {
    for (double degrees : all) {
      if (!(Math.abs(degrees) <= most)) {
        throw new IllegalArgumentException(
            "%s: Invalid %s %s (a %s is in [-%d, %d])"
                .formatted(formula, what, degrees, what, most, most));
      }
    }
  }
}
