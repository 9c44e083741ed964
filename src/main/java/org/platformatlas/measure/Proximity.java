package org.platformatlas.measure;

/**
 * The proximity of two categories: the smaller of the conditional probabilities that who is present
 * in one is present in the other, min(P(a|b), P(b|a)), in [0, 1].
 *
 * <p>Null if nobody is present in either. Counts below 0, infinite or NaN are an error, as is a
 * count in both that exceeds one of the two.
 *
 * @see "Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007), The product space
 *     conditions the development of nations, Science 317, 482-487, doi:10.1126/science.1144581"
 */
@Formula(
    name = "proximity",
    version = 1,
    usage =
        "proximity(count_a, count_b, count_both) - how likely who is present in one category is"
            + " present in the other, the smaller way, in [0, 1]")
public final class Proximity {
  private Proximity() {}

  public static Double evaluate(double countA, double countB, double countBoth) {
    Sets sets = Sets.of("proximity", countA, countB, countBoth);
    return Sets.share(sets.both(), Math.max(sets.a(), sets.b()));
  }
}
