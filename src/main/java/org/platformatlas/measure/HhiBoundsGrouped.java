package org.platformatlas.measure;

import java.util.Arrays;

/**
 * What the Herfindahl-Hirschman index of n firms can be when only what groups of them hold is
 * known, the largest firms first (the 4 largest, the next 4, the next 12 ...), as bounds in (0, 1].
 *
 * <p>The firms that no group has, n - Σ counts, hold the rest of the total. The lower bound makes
 * the firms of a group equal. The upper bound makes them as unequal as their neighbours allow: no
 * firm is below the mean of the next group or above the mean of the previous one.
 *
 * <p>Null without a positive total, and when the groups are infeasible: a mean above that of the
 * previous group, or a rest without firms. Lists of different lengths are an error, as are a count
 * that is not a positive whole number, a negative, NaN or infinite sum, and a total below the sum
 * of the groups; sums closer than 1e-9 of the total are equal.
 *
 * @see "Schmalensee, R. (1977), Using the H-index of concentration with published data, Review of
 *     Economics and Statistics 59, 186-193"
 */
@Formula(
    name = "hhi_bounds_grouped",
    version = 1,
    usage =
        "hhi_bounds_grouped(counts, totals, total, n) - bounds of the hhi of n firms of"
            + " which only sums of groups are known, the largest firms first")
public final class HhiBoundsGrouped {
  private static final String NAME = "hhi_bounds_grouped";

  private HhiBoundsGrouped() {}

  public static HhiBounds.Bounds evaluate(
      double[] counts, double[] totals, double total, double n) {
    if (counts.length != totals.length) {
      throw new IllegalArgumentException(
          "%s: Invalid groups (%d counts for %d totals)"
              .formatted(NAME, counts.length, totals.length));
    }
    for (double count : counts) {
      requireWhole(count, 1);
    }
    requireWhole(n, 0);
    Shares.of(NAME, totals, total);
    if (total == 0) {
      return null;
    }
    double[] firms = Arrays.copyOf(counts, counts.length + 1);
    double[] share = new double[firms.length];
    double unlisted = n;
    double rest = 1;
    for (int i = 0; i < counts.length; i++) {
      share[i] = totals[i] / total;
      unlisted -= counts[i];
      rest -= share[i];
    }
    rest = rest < Shares.ROUNDING ? 0 : rest;
    if (unlisted < (rest > 0 ? 1 : 0)) {
      return null;
    }
    firms[counts.length] = Math.max(unlisted, 1);
    share[counts.length] = rest;
    double lower = 0;
    double upper = 0;
    double ceiling = 1;
    for (int i = 0; i < firms.length; i++) {
      double mean = share[i] / firms[i];
      double floor = i + 1 < firms.length ? share[i + 1] / firms[i + 1] : 0;
      if (floor > mean * (1 + Shares.ROUNDING)) {
        return null;
      }
      lower += share[i] * mean;
      upper += mostUnequal(firms[i], share[i], Math.min(floor, mean), ceiling);
      ceiling = mean;
    }
    return new HhiBounds.Bounds(Math.min(lower, upper), upper);
  }

  /** The sum of squares of so many shares when as many as possible are at the ceiling. */
  private static double mostUnequal(double firms, double sum, double floor, double ceiling) {
    double surplus = Math.max(sum - firms * floor, 0);
    double room = ceiling - floor;
    if (surplus == 0 || room <= 0) {
      return sum * sum / firms;
    }
    double full = Math.min(Math.floor(surplus / room * (1 + Shares.ROUNDING)), firms);
    double partial = floor + Math.max(surplus - full * room, 0);
    double rest = firms - full;
    return full * ceiling * ceiling
        + (rest < 1 ? 0 : partial * partial + (rest - 1) * floor * floor);
  }

  private static void requireWhole(double count, int least) {
    if (!(count >= least && count == Math.rint(count) && count < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: Invalid number of firms %s (a whole number >= %d)".formatted(NAME, count, least));
    }
  }
}
