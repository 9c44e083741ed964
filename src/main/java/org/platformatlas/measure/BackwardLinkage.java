package org.platformatlas.measure;

import java.util.Arrays;

/**
 * The total backward linkages of industries: the column sums of their Leontief inverse, how much
 * output of all industries one unit of final use of each takes, itself among it.
 *
 * <p>Divided by their mean they are normalised: above 1 is a stronger pull than most. A matrix that
 * is not square or not finite is an error.
 *
 * @see "Rasmussen, P. N. (1956), Studies in Inter-Sectoral Relations"
 * @see "Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd edition, section 12.2"
 */
@Formula(
    name = "backward_linkage",
    version = 1,
    usage =
        "backward_linkage(leontief) - how much output of all one unit of final use of each industry takes")
public final class BackwardLinkage {
  private static final String NAME = "backward_linkage";

  private BackwardLinkage() {}

  public static double[] evaluate(double[][] leontief) {
    InputOutput.requireSquare(NAME, leontief);
    double[] sums = new double[leontief.length];
    for (int j = 0; j < sums.length; j++) {
      int column = j;
      sums[j] = Shares.sum(Arrays.stream(leontief).mapToDouble(row -> row[column]).toArray());
    }
    return sums;
  }
}
