package org.platformatlas.measure;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * How many members two sets have, and how many of them are in both.
 *
 * <p>Counts are numbers, not integers, because estimates from sketches are counts too.
 */
record Sets(double a, double b, double both) {
  /** The counts of two lists, in which a member may stand more than once. */
  static Sets of(String[] a, String[] b) {
    Set<String> left = new HashSet<>(Arrays.asList(a));
    Set<String> right = new HashSet<>(Arrays.asList(b));
    long both = right.stream().filter(left::contains).count();
    return new Sets(left.size(), right.size(), both);
  }

  /** Counts that are known; a part that exceeds its whole is an error. */
  static Sets of(String formula, double a, double b, double both) {
    if (!(both >= 0 && both <= a && both <= b && Math.max(a, b) < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: Invalid counts %s, %s and %s in both (numbers >= 0, in both at most in each)"
              .formatted(formula, a, b, both));
    }
    return new Sets(a, b, both);
  }

  /** A part of a whole, or null where there is no whole. */
  static Double share(double part, double whole) {
    return whole > 0 ? (Double) (part / whole) : null;
  }
}
