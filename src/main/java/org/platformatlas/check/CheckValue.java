package org.platformatlas.check;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A value that a call must give.
 *
 * @param source who published it, or how it follows
 * @param given the columns that the call is over, as SQL
 * @param call an expression over them
 * @param expected the value as it is written; empty for null
 * @param tolerance how far off the call may be
 */
record CheckValue(
    String source, String given, String call, Optional<BigDecimal> expected, double tolerance) {
  private static final double EXACT = 1e-12;

  /** A closed form. */
  static CheckValue exact(String source, String given, String call, String value) {
    Optional<BigDecimal> expected = expected(value);
    double size = expected.map(BigDecimal::doubleValue).map(Math::abs).orElse(0.0);
    return new CheckValue(source, given, call, expected, EXACT * Math.max(size, 1));
  }

  /** A value rounded to the digits that are there. */
  static CheckValue printed(String source, String given, String call, String value) {
    Optional<BigDecimal> expected = expected(value);
    double unit = expected.map(BigDecimal::ulp).map(BigDecimal::doubleValue).orElse(0.0);
    return new CheckValue(source, given, call, expected, unit / 2);
  }

  private static Optional<BigDecimal> expected(String value) {
    return value.equals("null") ? Optional.empty() : Optional.of(new BigDecimal(value));
  }
}
