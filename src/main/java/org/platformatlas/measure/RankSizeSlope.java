package org.platformatlas.measure;

/**
 * The slope of the rank-size rule: ordinary least squares of ln(rank - ½) on ln(size), where the ½
 * removes the bias of small samples, and its standard error |slope| √(2/n). Zipf's law is -1;
 * nearer to 0 is more unequal.
 *
 * <p>Null for fewer than three positive volumes and when all are equal. A negative, NaN or infinite
 * volume is an error.
 *
 * @see "Gabaix, X. and Ibragimov, R. (2011), Rank - 1/2: a simple way to improve the OLS estimation
 *     of tail exponents, Journal of Business and Economic Statistics 29, 24-39,
 *     doi:10.1198/jbes.2009.06157"
 */
@Formula(
    name = "rank_size_slope",
    version = 1,
    usage =
        "rank_size_slope(volumes) - slope of ln(rank - 1/2) on ln(size), about -1 for "
            + "Zipf's law, with its error")
public final class RankSizeSlope {
  private RankSizeSlope() {}

  /** The slope and its standard error. */
  public record Slope(double slope, double se) {}

  public static Slope evaluate(double[] volumes) {
    Shares shares = Shares.of("rank_size_slope", volumes);
    int n = shares.count();
    if (n < 3 || shares.largest(1) == shares.largest(n)) {
      return null;
    }
    double meanSize = 0;
    double meanRank = 0;
    for (int rank = 1; rank <= n; rank++) {
      meanSize += logSize(shares, rank) / n;
      meanRank += logRank(rank) / n;
    }
    double products = 0;
    double squares = 0;
    for (int rank = 1; rank <= n; rank++) {
      double size = logSize(shares, rank) - meanSize;
      products += size * (logRank(rank) - meanRank);
      squares += size * size;
    }
    double slope = products / squares;
    return new Slope(slope, Math.abs(slope) * Math.sqrt(2.0 / n));
  }

  private static double logSize(Shares shares, int rank) {
    return StrictMath.log(shares.largest(rank));
  }

  private static double logRank(int rank) {
    return StrictMath.log(rank - .5);
  }
}
