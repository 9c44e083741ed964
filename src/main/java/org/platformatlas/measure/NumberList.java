package org.platformatlas.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Numbers in a primitive array that grows: what {@link CollectedNumbers} collects a group in. */
final class NumberList {
  private double[] numbers = new double[8];
  private int size;

  void add(double number) {
    reserve(size + 1);
    numbers[size++] = number;
  }

  void addAll(NumberList other) {
    reserve(size + other.size);
    System.arraycopy(other.numbers, 0, numbers, size, other.size);
    size += other.size;
  }

  /** Adds the numbers of the rows from one to before another, without nulls. */
  void addAll(ColumnVector column, int from, int to) {
    reserve(size + to - from);
    if (!column.hasNull()) {
      double[] added = column.getDoubles(from, to - from);
      System.arraycopy(added, 0, numbers, size, added.length);
      size += added.length;
      return;
    }
    for (int i = from; i < to; i++) {
      if (!column.isNullAt(i)) {
        numbers[size++] = column.getDouble(i);
      }
    }
  }

  private void reserve(int needed) {
    if (needed < 0) {
      throw new IllegalStateException("More than 2^31 - 1 numbers in one group");
    }
    if (needed > numbers.length) {
      long doubled = Math.min(2L * numbers.length, Integer.MAX_VALUE - 8);
      numbers = Arrays.copyOf(numbers, (int) Math.max(needed, doubled));
    }
  }

  double[] toArray() {
    return Arrays.copyOf(numbers, size);
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(size, Double.BYTES));
    bytes.asDoubleBuffer().put(numbers, 0, size);
    return bytes.array();
  }

  static NumberList of(byte[] bytes) {
    NumberList list = new NumberList();
    list.size = bytes.length / Double.BYTES;
    list.numbers = new double[Math.max(8, list.size)];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(list.numbers, 0, list.size);
    return list;
  }
}
