package org.platformatlas.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TruthTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void geometricSharesOfTwoThirdsAndOneThird() {
    assertEquals(5 / 9.0, Truth.geometricHhi(.5, 2), TOLERANCE);
    assertEquals(2 / 3.0, Truth.geometricTop(.5, 1, 2), TOLERANCE);
  }

  @Test
  void geometricSharesAddUpByBruteForce() {
    for (double r : new double[] {.5, .85, .9, .95, .99}) {
      double[] shares = geometricShares(r);
      assertEquals(hhi(shares), Truth.geometricHhi(r, 40), TOLERANCE, () -> "r = " + r);
      assertEquals(
          Arrays.stream(shares).limit(4).sum(),
          Truth.geometricTop(r, 4, 40),
          TOLERANCE,
          () -> "r = " + r);
    }
  }

  @Test
  void aSlightlyWrongRatioShows() {
    assertTrue(Math.abs(hhi(geometricShares(.9 + 1e-6)) - Truth.geometricHhi(.9, 40)) > 1e-7);
    assertTrue(Math.abs(hhi(geometricShares(.9)) - Truth.geometricHhi(.9, 39)) > 1e-5);
  }

  @Test
  void tippingSharesAddUpByBruteForce() {
    for (int logOdds = -6; logOdds <= 6; logOdds++) {
      double p = 1 / (1 + Math.exp(-logOdds));
      assertEquals(p * p + (1 - p) * (1 - p), Truth.tippingHhi(logOdds), TOLERANCE);
    }
    assertEquals(.5, Truth.tippingHhi(0));
  }

  private static double[] geometricShares(double r) {
    double[] volumes = IntStream.range(0, 40).mapToDouble(k -> Math.pow(r, k)).toArray();
    double total = Arrays.stream(volumes).sum();
    return Arrays.stream(volumes).map(volume -> volume / total).toArray();
  }

  private static double hhi(double[] shares) {
    return Arrays.stream(shares).map(share -> share * share).sum();
  }
}
