package org.platformatlas.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The positive volumes of a list in ascending order, and the total that they are shares of.
 *
 * <p>Sizes are the volumes divided by the power of two that brings the largest number to [1, 2):
 * that changes no share, keeps sums from overflowing and small volumes from being denormal. Folding
 * in ascending order makes every result independent of the order of the list, to the last bit.
 *
 * @param sizes the scaled volumes, without zeros
 * @param listed their sum
 * @param total the scaled total, at least {@code listed}
 */
record Shares(double[] sizes, double listed, double total) {
  /** Sums closer than this fraction of the total are equal: published numbers are rounded. */
  static final double ROUNDING = 1e-9;

  /** Shares of the sum of the volumes. */
  static Shares of(String formula, double[] volumes) {
    Shares scaled = scaled(positive(formula, volumes), 0);
    return scaled.of(scaled.listed);
  }

  /** Shares of a known total, which may exceed the sum of the volumes, not fall below it. */
  static Shares of(String formula, double[] volumes, double total) {
    double[] positive = positive(formula, volumes);
    if (!(total >= 0 && total < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: Invalid total %s (a total is a finite number >= 0)".formatted(formula, total));
    }
    Shares scaled = scaled(positive, total);
    if (scaled.total < scaled.listed * (1 - ROUNDING)) {
      throw new IllegalArgumentException(
          ("%s: Invalid total %s, less than the sum of the volumes %s"
                  + " (without a total, shares are taken of the sum)")
              .formatted(formula, total, Arrays.stream(positive).sum()));
    }
    return scaled.of(Math.max(scaled.total, scaled.listed));
  }

  /** The sum of numbers, folded in ascending order; the list is left as it was. */
  static double sum(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double sum = 0;
    for (double number : sorted) {
      sum += number;
    }
    return sum;
  }

  /** The share of each volume, in the order of the list; null without a positive volume. */
  static double[] each(String formula, double[] volumes) {
    double[] positive = positive(formula, volumes);
    if (positive.length == 0) {
      return null;
    }
    double unit = unit(positive[positive.length - 1]);
    double listed = scaled(positive, 0).listed;
    return Arrays.stream(volumes).map(volume -> volume * unit / listed).toArray();
  }

  /** The shares of the members of each group, groups in the order of their names; null as above. */
  static List<double[]> byGroup(String formula, double[] volumes, String[] groups) {
    if (volumes.length != groups.length) {
      throw new IllegalArgumentException(
          "%s: Invalid groups (%d groups for %d volumes)"
              .formatted(formula, groups.length, volumes.length));
    }
    double[] shares = each(formula, volumes);
    if (shares == null) {
      return null;
    }
    Map<String, DoubleStream.Builder> members = new TreeMap<>();
    for (int i = 0; i < shares.length; i++) {
      members.computeIfAbsent(groups[i], group -> DoubleStream.builder()).add(shares[i]);
    }
    return members.values().stream().map(group -> group.build().toArray()).toList();
  }

  private static double unit(double largest) {
    return Math.scalb(1.0, -Math.getExponent(largest));
  }

  private static Shares scaled(double[] positive, double total) {
    double largest = positive.length == 0 ? 0 : positive[positive.length - 1];
    double unit = unit(Math.max(largest, total));
    double[] sizes = new double[positive.length];
    double listed = 0;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.max(positive[i] * unit, Double.MIN_VALUE);
      listed += sizes[i];
    }
    return new Shares(sizes, listed, total * unit);
  }

  private Shares of(double newTotal) {
    return new Shares(sizes, listed, newTotal);
  }

  /** The positive volumes in ascending order. */
  static double[] positive(String formula, double[] volumes) {
    double[] positive = new double[volumes.length];
    int n = 0;
    for (double volume : volumes) {
      if (!(volume >= 0 && volume < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid volume %s (a volume is a finite number >= 0)".formatted(formula, volume));
      }
      if (volume > 0) {
        positive[n++] = volume;
      }
    }
    if (n < positive.length) {
      positive = Arrays.copyOf(positive, n);
    }
    RadixSort.sort(positive);
    return positive;
  }

  boolean isEmpty() {
    return sizes.length == 0;
  }

  int count() {
    return sizes.length;
  }

  /** The share of the i-th smallest from 0, positive however small it is. */
  double share(int i) {
    return Math.max(sizes[i] / total, Double.MIN_VALUE);
  }

  /** The share of the i-th largest from 1. */
  double largest(int i) {
    return share(sizes.length - i);
  }

  /** The i-th smallest from 0, as a multiple of the mean of all that are listed. */
  double relative(int i) {
    return Math.max(sizes[i] / listed * sizes.length, Double.MIN_VALUE);
  }
}
