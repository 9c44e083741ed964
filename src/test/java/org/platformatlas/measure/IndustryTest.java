package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class IndustryTest {
  private static final double[][] Z = {{150, 500}, {200, 100}};
  private static final double[] X = {1000, 2000};
  private static final double[] NONE = {0, 0};

  private static String message(Runnable call) {
    return assertThrows(IllegalArgumentException.class, call::run).getMessage();
  }

  private static double[][] flows(int n, Random random) {
    double[][] flows = new double[n][n];
    for (double[] row : flows) {
      for (int j = 0; j < n; j++) {
        row[j] = random.nextInt(4) == 0 ? 0 : random.nextDouble();
      }
    }
    return flows;
  }

  private static double[] outputs(double[][] flows, Random random) {
    double[] outputs = new double[flows.length];
    for (int i = 0; i < outputs.length; i++) {
      for (int j = 0; j < outputs.length; j++) {
        outputs[i] += Math.max(flows[i][j], flows[j][i]);
      }
      outputs[i] += 1 + random.nextDouble();
    }
    return outputs;
  }

  @Test
  void requirements_make_what_final_use_takes() {
    Random random = new Random(4);
    for (int run = 0; run < 50; run++) {
      double[][] z = flows(1 + random.nextInt(12), random);
      double[] x = outputs(z, random);
      double[][] leontief = LeontiefInverse.evaluate(TechnicalCoefficients.evaluate(z, x));
      for (int i = 0; i < x.length; i++) {
        double output = 0;
        for (int j = 0; j < x.length; j++) {
          double finalUse = x[j];
          for (int k = 0; k < x.length; k++) {
            finalUse -= z[j][k];
          }
          assertTrue(leontief[i][j] >= -1e-12);
          output += leontief[i][j] * finalUse;
        }
        assertEquals(x[i], output, 1e-9);
      }
    }
  }

  @Test
  void upstreamness_without_trade_is_the_forward_linkage() {
    Random random = new Random(5);
    for (int run = 0; run < 50; run++) {
      double[][] z = flows(1 + random.nextInt(12), random);
      double[] x = outputs(z, random);
      double[] trade = random.doubles(x.length).toArray();
      double[] forward = ForwardLinkage.evaluate(GhoshInverse.evaluate(z, x));
      assertArrayEquals(forward, Upstreamness.evaluate(z, x, trade, trade), 1e-9);
      assertArrayEquals(
          forward, Upstreamness.evaluate(z, x, new double[x.length], new double[x.length]), 1e-9);
    }
  }

  @Test
  void an_industry_without_output_needs_and_supplies_nothing() {
    double[][] a = TechnicalCoefficients.evaluate(Z, new double[] {0, 2000});
    assertArrayEquals(new double[] {0, .25}, a[0]);
    assertArrayEquals(new double[] {0, .05}, a[1]);
    assertNotNull(LeontiefInverse.evaluate(a));
    double[][] nobody = {{0, 0}, {1, 1}};
    double[] x = {0, 4};
    assertArrayEquals(
        new double[] {1, 1.6666666666666667},
        ForwardLinkage.evaluate(GhoshInverse.evaluate(nobody, x)),
        1e-15);
    assertEquals(1, Upstreamness.evaluate(nobody, x, NONE, NONE)[0]);
  }

  @Test
  void what_cannot_be_solved_is_null() {
    assertNull(LeontiefInverse.evaluate(new double[][] {{1}}));
    assertNull(LeontiefInverse.evaluate(new double[][] {{.5, .5}, {.5, .5}}));
    assertNull(LeontiefInverse.evaluate(new double[0][]));
    assertNull(GhoshInverse.evaluate(new double[][] {{2}}, new double[] {2}));
    assertNull(Upstreamness.evaluate(Z, X, new double[] {1000, 0}, NONE));
    assertNull(Upstreamness.evaluate(Z, X, new double[] {1200, 0}, NONE));
    assertNull(Upstreamness.evaluate(new double[0][], NONE_AT_ALL, NONE_AT_ALL, NONE_AT_ALL));
    assertNull(
        MeasureSession.row("SELECT leontief_inverse(array(array(.1D, NULL), array(0D, 0D)))")
            .get(0));
  }

  private static final double[] NONE_AT_ALL = {};

  @Test
  void matrices_are_square_and_finite() {
    assertEquals(
        "leontief_inverse: Invalid row of 2 numbers in a matrix of 1 rows (a square matrix)",
        message(() -> LeontiefInverse.evaluate(new double[][] {{1, 2}})));
    assertEquals(
        "backward_linkage: Invalid row [NaN] (finite numbers)",
        message(() -> BackwardLinkage.evaluate(new double[][] {{Double.NaN}})));
    assertEquals(
        "technical_coefficients: Invalid list of 1 numbers for 2 industries",
        message(() -> TechnicalCoefficients.evaluate(Z, new double[] {1})));
    assertEquals(
        "upstreamness: Invalid size -1.0 (outputs, exports and imports are finite numbers >= 0)",
        message(() -> Upstreamness.evaluate(Z, X, NONE, new double[] {-1, 0})));
  }
}
