package org.platformatlas.measure;

import java.util.HashSet;
import java.util.Set;

/** Two ranked lists, read from the top. */
final class RankedLists {
  private RankedLists() {}

  /**
   * How many items two lists have in common in their first d, for d from 0 to the length of the
   * longer one; a list that has ended stays as it is.
   */
  static int[] overlaps(String formula, String[] a, String[] b) {
    requireDistinct(formula, a);
    requireDistinct(formula, b);
    int depth = Math.max(a.length, b.length);
    int[] overlaps = new int[depth + 1];
    Set<String> seen = new HashSet<>();
    for (int d = 1; d <= depth; d++) {
      overlaps[d] = overlaps[d - 1] + met(seen, a, d) + met(seen, b, d);
    }
    return overlaps;
  }

  /** 1 if the d-th item of a list was seen, in the other one. */
  private static int met(Set<String> seen, String[] list, int d) {
    return d <= list.length && !seen.add(list[d - 1]) ? 1 : 0;
  }

  private static void requireDistinct(String formula, String[] list) {
    Set<String> items = new HashSet<>();
    for (String item : list) {
      if (!items.add(item)) {
        throw new IllegalArgumentException(
            "%s: Invalid list, '%s' is in it twice (a ranked list has each item once)"
                .formatted(formula, item));
      }
    }
  }
}
