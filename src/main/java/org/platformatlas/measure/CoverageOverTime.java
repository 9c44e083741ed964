package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * How many people have an open outlet near, on each of some days and within each of some radii in
 * km along the great circle; by area, where each place has one, then days ascending, of a day the
 * radii ascending, each once.
 *
 * <p>An outlet is open from the day it opened until the day it closed, that one excluded; one that
 * closed no later than it opened never was. Outlets at the very same coordinates are one, open
 * whenever any of them is. Distances are {@code haversine_km} from the centre of a place to an
 * outlet. A place is as large as a circle of the radius {@code size} around its centre (0 is a
 * point), of which the bounds know that its people may all live at the far or at the near end.
 *
 * <p>Lists of different lengths, coordinates outside [-90, 90] and [-180, 180], sizes, people and
 * radii that are negative or not finite, days that are not finite and NaN are errors; an outlet may
 * be open since ever or for ever (-infinity, infinity).
 */
@Formula(
    name = "coverage_over_time",
    version = 1,
    usage =
        "coverage_over_time([areas,] latitudes, longitudes, sizes, people, outlet_latitudes,"
            + " outlet_longitudes, opened, closed, days, radii) - people with one, two and three"
            + " open outlets within each radius on each day, with bounds for the size of places")
public final class CoverageOverTime {
  private static final String NAME = "coverage_over_time";

  /** Wider than what rounds when sizes are added to distances. */
  private static final double ROUNDING = 1 + 1e-9;

  private CoverageOverTime() {}

  /**
   * The people of an area, a day and a radius.
   *
   * @param area null where places have none
   * @param covered with an open outlet at most the radius from the centre of their place
   * @param coveredTwice with two at different points
   * @param coveredThrice with three at different points
   * @param coveredLower with one even if all lived where their place is farthest from it
   * @param coveredUpper with one if all lived where their place is nearest to it
   */
  public record Coverage(
      String area,
      double day,
      double radius,
      double covered,
      double coveredTwice,
      double coveredThrice,
      double coveredLower,
      double coveredUpper) {}

  public static Coverage[] evaluate(
      double[] latitudes,
      double[] longitudes,
      double[] sizes,
      double[] people,
      double[] outletLatitudes,
      double[] outletLongitudes,
      double[] opened,
      double[] closed,
      double[] days,
      double[] radii) {
    return evaluate(
        new String[latitudes.length],
        latitudes,
        longitudes,
        sizes,
        people,
        outletLatitudes,
        outletLongitudes,
        opened,
        closed,
        days,
        radii);
  }

  public static Coverage[] evaluate(
      String[] areas,
      double[] latitudes,
      double[] longitudes,
      double[] sizes,
      double[] people,
      double[] outletLatitudes,
      double[] outletLongitudes,
      double[] opened,
      double[] closed,
      double[] days,
      double[] radii) {
    Points places = Points.of(NAME, latitudes, longitudes);
    Lists.requireAlike(NAME, "places", places.count(), "areas", areas.length);
    Lists.requireAlike(NAME, "places", places.count(), "sizes", sizes.length);
    Lists.requireAlike(NAME, "places", places.count(), "numbers of people", people.length);
    Lists.requireSizes(NAME, "size", sizes);
    Lists.requireSizes(NAME, "number of people", people);
    Lists.requireSizes(NAME, "radius", radii);
    Series.requireFinite(NAME, "day", days);
    double[] dates = Arrays.stream(days).sorted().distinct().toArray();
    double[] reaches = Arrays.stream(radii).sorted().distinct().toArray();
    Outlets outlets = Outlets.of(outletLatitudes, outletLongitudes, opened, closed, dates);
    if (dates.length == 0 || reaches.length == 0) {
      return new Coverage[0];
    }
    Map<String, Sums> sums =
        new TreeMap<>(Comparator.nullsFirst(Comparator.<String>naturalOrder()));
    // Without places nobody is covered, and that is known.
    if (areas.length == 0) {
      sums.put(null, new Sums(reaches.length, dates.length));
    }
    Counts counts = new Counts(reaches, dates.length);
    Counts lower = new Counts(reaches, dates.length);
    Counts upper = new Counts(reaches, dates.length);
    double farthest = reaches[reaches.length - 1];
    PointTree tree = new PointTree(outlets.points);
    // Adding up in ascending order, no order of the places changes a bit.
    for (int place : Series.order(people)) {
      double size = sizes[place];
      counts.isAway(0);
      lower.isAway(size);
      upper.isAway(-size);
      tree.offer(
          (farthest + size) * ROUNDING,
          places,
          place,
          (point, squaredChord) -> {
            int[] open = outlets.open[point];
            DoubleSupplier km = () -> outlets.points.km(point, places, place);
            counts.add(squaredChord, km, open);
            if (size > 0) {
              lower.add(squaredChord, km, open);
              upper.add(squaredChord, km, open);
            }
          });
      Sums ofArea =
          sums.computeIfAbsent(areas[place], area -> new Sums(reaches.length, dates.length));
      // Without a size both bounds are what is covered, and nothing was added to theirs.
      double[][][] one =
          size > 0
              ? new double[][][] {ofArea.covered}
              : new double[][][] {ofArea.covered, ofArea.lower, ofArea.upper};
      counts.drain(
          people[place], one, new double[][][] {ofArea.twice}, new double[][][] {ofArea.thrice});
      lower.drain(people[place], new double[][][] {ofArea.lower});
      upper.drain(people[place], new double[][][] {ofArea.upper});
    }
    List<Coverage> coverage = new ArrayList<>();
    sums.forEach((area, ofArea) -> ofArea.addTo(coverage, area, dates, reaches));
    return coverage.toArray(Coverage[]::new);
  }

