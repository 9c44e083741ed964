package org.platformatlas.plan;

import java.util.HexFormat;

/**
 * An order-free hash of rows: two sums, modulo 2^64, of two 64-bit hashes of each row. Contents add
 * up as sets of rows do.
 */
public record Content(long first, long second) {
  public static final Content EMPTY = new Content(0, 0);

  public Content plus(Content other) {
    return new Content(first + other.first, second + other.second);
  }

  public Content minus(Content other) {
    return new Content(first - other.first, second - other.second);
  }

  public static Content parse(String hex) {
    return new Content(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(first) + hex.toHexDigits(second);
  }
}
