package org.platformatlas.measure;

import java.util.Arrays;

/**
 * Sorts numbers of which none is negative by the highest 24 of their bits that differ, eight at a
 * time, the lowest first: their bits have their order. Then few are out of place.
 */
final class RadixSort {
  /** Fewer numbers are sorted faster by comparing them. */
  private static final int FEWEST = 128;

  private static final int BITS = 24;

  private RadixSort() {}

  static void sort(double[] numbers) {
    if (numbers.length < FEWEST) {
      Arrays.sort(numbers);
      return;
    }
    long[] bits = new long[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(numbers[i]);
    }
    int shift = shift(bits);
    long[] sorted = dealt(bits, shift);
    for (int i = 0; i < sorted.length; i++) {
      numbers[i] = Double.longBitsToDouble(sorted[i]);
    }
    if (shift > 0) {
      insert(numbers);
    }
  }

  /**
   * The places of numbers, the greatest first; of those that differ little, or not at all, in any
   * order.
   */
  static int[] roughlyDescending(double[] numbers) {
    long[] keys = new long[numbers.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = Double.doubleToRawLongBits(numbers[i]);
    }
    int shift = shift(keys);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (~keys[i] >>> shift & (1L << BITS) - 1) << Integer.SIZE | i;
    }
    long[] sorted = dealt(keys, Integer.SIZE);
    int[] places = new int[sorted.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = (int) sorted[i];
    }
    return places;
  }

  /** The place of the lowest of the bits to sort by. */
  private static int shift(long[] bits) {
    long some = 0;
    long all = -1;
    for (long number : bits) {
      some |= number;
      all &= number;
    }
    return Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(some ^ all) - BITS);
  }

  /** The keys in the order of the bits from that place on. */
  private static long[] dealt(long[] keys, int shift) {
    int[] low = new int[256];
    int[] middle = new int[256];
    int[] high = new int[256];
    for (long key : keys) {
      int digits = (int) (key >>> shift);
      low[digits & 255]++;
      middle[digits >>> 8 & 255]++;
      high[digits >>> 16 & 255]++;
    }
    long[] other = new long[keys.length];
    deal(keys, other, shift, low);
    deal(other, keys, shift + 8, middle);
    deal(keys, other, shift + 16, high);
    return other;
  }

  /**
   * Puts keys in the order of eight of their bits, else as they are.
   *
   * @param counts how many keys have each value of these bits
   */
  private static void deal(long[] from, long[] to, int shift, int[] counts) {
    int place = 0;
    for (int digit = 0; digit < counts.length; digit++) {
      int count = counts[digit];
      counts[digit] = place;
      place += count;
    }
    for (long key : from) {
      to[counts[(int) (key >>> shift) & 255]++] = key;
    }
  }

  /** Sorts what is nearly in order. */
  private static void insert(double[] numbers) {
    long moves = 8L * numbers.length;
    for (int i = 1; i < numbers.length; i++) {
      double number = numbers[i];
      int place = i;
      while (place > 0 && numbers[place - 1] > number) {
        numbers[place] = numbers[place - 1];
        place--;
      }
      numbers[place] = number;
      moves -= i - place;
      if (moves < 0) {
        Arrays.sort(numbers);
        return;
      }
    }
  }
}
