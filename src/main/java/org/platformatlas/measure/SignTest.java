package org.platformatlas.measure;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;

/**
 * The sign test of differences: whether as many lie above 0 as below, whatever their distribution.
 * {@code n} counts those that are not 0, {@code positive} those above; p is two-sided and exact,
 * from the binomial distribution of {@code positive} with probability ½. {@code median} is that of
 * all differences, {@code lower} and {@code upper} its interval of at least 95 %, from their ranks,
 * null below six differences.
 *
 * <p>Differences of 0 count in the median and not in the test. Null without any difference; p is 1
 * where all are 0. A value that is not finite is an error.
 *
 * @see "Conover, W. J. (1999), Practical Nonparametric Statistics, sections 3.2 and 3.4"
 */
@Formula(
    name = "sign_test",
    version = 1,
    usage = "sign_test(differences) - The sign test, with the median and its interval of 95 %")
public final class SignTest {
  /** 1 over the probability that may lie outside of the interval on one side. */
  private static final BigInteger ONE_IN = BigInteger.valueOf(40);

  private SignTest() {}

  /** The test and the median. */
  public record Signs(int n, int positive, double p, double median, Double lower, Double upper) {}

  public static Signs evaluate(double[] differences) {
    Series.requireFinite("sign_test", "difference", differences);
    if (differences.length == 0) {
      return null;
    }
    double[] sorted = differences.clone();
    Arrays.sort(sorted);
    int positive = (int) Arrays.stream(sorted).filter(d -> d > 0).count();
    int n = (int) Arrays.stream(sorted).filter(d -> d != 0).count();
    int outside = outside(sorted.length);
    return new Signs(
        n,
        positive,
        p(n, Math.min(positive, n - positive)),
        (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2,
        outside == 0 ? null : Double.valueOf(sorted[outside - 1]),
        outside == 0 ? null : Double.valueOf(sorted[sorted.length - outside]));
  }

  /** Twice the probability of at most {@code fewer} heads among {@code n} throws, at most 1. */
  private static double p(int n, int fewer) {
    BigInteger ways = BigInteger.ZERO;
    BigInteger choose = BigInteger.ONE;
    for (int i = 0; i <= fewer; i++) {
      ways = ways.add(choose);
      choose = choose.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
    }
    BigDecimal all = new BigDecimal(BigInteger.ONE.shiftLeft(n));
    double twice =
        new BigDecimal(ways.shiftLeft(1)).divide(all, MathContext.DECIMAL128).doubleValue();
    return Math.min(1, twice);
  }

  /** How many of {@code n} ranks on one side the interval leaves out, and one. */
  private static int outside(int n) {
    BigInteger all = BigInteger.ONE.shiftLeft(n);
    BigInteger ways = BigInteger.ZERO;
    BigInteger choose = BigInteger.ONE;
    int count = 0;
    while (ways.add(choose).multiply(ONE_IN).compareTo(all) <= 0) {
      ways = ways.add(choose);
      choose = choose.multiply(BigInteger.valueOf(n - count)).divide(BigInteger.valueOf(count + 1));
      count++;
    }
    return count;
  }
}
