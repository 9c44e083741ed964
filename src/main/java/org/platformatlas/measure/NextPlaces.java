package org.platformatlas.measure;

/**
 * Where to open next so that the most people have an outlet near: {@code maximal_coverage} of which
 * each place is both a possible site and an element, in the reach of all sites at most the radius
 * away along the great circle, with the people that each site adds.
 *
 * <p>Places are numbered from 0 in the order of their lists. Lists of different lengths,
 * coordinates outside [-90, 90] and [-180, 180], people or a radius that are negative or not finite
 * and a negative count are errors.
 *
 * @see "Church, R. and ReVelle, C. (1974), The maximal covering location problem, Papers of the
 *     Regional Science Association 32, 101-118, doi:10.1007/BF01942293"
 */
@Formula(
    name = "next_places",
    version = 1,
    usage =
        "next_places(latitudes, longitudes, people, radius, count) - the places that bring the most"
            + " people within so many km, chosen one by one, with the people that each adds")
public final class NextPlaces {
  private static final String NAME = "next_places";

  private NextPlaces() {}

  public static MaximalCoverage.Choice[] evaluate(
      double[] latitudes, double[] longitudes, double[] people, double radius, int count) {
    Points places = Points.of(NAME, latitudes, longitudes);
    Lists.requireAlike(NAME, "places", places.count(), "numbers of people", people.length);
    Lists.requireSizes(NAME, "number of people", people);
    Lists.requireSizes(NAME, "radius", radius);
    PointTree tree = new PointTree(places);
    return MaximalCoverage.choose(
        NAME, places.count(), site -> tree.within(radius, places, site), people, count);
  }
}