  /**
   * Outlets by their point.
   *
   * @param open for each point the days on which it is open, by number: from, until, from, until …
   */
  private record Outlets(Points points, int[][] open) {
    private record Point(double latitude, double longitude) {}

    static Outlets of(
        double[] latitudes, double[] longitudes, double[] opened, double[] closed, double[] days) {
      Points.requireCoordinates(NAME, latitudes, longitudes);
      Lists.requireAlike(NAME, "outlets", latitudes.length, "days of opening", opened.length);
      Lists.requireAlike(NAME, "outlets", latitudes.length, "days of closing", closed.length);
      Map<Point, BitSet> openDays = new LinkedHashMap<>();
      for (int i = 0; i < latitudes.length; i++) {
        int from = firstAtLeast(days, requireDay(opened[i]));
        int until = firstAtLeast(days, requireDay(closed[i]));
        if (from < until) {
          // 0 is added as it makes -0 and 0 the same.
          Point point = new Point(latitudes[i] + 0.0, longitudes[i] + 0.0);
          openDays.computeIfAbsent(point, key -> new BitSet()).set(from, until);
        }
      }
      return new Outlets(
          Points.of(
              NAME,
              openDays.keySet().stream().mapToDouble(Point::latitude).toArray(),
              openDays.keySet().stream().mapToDouble(Point::longitude).toArray()),
          openDays.values().stream().map(Outlets::spells).toArray(int[][]::new));
    }

    private static double requireDay(double day) {
      if (Double.isNaN(day)) {
        throw new IllegalArgumentException(
            "%s: Invalid day of opening or closing NaN (a number of days, or infinity)"
                .formatted(NAME));
      }
      return day;
    }

    private static int[] spells(BitSet days) {
      List<Integer> spells = new ArrayList<>();
      for (int from = days.nextSetBit(0); from >= 0; from = days.nextSetBit(from)) {
        spells.add(from);
        from = days.nextClearBit(from);
        spells.add(from);
      }
      return spells.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private static int firstAtLeast(double[] ascending, double least) {
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ascending[middle] >= least) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** How many outlets of one place are open, by radius and day. */
  private static final class Counts {
    private final double[] radii;

    /** The squared chords of the radii, less what is added to every distance. */
    private final double[] chords;

    private double away;

    /**
     * What a day has more than the day before, of what this radius has more than the one before.
     */
    private final int[][] changes;

    private boolean isAnyOpen;

    Counts(double[] radii, int days) {
      this.radii = radii;
      this.chords = new double[radii.length];
      this.changes = new int[radii.length][days + 1];
    }

    /** Takes every distance as so many km longer. */
    void isAway(double km) {
      away = km;
      for (int i = 0; i < radii.length; i++) {
        chords[i] = radii[i] < km ? -1 : PointTree.squaredChord(radii[i] - km);
      }
    }

    void add(double squaredChord, DoubleSupplier km, int[] open) {
      int radius = first(squaredChord, km);
      if (radius < radii.length) {
        isAnyOpen = true;
        for (int i = 0; i < open.length; i += 2) {
          changes[radius][open[i]]++;
          changes[radius][open[i + 1]]--;
        }
      }
    }

    /** The first radius that is long enough, looked for from the last as most points are far. */
    private int first(double squaredChord, DoubleSupplier km) {
      int radius = radii.length;
      while (radius > 0 && isWithin(radius - 1, squaredChord, km)) {
        radius--;
      }
      return radius;
    }

    /** Where the chord does not tell, the distance does. */
    private boolean isWithin(int radius, double squaredChord, DoubleSupplier km) {
      return squaredChord < chords[radius] - PointTree.MARGIN
          || (squaredChord <= chords[radius] + PointTree.MARGIN
              && km.getAsDouble() + away <= radii[radius]);
    }

    /** Adds the people to the first sums where one outlet is open, to the next where two are … */
    void drain(double people, double[][][]... sums) {
      if (!isAnyOpen) {
        return;
      }
      isAnyOpen = false;
      for (int radius = 0; radius < changes.length; radius++) {
        int[] change = changes[radius];
        int open = 0;
        for (int day = 0; day < change.length - 1; day++) {
          if (radius + 1 < changes.length) {
            changes[radius + 1][day] += change[day];
          }
          open += change[day];
          for (int i = 0; i < Math.min(open, sums.length); i++) {
            for (double[][] sum : sums[i]) {
              sum[radius][day] += people;
            }
          }
        }
        Arrays.fill(change, 0);
      }
    }
  }

  /** People by radius and day. */
  private record Sums(
      double[][] covered, double[][] twice, double[][] thrice, double[][] lower, double[][] upper) {
    Sums(int radii, int days) {
      this(
          new double[radii][days],
          new double[radii][days],
          new double[radii][days],
          new double[radii][days],
          new double[radii][days]);
    }

    void addTo(List<Coverage> coverage, String area, double[] days, double[] radii) {
      for (int day = 0; day < days.length; day++) {
        for (int radius = 0; radius < radii.length; radius++) {
          coverage.add(
              new Coverage(
                  area,
                  days[day],
                  radii[radius],
                  covered[radius][day],
                  twice[radius][day],
                  thrice[radius][day],
                  lower[radius][day],
                  upper[radius][day]));
        }
      }
    }
  }
}
