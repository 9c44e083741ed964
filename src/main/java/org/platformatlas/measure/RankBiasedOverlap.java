package org.platformatlas.measure;

/**
 * Rank-biased overlap of two ranked lists: the agreement of their first d items, averaged over all
 * depths d with weights that fall by p from one to the next, in [0, 1]. A p of .9 gives the first
 * ten ranks 86 % of the weight.
 *
 * <p>{@code min} is what the lists show whatever follows, {@code residual} what more could follow,
 * and {@code ext} takes the agreement at the end as going on. Lists may differ in length. Null if
 * one is empty. An item that is in a list twice is an error, as is a p outside (0, 1). A list is a
 * strict order: sort what is tied by name.
 *
 * @see "Webber, W., Moffat, A. and Zobel, J. (2010), A similarity measure for indefinite rankings,
 *     ACM Transactions on Information Systems 28, 20, doi:10.1145/1852102.1852106"
 */
@Formula(
    name = "rank_biased_overlap",
    version = 1,
    usage = "rank_biased_overlap(a, b, p) - agreement of two ranked lists, the top first")
public final class RankBiasedOverlap {
  private static final String NAME = "rank_biased_overlap";

  private RankBiasedOverlap() {}

  /** The extrapolated overlap, the least that is possible, and how much more is. */
  public record Overlap(double ext, double min, double residual) {}

  public static Overlap evaluate(String[] a, String[] b, double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("%s: Invalid p %s (p is in (0, 1))".formatted(NAME, p));
    }
    int[] overlaps = RankedLists.overlaps(NAME, a, b);
    int shorter = Math.min(a.length, b.length);
    int longer = Math.max(a.length, b.length);
    if (shorter == 0) {
      return null;
    }
    double found = overlaps[longer];
    double common = overlaps[shorter];
    double logarithm = -StrictMath.log1p(-p);
    double ext = 0;
    double min = found * logarithm;
    // Σ p^d/d up to a depth.
    double sum = 0;
    double sumToShorter = 0;
    double power = 1;
    for (int d = 1; d <= longer; d++) {
      power *= p;
      double weight = power / d;
      ext += weight * overlaps[d];
      if (d > shorter) {
        ext += weight * common * (d - shorter) / shorter;
      }
      min += weight * (overlaps[d] - found);
      sum += weight;
      if (d == shorter) {
        sumToShorter = sum;
      }
    }
    double sumToLonger = sum;
    int all = shorter + longer - (int) found;
    double powerOfAll = power;
    for (int d = longer + 1; d <= all; d++) {
      powerOfAll *= p;
      sum += powerOfAll / d;
    }
    double scale = (1 - p) / p;
    double residual =
        StrictMath.pow(p, shorter)
            + power
            - powerOfAll
            - scale
                * (shorter * (sum - sumToShorter)
                    + longer * (sum - sumToLonger)
                    + found * (logarithm - sum));
    ext = scale * ext + ((found - common) / longer + common / shorter) * power;
    return new Overlap(Math.min(ext, 1), scale * min, Math.max(residual, 0));
  }
}
