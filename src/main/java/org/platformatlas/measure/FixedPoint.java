package org.platformatlas.measure;

import java.math.BigInteger;

/**
 * Numbers as whole multiples of 2^-96, in five limbs of 32 bits, each with the sign of the number
 * and each summed on its own in a long; so sums are exact in any order.
 *
 * <p>A double is rounded half-even to such a multiple, which changes only numbers below 2^-44. Its
 * magnitude must be below 2^63. The sum of a limb overflows, with an error, no sooner than after
 * 2^31 numbers. Public because generated code calls it.
 */
public final class FixedPoint {
  static final int LIMBS = 5;

  private static final int LIMB_BITS = 32;
  private static final long LIMB_MASK = 0xFFFF_FFFFL;
  private static final int FRACTION_BITS = 96;
  private static final double LIMIT = 0x1p63;

  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA_MASK = (1L << MANTISSA_BITS) - 1;

  /** The biased exponent of a double whose last bit is worth 2^-96. */
  private static final int EXPONENT_OF_UNIT = Double.MAX_EXPONENT + MANTISSA_BITS - FRACTION_BITS;

  private FixedPoint() {}

  /** The sum of a limb after one more number. */
  public static long add(long sum, double value, int limb) {
    return merge(sum, limb(value, limb));
  }

  /** The sum of two sums of the same limb. */
  public static long merge(long left, long right) {
    long sum = left + right;
    if (((left ^ sum) & (right ^ sum)) < 0) {
      throw new ArithmeticException(
          "exact_sum, exact_avg: Unsupported number of rows (a limb of the sum overflows; sum"
              + " groups first)");
    }
    return sum;
  }

  static long limb(double value, int limb) {
    long bits = Double.doubleToRawLongBits(value);
    int shift = shift(value, bits);
    long magnitude = magnitude(bits, shift);
    int left = Math.max(shift, 0) - limb * LIMB_BITS;
    if (left >= LIMB_BITS || left <= -Long.SIZE) {
      return 0;
    }
    long digits = (left >= 0 ? magnitude << left : magnitude >>> -left) & LIMB_MASK;
    return bits < 0 ? -digits : digits;
  }

  /** By how many bits the mantissa lies above the last unit; it is rounded if that is below 0. */
  private static int shift(double value, long bits) {
    if (!(Math.abs(value) < LIMIT)) {
      throw new IllegalArgumentException(
          "exact_sum, exact_avg: Invalid value "
              + value
              + " (a value is a finite number of magnitude below 2^63)");
    }
    return ((int) (bits >>> MANTISSA_BITS) & 0x7FF) - EXPONENT_OF_UNIT;
  }

  private static long magnitude(long bits, int shift) {
    // A denormal is less than half a unit, so its missing leading bit does not matter.
    long magnitude = (bits & MANTISSA_MASK) | (1L << MANTISSA_BITS);
    return shift < 0 ? roundedShift(magnitude, -shift) : magnitude;
  }

  /** Adds a number to the sum whose limbs begin at that place. */
  static void addTo(long[] sums, int first, double value) {
    long bits = Double.doubleToRawLongBits(value);
    int shift = shift(value, bits);
    long magnitude = magnitude(bits, shift);
    int limb = first + Math.max(shift, 0) / LIMB_BITS;
    int offset = Math.max(shift, 0) % LIMB_BITS;
    long sign = bits >> (Long.SIZE - 1) | 1;
    sums[limb] = merge(sums[limb], sign * (magnitude << offset & LIMB_MASK));
    long middle = magnitude >>> (LIMB_BITS - offset);
    if (middle != 0) {
      sums[limb + 1] = merge(sums[limb + 1], sign * (middle & LIMB_MASK));
      long high = middle >>> LIMB_BITS;
      if (high != 0) {
        sums[limb + 2] = merge(sums[limb + 2], sign * high);
      }
    }
  }

  /** The double nearest to the sum whose limbs begin at that place. */
  static double sum(long[] sums, int first) {
    return sum(sums[first], sums[first + 1], sums[first + 2], sums[first + 3], sums[first + 4]);
  }

  /** The double nearest to a sum, half-even. */
  static double sum(long limb0, long limb1, long limb2, long limb3, long limb4) {
    // Digits of 32 bits, of which only the highest has a sign.
    long carried1 = merge(limb1, limb0 >> LIMB_BITS);
    long carried2 = merge(limb2, carried1 >> LIMB_BITS);
    long carried3 = merge(limb3, carried2 >> LIMB_BITS);
    long highest = merge(limb4, carried3 >> LIMB_BITS);
    if (highest < 0) {
      return -sum(
          Math.negateExact(limb0),
          Math.negateExact(limb1),
          Math.negateExact(limb2),
          Math.negateExact(limb3),
          Math.negateExact(limb4));
    }
    long high = highest;
    long middle = (carried3 & LIMB_MASK) << LIMB_BITS | carried2 & LIMB_MASK;
    long low = (carried1 & LIMB_MASK) << LIMB_BITS | limb0 & LIMB_MASK;
    int exponent = Long.SIZE - FRACTION_BITS;
    if (high == 0) {
      high = middle;
      middle = low;
      low = 0;
      exponent -= Long.SIZE;
    }
    if (high == 0) {
      high = middle;
      middle = 0;
      exponent -= Long.SIZE;
    }
    if (high == 0) {
      return 0;
    }
    // The first 63 bits, of which the last says whether anything follows.
    int shift = Long.numberOfLeadingZeros(high) - 1;
    long first =
        shift < 0 ? high >>> 1 : high << shift | (middle >>> 1) >>> (Long.SIZE - 1 - shift);
    long rest = shift < 0 ? high & 1 | middle : middle << shift;
    long sticky = (rest | low) == 0 ? 0 : 1;
    return Math.scalb((double) (first | sticky), exponent + Long.SIZE - shift);
  }

  /** The sum as units of 2^-96. */
  static BigInteger join(long limb0, long limb1, long limb2, long limb3, long limb4) {
    BigInteger units = BigInteger.valueOf(limb4);
    for (long limb : new long[] {limb3, limb2, limb1, limb0}) {
      units = units.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limb));
    }
    return units;
  }

  /** The double nearest to units / (divisor · 2^96). */
  static double divide(BigInteger units, long divisor) {
    // Two bits more than a double holds, and a last bit that says whether anything follows them.
    int extra = Math.max(0, MANTISSA_BITS + 3 + Long.SIZE - units.bitLength());
    BigInteger[] quotient = units.shiftLeft(extra).divideAndRemainder(BigInteger.valueOf(divisor));
    BigInteger sticky = quotient[0].shiftLeft(1).add(BigInteger.valueOf(quotient[1].signum()));
    return Math.scalb(sticky.doubleValue(), -FRACTION_BITS - extra - 1);
  }

  /** magnitude / 2^shift, rounded half-even; the magnitude has at most 53 bits. */
  private static long roundedShift(long magnitude, int shift) {
    if (shift > MANTISSA_BITS + 1) {
      return 0;
    }
    long half = 1L << (shift - 1);
    long lost = magnitude & ((half << 1) - 1);
    long kept = magnitude >>> shift;
    return lost > half || (lost == half && (kept & 1) == 1) ? kept + 1 : kept;
  }
}
