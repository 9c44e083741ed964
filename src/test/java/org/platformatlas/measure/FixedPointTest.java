package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedPointTest {
  private static final BigDecimal UNIT = BigDecimal.valueOf(2).pow(96);

  private static BigInteger units(double value) {
    long[] limbs = new long[FixedPoint.LIMBS];
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] = FixedPoint.add(0, value, i);
    }
    return FixedPoint.join(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]);
  }

  private static void assertUnits(double value) {
    BigInteger expected =
        new BigDecimal(value)
            .multiply(UNIT)
            .setScale(0, RoundingMode.HALF_EVEN)
            .toBigIntegerExact();
    assertEquals(expected, units(value), () -> Double.toHexString(value));
    assertEquals(expected.negate(), units(-value), () -> Double.toHexString(-value));
  }

  @Test
  void a_double_is_rounded_half_even_to_a_unit() {
    Random random = new Random(5);
    for (int exponent = -160; exponent < 63; exponent++) {
      for (int i = 0; i < 50; i++) {
        assertUnits(Math.scalb(1 + random.nextDouble(), exponent));
        assertUnits(Math.scalb(1.0, exponent) * (1 + 2 * random.nextInt(8)) / 16);
      }
    }
    assertUnits(Math.nextDown(0x1p63));
  }

  @Test
  void halves_of_a_unit_go_to_the_even_one() {
    assertEquals(BigInteger.ZERO, units(0x1p-97));
    assertEquals(BigInteger.ONE, units(Math.nextUp(0x1p-97)));
    assertEquals(BigInteger.ONE, units(0x1p-96));
    assertEquals(BigInteger.TWO, units(3 * 0x1p-97));
    assertEquals(BigInteger.TWO, units(5 * 0x1p-97));
  }

  @Test
  void zeros_and_denormals_are_nothing() {
    for (double value : new double[] {0, -0.0, Double.MIN_VALUE, -Double.MIN_NORMAL, 1e-40}) {
      assertEquals(BigInteger.ZERO, units(value));
    }
  }

  @Test
  void a_quotient_is_rounded_once() {
    Random random = new Random(6);
    for (int i = 0; i < 20_000; i++) {
      BigInteger units = new BigInteger(1 + random.nextInt(220), random);
      units = random.nextBoolean() ? units : units.negate();
      long divisor = random.nextLong() >>> (1 + random.nextInt(62)) | 1;
      BigDecimal quotient =
          new BigDecimal(units).divide(UNIT.multiply(BigDecimal.valueOf(divisor)), precision());
      assertEquals(quotient.doubleValue(), FixedPoint.divide(units, divisor));
    }
  }

  @Test
  void a_sum_of_limbs_is_rounded_once() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      long[] limbs = new long[FixedPoint.LIMBS];
      for (int limb = 0; limb < limbs.length; limb++) {
        // Sums of few and of many numbers, with gaps, halves and signs that differ.
        long sum = random.nextLong() >> (2 + random.nextInt(62));
        limbs[limb] =
            switch (random.nextInt(4)) {
              case 0 -> 0;
              case 1 -> Long.signum(sum) * (1L << random.nextInt(62));
              default -> sum;
            };
      }
      BigInteger units = FixedPoint.join(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]);
      assertEquals(FixedPoint.divide(units, 1), FixedPoint.sum(limbs, 0), units::toString);
    }
  }

  @Test
  void a_sum_just_beside_a_half_is_not_taken_for_it() {
    // 1 + 2^-53, and a unit more and less; 2^32 + 2^-21, and the same.
    for (long sign : new long[] {1, -1}) {
      assertEquals(sign, FixedPoint.sum(0, sign << 11, 0, sign, 0));
      assertEquals(sign * Math.nextUp(1.0), FixedPoint.sum(sign, sign << 11, 0, sign, 0));
      assertEquals(sign, FixedPoint.sum(-sign, sign << 11, 0, sign, 0));
      assertEquals(sign * 0x1p32, FixedPoint.sum(0, 0, sign << 11, 0, sign));
      assertEquals(sign * Math.nextUp(0x1p32), FixedPoint.sum(sign, 0, sign << 11, 0, sign));
    }
  }

  @Test
  void numbers_added_one_by_one_are_the_same_as_by_limb() {
    Random random = new Random(8);
    for (int exponent = -100; exponent < 63; exponent++) {
      double value = Math.scalb(1 + random.nextDouble(), exponent);
      for (double number : new double[] {value, -value, Math.rint(value), 0xFFFF_FFFFL, -0.0}) {
        long[] sums = new long[2 * FixedPoint.LIMBS];
        FixedPoint.addTo(sums, FixedPoint.LIMBS, number);
        for (int limb = 0; limb < FixedPoint.LIMBS; limb++) {
          assertEquals(FixedPoint.add(0, number, limb), sums[FixedPoint.LIMBS + limb]);
          assertEquals(0, sums[limb]);
        }
      }
    }
  }

  private static MathContext precision() {
    return new MathContext(300);
  }

  @Test
  void a_quotient_just_beside_a_half_is_not_taken_for_it() {
    // 1 + 2^-53 is half way from 1 to the next double; one unit more or less decides.
    BigInteger half = BigInteger.ONE.shiftLeft(53).add(BigInteger.ONE).shiftLeft(43);
    assertEquals(1, FixedPoint.divide(half, 1));
    assertEquals(Math.nextUp(1.0), FixedPoint.divide(half.add(BigInteger.ONE), 1));
    assertEquals(1, FixedPoint.divide(half.subtract(BigInteger.ONE), 1));
    BigInteger triple = half.multiply(BigInteger.valueOf(3));
    assertEquals(1, FixedPoint.divide(triple, 3));
    assertEquals(Math.nextUp(1.0), FixedPoint.divide(triple.add(BigInteger.ONE), 3));
    assertEquals(-Math.nextUp(1.0), FixedPoint.divide(triple.add(BigInteger.ONE).negate(), 3));
  }

  @Test
  void a_limb_that_overflows_is_an_error() {
    Exception e =
        assertThrows(ArithmeticException.class, () -> FixedPoint.merge(Long.MAX_VALUE, 1));
    assertEquals(
        "exact_sum, exact_avg: Unsupported number of rows"
            + " (a limb of the sum overflows; sum groups first)",
        e.getMessage());
  }
}
