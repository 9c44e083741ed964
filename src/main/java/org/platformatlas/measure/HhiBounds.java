package org.platformatlas.measure;

/**
 * What the Herfindahl-Hirschman index of a whole market can be when only its largest firms and its
 * total are known, as bounds in (0, 1].
 *
 * <p>The remainder R is made of firms no larger than p, the smallest listed. The lower bound makes
 * them infinitely small, or, of n firms in the market of which m are listed, n - m equal ones; the
 * upper bound makes as many as possible as large as p. Both are tight: attained or approached.
 *
 * <p>Null without a positive volume, and when n is infeasible: too small for the remainder. A
 * negative, NaN or infinite volume is an error, as is a total below the sum of the volumes; sums
 * closer than 1e-9 of the total are equal.
 *
 * @see "Nauenberg, E., Basu, K. and Chand, H. (1997), Hirschman-Herfindahl index determination
 *     under incomplete information, Applied Economics Letters 4, 639-642"
 */
@Formula(
    name = "hhi_bounds",
    version = 1,
    usage =
        "hhi_bounds(volumes, total[, n]) - bounds of the hhi of a market of which the largest firms"
            + " and the total are known, and maybe the number n of firms; null if n is infeasible")
public final class HhiBounds {
  private HhiBounds() {}

  /** The least and the greatest index that the market can have. */
  public record Bounds(double lower, double upper) {}

  public static Bounds evaluate(double[] volumes, double total) {
    Shares shares = Shares.of("hhi_bounds", volumes, total);
    return shares.isEmpty() ? null : of(shares, 0);
  }

  public static Bounds evaluate(double[] volumes, double total, int n) {
    Shares shares = Shares.of("hhi_bounds", volumes, total);
    if (shares.isEmpty()) {
      return null;
    }
    double unlisted = (double) n - shares.count();
    double remainder = shares.total() - shares.listed();
    double needed = Math.ceil((remainder - Shares.ROUNDING * shares.total()) / shares.sizes()[0]);
    if (unlisted < Math.max(needed, 0)) {
      return null;
    }
    double each = remainder / shares.total();
    return of(shares, unlisted == 0 ? 0 : each * each / unlisted);
  }

  private static Bounds of(Shares shares, double lowerOfRemainder) {
    double listed = Hhi.of(shares);
    double remainder = (shares.total() - shares.listed()) / shares.total();
    double smallest = shares.share(0);
    double rest = remainder % smallest;
    double upper = listed + (remainder - rest) * smallest + rest * rest;
    return new Bounds(Math.min(listed + lowerOfRemainder, upper), upper);
  }
}
