package org.platformatlas.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecimalTest {
  @Test
  void plainHasNoExponent() {
    assertEquals("0", Decimal.plain(0));
    assertEquals("100", Decimal.plain(100));
    assertEquals("0.95", Decimal.plain(.95));
    assertEquals("0.00000032", Decimal.plain(3.2e-7));
  }

  @Test
  void scientificHasOneBelowATenth() {
    assertEquals("0.0", Decimal.scientific(0));
    assertEquals("1.0", Decimal.scientific(1));
    assertEquals("-0.25", Decimal.scientific(-.25));
    assertEquals("3.2E-7", Decimal.scientific(3.2e-7));
    assertEquals("2.0E-3", Decimal.scientific(.002));
  }

  @Test
  void bothReadBackAsTheSameDouble() {
    IntStream.range(0, 400)
        .mapToDouble(k -> StrictMath.pow(.917, k))
        .forEach(
            value -> {
              assertEquals(value, Double.parseDouble(Decimal.plain(value)));
              assertEquals(value, Double.parseDouble(Decimal.scientific(value)));
            });
  }
}
