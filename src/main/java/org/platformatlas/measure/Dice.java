package org.platformatlas.measure;

/**
 * Dice's (Sørensen's) coefficient of two sets: what is in both over the mean size, in [0, 1].
 *
 * <p>A member that is listed twice counts once. Null if both sets are empty. Counts below 0,
 * infinite or NaN are an error, as is a count in both that exceeds one of the two.
 *
 * @see "Dice, L. R. (1945), Measures of the amount of ecologic association between species, Ecology
 *     26, 297-302, doi:10.2307/1932409"
 */
@Formula(
    name = "dice",
    version = 1,
    usage =
        "dice(a, b) or dice(count_a, count_b, count_both) - members in both over the mean size of the sets, in [0, 1]")
public final class Dice {
  private Dice() {}

  public static Double evaluate(String[] a, String[] b) {
    return of(Sets.of(a, b));
  }

  public static Double evaluate(double countA, double countB, double countBoth) {
    return of(Sets.of("dice", countA, countB, countBoth));
  }

  private static Double of(Sets sets) {
    return Sets.share(2 * sets.both(), sets.a() + sets.b());
  }
}
