package org.platformatlas.measure;

/** What formulas ask of lists that belong together, and of sizes. */
final class Lists {
  private Lists() {}

  /** Two lists that are as long as each other. */
  static void requireAlike(String formula, String what, int count, String other, int otherCount) {
    if (count != otherCount) {
      throw new IllegalArgumentException(
          "%s: Invalid lists (%d %s, %d %s)".formatted(formula, count, what, otherCount, other));
    }
  }

  /** Finite numbers that are not negative, as weights, people and distances are. */
  static void requireSizes(String formula, String what, double... sizes) {
    for (double size : sizes) {
      if (!(size >= 0 && size < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid %s %s (a finite number >= 0)".formatted(formula, what, size));
      }
    }
  }
}
