package org.platformatlas.measure;

import java.util.Arrays;

/**
 * A series of values in the order of their times, each time once.
 *
 * @param times finite and ascending
 * @param values finite
 */
record Series(double[] times, double[] values) {
  /** Steps between times are equal if they differ by less than this fraction. */
  private static final double REGULAR = 1e-6;

  static Series of(String formula, double[] times, double[] values) {
    if (times.length != values.length) {
      throw new IllegalArgumentException(
          "%s: Invalid series (%d times for %d values)"
              .formatted(formula, times.length, values.length));
    }
    requireFinite(formula, "time", times);
    requireFinite(formula, "value", values);
    int[] order = order(times);
    Series sorted =
        new Series(
            Arrays.stream(order).mapToDouble(i -> times[i]).toArray(),
            Arrays.stream(order).mapToDouble(i -> values[i]).toArray());
    for (int i = 1; i < order.length; i++) {
      if (sorted.times[i] == sorted.times[i - 1]) {
        throw new IllegalArgumentException(
            "%s: Invalid time %s, which is there twice (a series has one value a time)"
                .formatted(formula, sorted.times[i]));
      }
    }
    return sorted;
  }

  static void requireFinite(String formula, String what, double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException(
            "%s: Invalid %s %s (a %s is a finite number)".formatted(formula, what, number, what));
      }
    }
  }

  /** The places of numbers in ascending order of the numbers, of equal ones as they stand. */
  static int[] order(double[] numbers) {
    double[] ascending = numbers.clone();
    Arrays.sort(ascending);
    int[] order = new int[numbers.length];
    int[] placed = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int first = first(ascending, numbers[i]);
      order[first + placed[first]++] = i;
    }
    return order;
  }

  /** The first place of a number that is there. */
  private static int first(double[] ascending, double number) {
    int from = 0;
    int to = ascending.length - 1;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (Double.compare(ascending[middle], number) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  int count() {
    return times.length;
  }

  /** Whether the times are equally far apart. */
  boolean isRegular() {
    double step = (times[count() - 1] - times[0]) / (count() - 1);
    for (int i = 1; i < count(); i++) {
      if (Math.abs(times[i] - times[i - 1] - step) > REGULAR * step) {
        return false;
      }
    }
    return true;
  }

  /** The slopes between all pairs of points, ascending. */
  double[] slopes() {
    double[] slopes = new double[count() * (count() - 1) / 2];
    int n = 0;
    for (int i = 0; i < count(); i++) {
      for (int j = i + 1; j < count(); j++) {
        slopes[n++] = (values[j] - values[i]) / (times[j] - times[i]);
      }
    }
    Arrays.sort(slopes);
    return slopes;
  }

  /** The median of numbers in ascending order. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : sorted[middle - 1] + (sorted[middle] - sorted[middle - 1]) / 2;
  }

  /** The rank of each number from 1, equal ones sharing the mean of theirs. */
  static double[] ranks(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      int first = firstAtLeast(sorted, numbers[i]);
      int last = firstAtLeast(sorted, Math.nextUp(numbers[i]));
      ranks[i] = (first + last + 1) / 2.0;
    }
    return ranks;
  }

  private static int firstAtLeast(double[] sorted, double number) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] >= number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
