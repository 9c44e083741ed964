package org.platformatlas.measure;

import java.util.List;

/**
 * Theil's T of members in groups, as the part between the groups and the part within them, each at
 * least 0; their sum is T.
 *
 * <p>Between: Σ S ln(S / (m/n)) over groups that hold the share S with m of the n members. Unlike
 * in the other indices, a member of volume 0 counts as a member, or a group that holds nothing
 * would vanish. Null without a positive volume. A negative, NaN or infinite volume is an error, as
 * are lists of different lengths.
 *
 * @see "Theil, H. (1967), Economics and Information Theory, chapter 4"
 */
@Formula(
    name = "theil_decomposition",
    version = 1,
    usage =
        "theil_decomposition(volumes, groups) - Theil's T of volumes in groups, zeros "
            + "included, split between and within the groups")
public final class TheilDecomposition {
  private TheilDecomposition() {}

  /** The two parts of Theil's T. */
  public record Decomposition(double between, double within) {}

  public static Decomposition evaluate(double[] volumes, String[] groups) {
    List<double[]> members = Shares.byGroup("theil_decomposition", volumes, groups);
    if (members == null) {
      return null;
    }
    double between = 0;
    double within = 0;
    for (double[] sizes : members) {
      Shares inGroup = Shares.of("theil_decomposition", sizes);
      if (!inGroup.isEmpty()) {
        double share = Shares.sum(sizes);
        between += share * StrictMath.log(share * volumes.length / sizes.length);
        double zeros = StrictMath.log((double) sizes.length / inGroup.count());
        within += share * (TheilT.of(inGroup) + zeros);
      }
    }
    return new Decomposition(Math.max(between, 0), within);
  }
}
