package org.platformatlas.measure;

/**
 * Average overlap of two ranked lists: the share of items in common among their first d, averaged
 * over d from 1 to the length of the shorter one, in [0, 1].
 *
 * <p>Null if one is empty. An item that is in a list twice is an error.
 *
 * @see "Fagin, R., Kumar, R. and Sivakumar, D. (2003), Comparing top k lists, SIAM Journal on
 *     Discrete Mathematics 17, 134-160"
 */
@Formula(
    name = "average_overlap",
    version = 1,
    usage =
        "average_overlap(a, b) - agreement of two ranked lists, averaged over depths, in [0, 1]")
public final class AverageOverlap {
  private AverageOverlap() {}

  public static Double evaluate(String[] a, String[] b) {
    int[] overlaps = RankedLists.overlaps("average_overlap", a, b);
    int depth = Math.min(a.length, b.length);
    if (depth == 0) {
      return null;
    }
    double sum = 0;
    for (int d = 1; d <= depth; d++) {
      sum += (double) overlaps[d] / d;
    }
    return sum / depth;
  }
}
