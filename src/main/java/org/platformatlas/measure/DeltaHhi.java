package org.platformatlas.measure;

/**
 * What a merger of two firms adds to the Herfindahl-Hirschman index: 2ab of their shares, in [0,
 * 1/2].
 *
 * <p>A share that is not in [0, 1] is an error, as are two that add up to more than 1.
 *
 * @see "US Department of Justice and Federal Trade Commission (2023), Merger Guidelines, guideline
 *     1"
 */
@Formula(
    name = "delta_hhi",
    version = 1,
    usage =
        "delta_hhi(share_a, share_b) - what a merger of two firms adds to the hhi: 2ab,"
            + " in [0, 1/2]")
public final class DeltaHhi {
  private DeltaHhi() {}

  public static Double evaluate(double shareA, double shareB) {
    if (!(shareA >= 0 && shareB >= 0 && shareA + shareB <= 1 + Shares.ROUNDING)) {
      throw new IllegalArgumentException(
          "delta_hhi: Invalid shares %s and %s (shares are in [0, 1] and add up to at most 1)"
              .formatted(shareA, shareB));
    }
    return 2 * shareA * shareB;
  }
}
