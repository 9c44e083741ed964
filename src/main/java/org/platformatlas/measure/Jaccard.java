package org.platformatlas.measure;

/**
 * Jaccard's coefficient of two sets: what is in both over what is in either, in [0, 1].
 *
 * <p>A member that is listed twice counts once. Null if both sets are empty. Counts below 0,
 * infinite or NaN are an error, as is a count in both that exceeds one of the two.
 *
 * @see "Jaccard, P. (1912), The distribution of the flora in the alpine zone, New Phytologist 11,
 *     37-50, doi:10.1111/j.1469-8137.1912.tb05611.x"
 */
@Formula(
    name = "jaccard",
    version = 1,
    usage =
        "jaccard(a, b) or jaccard(count_a, count_b, count_both) - members in both over members in either, in [0, 1]")
public final class Jaccard {
  private Jaccard() {}

  public static Double evaluate(String[] a, String[] b) {
    return of(Sets.of(a, b));
  }

  public static Double evaluate(double countA, double countB, double countBoth) {
    return of(Sets.of("jaccard", countA, countB, countBoth));
  }

  private static Double of(Sets sets) {
    return Sets.share(sets.both(), sets.a() + sets.b() - sets.both());
  }
}
