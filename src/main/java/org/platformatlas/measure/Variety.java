package org.platformatlas.measure;

import java.util.List;

/**
 * The entropy of volumes in groups, in nats, as unrelated variety, the entropy of the groups, and
 * related variety, the mean entropy within them by their shares; each at least 0, their sum is
 * Shannon's entropy.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error, as are lists
 * of different lengths.
 *
 * @see "Frenken, K., Van Oort, F. and Verburg, T. (2007), Related variety, unrelated variety and
 *     regional economic growth, Regional Studies 41, 685-697, doi:10.1080/00343400601120296 (in
 *     bits there)"
 */
@Formula(
    name = "variety",
    version = 1,
    usage =
        "variety(volumes, groups) - entropy of volumes in groups, in nats, split between (unrelated)"
            + " and within (related) the groups")
public final class Variety {
  private Variety() {}

  /** The two parts of the entropy. */
  public record Parts(double unrelated, double related) {}

  public static Parts evaluate(double[] volumes, String[] groups) {
    List<double[]> members = Shares.byGroup("variety", volumes, groups);
    if (members == null) {
      return null;
    }
    double[] sums = members.stream().mapToDouble(Shares::sum).toArray();
    double[] within = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      Shares group = Shares.of("variety", members.get(i));
      within[i] = group.isEmpty() ? 0 : sums[i] * ShannonEntropy.of(group);
    }
    return new Parts(ShannonEntropy.evaluate(sums), Shares.sum(within));
  }
}
