package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many numbers are sorted by their bits, few as Java sorts them. */
class SharesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 1000, 20_000})
  void volumes_ascend_however_many_there_are(int count) {
    Random random = new Random(count);
    double[] sizes = random.doubles(count).map(x -> Math.scalb(1 + x, exponent(random))).toArray();
    double[] whole = random.ints(count, 1, 50).asDoubleStream().toArray();
    double[] equal = new double[count];
    Arrays.fill(equal, 7);
    double[] extreme = sizes.clone();
    extreme[0] = Double.MAX_VALUE;
    extreme[count / 2] = Double.MIN_VALUE;
    double[] close = random.doubles(count, 1, 1 + 1e-9).toArray();
    close[0] = 1e300;
    for (double[] volumes : new double[][] {sizes, whole, equal, extreme, close}) {
      double[] expected = volumes.clone();
      Arrays.sort(expected);
      assertArrayEquals(expected, Shares.positive("any", volumes));
    }
  }

  private static int exponent(Random random) {
    return random.nextInt(2000) - 1060;
  }
}
