package org.platformatlas.measure;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The locational Gini coefficient of a distribution a relative to b over the same regions: twice
 * the area between the diagonal and the Lorenz curve of a over b, regions in the order of a/b, in
 * [0, 1]; 0 where a is proportional to b, 1 where all of a is where nothing of b is. With b the
 * people of regions, it says how unequally they are served.
 *
 * <p>The i-th volumes of a and b belong together; a region without either does not matter. Null if
 * one list has no positive volume. A negative, NaN or infinite volume is an error, as are lists of
 * different lengths.
 *
 * @see "Krugman, P. (1991), Geography and Trade, chapter 2"
 */
@Formula(
    name = "spatial_gini",
    version = 1,
    usage =
        "spatial_gini(a, b) - locational Gini coefficient of a relative to b over the same regions,"
            + " in [0, 1]")
public final class SpatialGini {
  private static final String NAME = "spatial_gini";

  private SpatialGini() {}

  /** A region's shares of both; one without b is last. */
  private record Region(double a, double b) {
    private static final Comparator<Region> BY_RATIO =
        Comparator.<Region>comparingDouble(region -> region.a / region.b)
            .thenComparingDouble(Region::b)
            .thenComparingDouble(Region::a);
  }

  public static Double evaluate(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "%s: Invalid lists of %d and %d volumes (the lists are as long as each other)"
              .formatted(NAME, a.length, b.length));
    }
    double[] first = Shares.each(NAME, a);
    double[] second = Shares.each(NAME, b);
    if (first == null || second == null) {
      return null;
    }
    Region[] regions =
        IntStream.range(0, a.length)
            .mapToObj(i -> new Region(first[i], second[i]))
            .filter(region -> region.a > 0 || region.b > 0)
            .sorted(Region.BY_RATIO)
            .toArray(Region[]::new);
    double gini = 0;
    double aBefore = 0;
    double bBefore = 0;
    for (Region region : regions) {
      gini += bBefore * region.a - aBefore * region.b;
      aBefore += region.a;
      bBefore += region.b;
    }
    return Math.min(Math.max(gini, 0), 1);
  }
}
