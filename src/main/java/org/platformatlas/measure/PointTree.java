package org.platformatlas.measure;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Points in halves of halves, so that those near a place are found without a look at all of them.
 *
 * <p>The halves are of vectors in space, where neither the poles nor the antimeridian are special.
 * The straight line through the earth only tells what is clearly too far or clearly near enough;
 * wherever that is not clear, {@link Points#km} decides, so that to the last bit all is as it says.
 */
final class PointTree {
  /** A part of at most so many points is looked through. */
  private static final int LEAF = 16;

  /** Far above any rounding of a squared chord of the unit sphere; less than 7 m on the ground. */
  static final double MARGIN = 1e-12;

  private final Points points;

  /** The points so that of any half, split at its middle, one axis parts before from after. */
  private final int[] order;

  /** Their vectors in this order. */
  private final double[][] vectors;

  PointTree(Points points) {
    this.points = points;
    this.order = IntStream.range(0, points.count()).toArray();
    split(0, order.length, 0);
    this.vectors = new double[points.vectors.length][];
    for (int axis = 0; axis < vectors.length; axis++) {
      double[] along = points.vectors[axis];
      vectors[axis] = Arrays.stream(order).mapToDouble(point -> along[point]).toArray();
    }
  }

  /** What is told of a point that was found. */
  @FunctionalInterface
  interface Visitor {
    void visit(int point, double km);
  }

  /** What is told of a point that may be near enough: the square of the straight line to it. */
  @FunctionalInterface
  interface Candidate {
    void consider(int point, double squaredChord);
  }

  /** Offers the points that may be at most that far from a place, and no other, in no order. */
  void offer(double radius, Points places, int place, Candidate candidate) {
    Search search =
        new Search(places, place, squaredChord(radius) + MARGIN) {
          @Override
          void found(int point, double squaredChord) {
            candidate.consider(point, squaredChord);
          }
        };
    search.lookIn(0, order.length, 0);
  }

  /** Visits the points at most that far from a place, in no order. */
  void visit(double radius, Points places, int place, Visitor visitor) {
    offer(
        radius,
        places,
        place,
        (point, squaredChord) -> {
          double km = points.km(point, places, place);
          if (km <= radius) {
            visitor.visit(point, km);
          }
        });
  }

  /** The points at most that far from a place, in no order. */
  int[] within(double radius, Points places, int place) {
    double clearlyWithin = squaredChord(radius) - MARGIN;
    int[][] within = {new int[64]};
    int[] count = {0};
    Search search =
        new Search(places, place, clearlyWithin + 2 * MARGIN) {
          @Override
          void found(int point, double squaredChord) {
            if (squaredChord < clearlyWithin || points.km(point, places, place) <= radius) {
              if (count[0] == within[0].length) {
                within[0] = Arrays.copyOf(within[0], 2 * count[0]);
              }
              within[0][count[0]++] = point;
            }
          }
        };
    search.lookIn(0, order.length, 0);
    return Arrays.copyOf(within[0], count[0]);
  }

  /** The square of the straight line to what is so many km away, in radii of the earth. */
  static double squaredChord(double km) {
    // Nothing is further away than half of a great circle.
    double chord = 2 * StrictMath.sin(Math.min(km / Points.RADIUS, Math.PI) / 2);
    return chord * chord;
  }

  /** How far the nearest point is from a place, infinitely where there is no point. */
  double nearest(Points places, int place) {
    double[] nearest = {Double.POSITIVE_INFINITY};
    Search search =
        new Search(places, place, Double.POSITIVE_INFINITY) {
          @Override
          void found(int point, double squaredChord) {
            nearest[0] = Math.min(nearest[0], points.km(point, places, place));
            limit = Math.min(limit, squaredChord + MARGIN);
          }
        };
    search.lookIn(0, order.length, 0);
    return nearest[0];
  }

  /** A search around a place, up to a limit of the squared chord. */
  private abstract class Search {
    private final double[] centre;
    double limit;

    Search(Points places, int place, double limit) {
      this.centre =
          new double[] {
            places.vectors[0][place], places.vectors[1][place], places.vectors[2][place]
          };
      this.limit = limit;
    }

    abstract void found(int point, double squaredChord);

    void lookIn(int from, int to, int axis) {
      if (to - from <= LEAF) {
        for (int i = from; i < to; i++) {
          lookAt(i);
        }
        return;
      }
      int middle = (from + to) >>> 1;
      int next = (axis + 1) % centre.length;
      double beyond = centre[axis] - vectors[axis][middle];
      boolean isBefore = beyond < 0;
      lookIn(isBefore ? from : middle + 1, isBefore ? middle : to, next);
      if (beyond * beyond <= limit) {
        lookAt(middle);
        lookIn(isBefore ? middle + 1 : from, isBefore ? to : middle, next);
      }
    }

    private void lookAt(int i) {
      double x = centre[0] - vectors[0][i];
      double y = centre[1] - vectors[1][i];
      double z = centre[2] - vectors[2][i];
      double squaredChord = x * x + y * y + z * z;
      if (squaredChord <= limit) {
        found(order[i], squaredChord);
      }
    }
  }

  private void split(int from, int to, int axis) {
    if (to - from > LEAF) {
      int middle = (from + to) >>> 1;
      partition(from, to - 1, middle, points.vectors[axis]);
      int next = (axis + 1) % points.vectors.length;
      split(from, middle, next);
      split(middle + 1, to, next);
    }
  }

  /**
   * Hoare's selection: what is before the middle is at most what is there, what is after at least.
   */
  private void partition(int first, int last, int middle, double[] along) {
    while (first < last) {
      double pivot = along[order[(first + last) >>> 1]];
      int i = first;
      int j = last;
      while (i <= j) {
        while (along[order[i]] < pivot) {
          i++;
        }
        while (along[order[j]] > pivot) {
          j--;
        }
        if (i <= j) {
          int point = order[i];
          order[i++] = order[j];
          order[j--] = point;
        }
      }
      if (middle <= j) {
        last = j;
      } else if (middle >= i) {
        first = i;
      } else {
        return;
      }
    }
  }
}
