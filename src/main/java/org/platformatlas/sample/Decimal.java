package org.platformatlas.sample;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.stream.IntStream;

/**
 * The shortest decimal text that reads back as the same double. {@link Double#toString(double)} is
 * not used because its digits differ between Java 17 and 19 (JDK-4511638).
 */
final class Decimal {
  private Decimal() {}

  /** Without exponent, whole numbers without point: {@code 1}, {@code 0.0018}. */
  static String plain(double value) {
    return shortest(value).toPlainString();
  }

  /** Below a tenth with exponent, whole numbers with point: {@code 1.0}, {@code 1.8E-3}. */
  static String scientific(double value) {
    BigDecimal shortest = shortest(value);
    if (value == 0 || Math.abs(value) >= .1) {
      return shortest.setScale(Math.max(1, shortest.scale())).toPlainString();
    }
    int exponent = shortest.precision() - shortest.scale() - 1;
    BigDecimal mantissa = shortest.scaleByPowerOfTen(-exponent);
    return mantissa.setScale(Math.max(1, mantissa.scale())).toPlainString() + "E" + exponent;
  }

  /** Fifteen digits always survive a double, seventeen always suffice. */
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    return IntStream.rangeClosed(15, 17)
        .mapToObj(digits -> exact.round(new MathContext(digits)).stripTrailingZeros())
        .filter(rounded -> rounded.doubleValue() == value)
        .findFirst()
        .orElseThrow();
  }
}
