package org.platformatlas.measure;

/**
 * The relatedness density around a category: the proximity of all other categories to it, and which
 * share of that belongs to those in which a member is present, in [0, 1].
 *
 * <p>The category itself is not among the others. Null where nothing is near. A proximity that is
 * not in [0, 1] is an error, as are lists of different lengths.
 *
 * @see "Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007), The product space
 *     conditions the development of nations, Science 317, 482-487, doi:10.1126/science.1144581"
 */
@Formula(
    name = "relatedness_density",
    version = 1,
    usage =
        "relatedness_density(proximities, present) - share of the proximity to other categories that"
            + " is to those present, in [0, 1]")
public final class RelatednessDensity {
  private RelatednessDensity() {}

  public static Double evaluate(double[] proximities, boolean[] present) {
    if (proximities.length != present.length) {
      throw new IllegalArgumentException(
          "relatedness_density: Invalid lists (%d proximities, %d marks of presence)"
              .formatted(proximities.length, present.length));
    }
    double[] near = new double[present.length];
    for (int i = 0; i < near.length; i++) {
      if (!(proximities[i] >= 0 && proximities[i] <= 1)) {
        throw new IllegalArgumentException(
            "relatedness_density: Invalid proximity %s (a proximity is in [0, 1])"
                .formatted(proximities[i]));
      }
      near[i] = present[i] ? proximities[i] : 0;
    }
    return Weights.share(Shares.sum(near), Shares.sum(proximities));
  }
}
