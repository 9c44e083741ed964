package org.platformatlas.measure;

/**
 * The overlap coefficient (Szymkiewicz-Simpson) of two sets: what is in both over the smaller set,
 * in [0, 1]; 1 if one is within the other.
 *
 * <p>A member that is listed twice counts once. Null if one set is empty. Counts below 0, infinite
 * or NaN are an error, as is a count in both that exceeds one of the two.
 *
 * @see "Simpson, G. G. (1960), Notes on the measurement of faunal resemblance, American Journal of
 *     Science 258-A, 300-311"
 */
@Formula(
    name = "overlap_coefficient",
    version = 1,
    usage =
        "overlap_coefficient(a, b) or overlap_coefficient(count_a, count_b, count_both) - members in both over the members of the smaller set, in [0, 1]")
public final class OverlapCoefficient {
  private OverlapCoefficient() {}

  public static Double evaluate(String[] a, String[] b) {
    return of(Sets.of(a, b));
  }

  public static Double evaluate(double countA, double countB, double countBoth) {
    return of(Sets.of("overlap_coefficient", countA, countB, countBoth));
  }

  private static Double of(Sets sets) {
    return Sets.share(sets.both(), Math.min(sets.a(), sets.b()));
  }
}
