package org.platformatlas.measure;

import java.util.Arrays;

/**
 * The total forward linkages of industries: the row sums of their Ghosh inverse, how much output of
 * all industries one unit of primary input of each supplies, itself among it.
 *
 * <p>Divided by their mean they are normalised: above 1 is a stronger push than most. A matrix that
 * is not square or not finite is an error.
 *
 * @see "Jones, L. P. (1976), The measurement of Hirschmanian linkages, Quarterly Journal of
 *     Economics 90, 323-333, doi:10.2307/1884635"
 * @see "Miller, R. E. and Blair, P. D. (2009), Input-Output Analysis, 2nd edition, section 12.2"
 */
@Formula(
    name = "forward_linkage",
    version = 1,
    usage =
        "forward_linkage(ghosh) - how much output of all one unit of primary input of each industry supplies")
public final class ForwardLinkage {
  private static final String NAME = "forward_linkage";

  private ForwardLinkage() {}

  public static double[] evaluate(double[][] ghosh) {
    InputOutput.requireSquare(NAME, ghosh);
    return Arrays.stream(ghosh).mapToDouble(Shares::sum).toArray();
  }
}
