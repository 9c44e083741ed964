package org.platformatlas.measure;

import java.util.Arrays;

/**
 * The exponent of a power law p(x) ∝ x^-α fitted to the n sizes from xmin on, by maximum likelihood
 * for continuous sizes: α = 1 + n/Σ ln(x/xmin), above 1, with the standard error (α - 1)/√n. A
 * smaller α is a heavier tail.
 *
 * <p>Without a given xmin it is the size whose fit has the least Kolmogorov-Smirnov distance to the
 * tail, of all different sizes but the largest; of more than 1,000 different sizes, 1,000 that lie
 * evenly in the order of size are tried. The distance is taken below each step of the empirical
 * distribution, as in the program of the authors.
 *
 * <p>Null without a size in the tail. All but the number of sizes in the tail is null if they are
 * equal, and if they are fewer than 50 and xmin was not given. A negative, NaN or infinite volume
 * is an error, as is an xmin that is not a positive number.
 *
 * @see "Clauset, A., Shalizi, C. R. and Newman, M. E. J. (2009), Power-law distributions in
 *     empirical data, SIAM Review 51, 661-703, doi:10.1137/070710111"
 */
@Formula(
    name = "tail_exponent",
    version = 1,
    usage =
        "tail_exponent(volumes[, xmin]) - exponent of a power law fitted to the sizes from xmin on,"
            + " with its error, xmin, the distance of the fit and how many sizes are in the tail")
public final class TailExponent {
  private static final String NAME = "tail_exponent";
  private static final int FEWEST = 50;
  private static final int MOST_TRIED = 1_000;

  private TailExponent() {}

  /** The fit; {@code xmin} is where the tail begins, {@code ks} how far the fit is off. */
  public record Tail(Double alpha, Double se, Double xmin, Double ks, int nTail) {}

  public static Tail evaluate(double[] volumes) {
    double[] sizes = sizes(volumes, 0);
    if (sizes.length == 0) {
      return null;
    }
    double[] logs = logs(sizes);
    double least = Double.POSITIVE_INFINITY;
    int best = -1;
    for (int from : different(sizes)) {
      double distance = distance(logs, from, logs[from], least);
      if (distance < least) {
        least = distance;
        best = from;
      }
    }
    if (best < 0) {
      return unfitted(sizes.length); // all are equal
    }
    int inTail = sizes.length - best;
    return inTail < FEWEST ? unfitted(inTail) : fitted(logs, best, logs[best], sizes[best]);
  }

  public static Tail evaluate(double[] volumes, double xmin) {
    if (!(xmin > 0 && xmin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: Invalid xmin %s (xmin is a finite number > 0)".formatted(NAME, xmin));
    }
    double[] sizes = sizes(volumes, xmin);
    if (sizes.length == 0) {
      return null;
    }
    return sizes[0] == sizes[sizes.length - 1]
        ? unfitted(sizes.length)
        : fitted(logs(sizes), 0, StrictMath.log(xmin / sizes[sizes.length - 1]), xmin);
  }

  private static Tail unfitted(int inTail) {
    return new Tail(null, null, null, null, inTail);
  }

  private static Tail fitted(double[] logs, int from, double logOfXmin, double xmin) {
    double alpha = 1 + power(logs, from, logOfXmin);
    int n = logs.length - from;
    double distance = distance(logs, from, logOfXmin, Double.POSITIVE_INFINITY);
    return new Tail(alpha, (alpha - 1) / Math.sqrt(n), xmin, distance, n);
  }

  /** α - 1. */
  private static double power(double[] logs, int from, double logOfXmin) {
    double sum = 0;
    for (int i = from; i < logs.length; i++) {
      sum += logs[i] - logOfXmin;
    }
    return (logs.length - from) / sum;
  }

  /** How far the fit is off, or at least as much as makes it no longer of interest. */
  private static double distance(double[] logs, int from, double logOfXmin, double limit) {
    double power = power(logs, from, logOfXmin);
    double n = logs.length - from;
    double distance = 0;
    for (int i = from; i < logs.length && distance < limit; i++) {
      if (i == from || logs[i] > logs[i - 1]) {
        double fitted = -StrictMath.expm1(power * (logOfXmin - logs[i]));
        distance = Math.max(distance, Math.abs(fitted - (i - from) / n));
      }
    }
    return distance;
  }

  /** Where each different size but the largest begins, or a thousand of these places. */
  private static int[] different(double[] sizes) {
    int[] places = new int[sizes.length];
    int count = 0;
    for (int i = 0; i < sizes.length && sizes[i] < sizes[sizes.length - 1]; i++) {
      if (i == 0 || sizes[i] > sizes[i - 1]) {
        places[count++] = i;
      }
    }
    int tried = Math.min(count, MOST_TRIED);
    int[] even = new int[tried];
    for (int i = 0; i < tried; i++) {
      even[i] = places[(int) ((long) i * count / tried)];
    }
    return even;
  }

  private static double[] sizes(double[] volumes, double xmin) {
    double[] sizes = Shares.positive(NAME, volumes);
    int below = 0;
    while (below < sizes.length && sizes[below] < xmin) {
      below++;
    }
    return Arrays.copyOfRange(sizes, below, sizes.length);
  }

  /** The logarithms of the sizes over the largest, which do not change with the unit. */
  private static double[] logs(double[] sizes) {
    double[] logs = new double[sizes.length];
    for (int i = 0; i < logs.length; i++) {
      double relative = sizes[i] / sizes[sizes.length - 1];
      logs[i] = StrictMath.log(Math.max(relative, Double.MIN_VALUE));
    }
    return logs;
  }
}
