package org.tarnlake.data.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes with the little-endian primitives of Parquet. One thread at a time. */
public final class ByteOutput extends OutputStream {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  public ByteOutput(int capacity) {
    bytes = new byte[capacity];
  }

  /** What was written, from 0 to {@link #size}; replaced when it grows. */
  public byte[] array() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public void reset() {
    size = 0;
  }

  /** Makes room for {@code more} bytes and returns the position at which to write them. */
  public int reserve(int more) {
    if (more > bytes.length - size) {
      long wanted = Math.max((long) size + more, Math.min(2L * bytes.length, size + (64L << 20)));
      if ((long) size + more > Integer.MAX_VALUE - 16) {
        throw new IllegalStateException("a page or column chunk of more than 2 GiB");
      }
      bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 16));
    }
    return size;
  }

  /** Counts bytes that were put into {@link #array} behind the end. */
  public void advance(int count) {
    size += count;
  }

  @Override
  public void write(int b) {
    reserve(1);
    bytes[size++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  public void putInt(int value) {
    reserve(4);
    INT.set(bytes, size, value);
    size += 4;
  }

  public void putLong(long value) {
    reserve(8);
    LONG.set(bytes, size, value);
    size += 8;
  }

  /** Replaces four bytes written before. */
  public void setInt(int position, int value) {
    INT.set(bytes, position, value);
  }

  public void putLongs(long[] values, int from, int count) {
    int position = reserve(8 * count);
    view(position, 8 * count).asLongBuffer().put(values, from, count);
    size += 8 * count;
  }

  public void putInts(int[] values, int from, int count) {
    int position = reserve(4 * count);
    view(position, 4 * count).asIntBuffer().put(values, from, count);
    size += 4 * count;
  }

  public void putDoubles(double[] values, int from, int count) {
    int position = reserve(8 * count);
    view(position, 8 * count).asDoubleBuffer().put(values, from, count);
    size += 8 * count;
  }

  public void putFloats(float[] values, int from, int count) {
    int position = reserve(4 * count);
    view(position, 4 * count).asFloatBuffer().put(values, from, count);
    size += 4 * count;
  }

  /** An unsigned integer, seven bits a byte, lowest first. */
  public void putVarint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    write(rest);
  }

  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private ByteBuffer view(int position, int length) {
    return ByteBuffer.wrap(bytes, position, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
