package org.platformatlas.measure;

/**
 * The Hoover index of two distributions over the same members: ½ Σ |a - b| of their shares, in [0,
 * 1]; 0 where they agree, 1 where one has all that the other lacks. With b the members' numbers, it
 * is what would have to move for equality.
 *
 * <p>The i-th volumes of a and b belong together. Null if one list has no positive volume. A
 * negative, NaN or infinite volume is an error, as are lists of different lengths.
 *
 * @see "Hoover, E. M. (1936), The measurement of industrial localization, Review of Economics and
 *     Statistics 18, 162-171"
 */
@Formula(
    name = "hoover",
    version = 1,
    usage =
        "hoover(a, b) - Hoover index: half the sum of differences between two lists of "
            + "shares, in [0, 1]")
public final class Hoover {
  private Hoover() {}

  public static Double evaluate(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "hoover: Invalid lists of %d and %d volumes (the lists are as long as each other)"
              .formatted(a.length, b.length));
    }
    double[] first = Shares.each("hoover", a);
    double[] second = Shares.each("hoover", b);
    if (first == null || second == null) {
      return null;
    }
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = Math.abs(first[i] - second[i]);
    }
    return Math.min(Shares.sum(differences) / 2, 1);
  }
}
