package org.platformatlas.measure;

/**
 * Ochiai's coefficient of two sets: what is in both over the geometric mean of their sizes, in [0,
 * 1]; the cosine of sets.
 *
 * <p>A member that is listed twice counts once. Null if one set is empty. Counts below 0, infinite
 * or NaN are an error, as is a count in both that exceeds one of the two.
 *
 * @see "Ochiai, A. (1957), Zoogeographical studies on the soleoid fishes found in Japan and its
 *     neighbouring regions, Bulletin of the Japanese Society of Scientific Fisheries 22, 526-530"
 */
@Formula(
    name = "ochiai",
    version = 1,
    usage =
        "ochiai(a, b) or ochiai(count_a, count_b, count_both) - members in both over the geometric mean of the sizes, in [0, 1]")
public final class Ochiai {
  private Ochiai() {}

  public static Double evaluate(String[] a, String[] b) {
    return of(Sets.of(a, b));
  }

  public static Double evaluate(double countA, double countB, double countBoth) {
    return of(Sets.of("ochiai", countA, countB, countBoth));
  }

  private static Double of(Sets sets) {
    return Sets.share(sets.both(), Weights.geometricMean(sets.a(), sets.b()));
  }
}
