package org.platformatlas.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Numbers and their names in primitive arrays that grow: what a group is collected in. */
final class NamedNumbers {
  private double[] numbers = new double[8];
  private byte[] names = new byte[128];

  /** Where each name ends, which is where the next begins. */
  private int[] ends = new int[8];

  private int size;

  int size() {
    return size;
  }

  double[] numbers() {
    return Arrays.copyOf(numbers, size);
  }

  /** A name, which shares its bytes with this list. */
  UTF8String name(int index) {
    int start = start(index);
    return UTF8String.fromBytes(names, start, ends[index] - start);
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  void add(double number, UTF8String name) {
    int start = start(size);
    reserve(1, name.numBytes());
    name.writeToMemory(names, Platform.BYTE_ARRAY_OFFSET + start);
    numbers[size] = number;
    ends[size] = start + name.numBytes();
    size++;
  }

  void addAll(NamedNumbers other) {
    int start = start(size);
    int length = other.start(other.size);
    reserve(other.size, length);
    System.arraycopy(other.numbers, 0, numbers, size, other.size);
    System.arraycopy(other.names, 0, names, start, length);
    for (int i = 0; i < other.size; i++) {
      ends[size + i] = start + other.ends[i];
    }
    size += other.size;
  }

  private void reserve(int count, int length) {
    if (size + count < 0 || start(size) + length < 0) {
      throw new IllegalStateException(
          "More than 2^31 - 1 numbers, or bytes of names, in one group");
    }
    if (size + count > numbers.length) {
      int larger = larger(size + count);
      numbers = Arrays.copyOf(numbers, larger);
      ends = Arrays.copyOf(ends, larger);
    }
    if (start(size) + length > names.length) {
      names = Arrays.copyOf(names, larger(start(size) + length));
    }
  }

  private static int larger(int needed) {
    return (int) Math.max(needed, Math.min(2L * needed, Integer.MAX_VALUE - 8));
  }

  byte[] toBytes() {
    int length = start(size);
    int heads = Math.multiplyExact(size, Double.BYTES + Integer.BYTES) + Integer.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(heads, length)).putInt(size);
    bytes.asDoubleBuffer().put(numbers, 0, size);
    bytes.position(Integer.BYTES + size * Double.BYTES).asIntBuffer().put(ends, 0, size);
    return bytes.position(heads).put(names, 0, length).array();
  }

  static NamedNumbers of(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    NamedNumbers list = new NamedNumbers();
    list.size = from.getInt();
    list.numbers = new double[Math.max(8, list.size)];
    list.ends = new int[Math.max(8, list.size)];
    from.asDoubleBuffer().get(list.numbers, 0, list.size);
    from.position(Integer.BYTES + list.size * Double.BYTES)
        .asIntBuffer()
        .get(list.ends, 0, list.size);
    int heads = Integer.BYTES + list.size * (Double.BYTES + Integer.BYTES);
    list.names = Arrays.copyOfRange(bytes, heads, bytes.length);
    return list;
  }
}
