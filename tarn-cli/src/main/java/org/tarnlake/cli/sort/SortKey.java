package org.tarnlake.cli.sort;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DecimalType;
import org.tarnlake.schema.PrimitiveType;
import org.tarnlake.schema.Untyped;

/**
 * What rows are sorted by, as bytes whose order (unsigned, as {@link Arrays#compareUnsigned} has
 * it) is the order of the rows. One thread at a time.
 *
 * <ul>
 *   <li>Text is in the order of its code points, which is that of its UTF-8 bytes.
 *   <li>NaN is the largest number, and {@code -0.0} the same as {@code 0.0}.
 *   <li>In a column without a type numbers come first, then text, then booleans.
 * </ul>
 */
public final class SortKey {
  private static final int DECIMAL_BYTES = 16;

  private final List<SortColumn> columns;
  private final Vector[] vectors;
  private byte[] buffer = new byte[64];
  private int length;

  public SortKey(List<SortColumn> columns) {
    this.columns = List.copyOf(columns);
    this.vectors = new Vector[columns.size()];
  }

  /** Goes to the rows of a batch. */
  public void moveTo(Batch batch) {
    for (int c = 0; c < vectors.length; c++) {
      List<Integer> path = columns.get(c).path();
      Vector vector = batch.vector(path.get(0));
      for (int ordinal : path.subList(1, path.size())) {
        vector = ((StructVector) vector).child(ordinal);
      }
      vectors[c] = vector;
    }
  }

  /** The key of a row of the batch. */
  public byte[] of(int row) {
    length = 0;
    for (int c = 0; c < vectors.length; c++) {
      add(columns.get(c), vectors[c], row);
    }
    return Arrays.copyOf(buffer, length);
  }

  /** Each value ends where its own bytes tell, so that no key begins with another. */
  private void add(SortColumn column, Vector vector, int row) {
    if (vector.isNull(row)) {
      put(column.nullsFirst() ? 0 : 2);
      return;
    }
    put(1);
    int start = length;
    if (column.field().isUntyped()) {
      addUntyped(Untyped.decode(vector.stringAt(row)));
    } else if (column.field().type() instanceof DecimalType) {
      addDecimal(vector.decimalAt(row).unscaledValue());
    } else {
      add((PrimitiveType) column.field().type(), vector, row);
    }
    if (column.descending()) {
      invert(start);
    }
  }

  private void add(PrimitiveType type, Vector vector, int row) {
    switch (type) {
      case BOOLEAN -> put(vector.booleanAt(row) ? 1 : 0);
      case BYTE, SHORT, INT, DATE -> addLong(vector.intAt(row));
      case LONG, TIMESTAMP, TIMESTAMP_NTZ -> addLong(vector.longAt(row));
      case FLOAT, DOUBLE -> addDouble(vector.doubleAt(row));
      case STRING, BINARY -> {
        BytesVector bytes = (BytesVector) vector;
        addBytes(bytes.data(), bytes.startAt(row), bytes.endAt(row));
      }
    }
  }

  private void addLong(long value) {
    long bits = value ^ Long.MIN_VALUE;
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      put((int) (bits >> shift));
    }
  }

  private void addDouble(double value) {
    // Adding 0.0 turns -0.0 into 0.0; the bits of negative numbers grow as the numbers shrink.
    long bits = Double.doubleToLongBits(value + 0.0);
    addLong(bits ^ ((bits >> 63) & Long.MAX_VALUE));
  }

  private void addDecimal(BigInteger unscaled) {
    byte[] bytes = unscaled.toByteArray();
    int start = length;
    for (int i = bytes.length; i < DECIMAL_BYTES; i++) {
      put(unscaled.signum() < 0 ? -1 : 0);
    }
    for (byte each : bytes) {
      put(each);
    }
    buffer[start] ^= (byte) 0x80;
  }

  /** A zero is followed by a byte that no end is followed by. */
  private void addBytes(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      put(bytes[i]);
      if (bytes[i] == 0) {
        put(0xFF);
      }
    }
    put(0);
    put(0);
  }

  private void addUntyped(Object value) {
    if (value instanceof Number number) {
      put(1);
      addNumber(new BigDecimal(number.toString()));
    } else if (value instanceof String text) {
      put(2);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      addBytes(bytes, 0, bytes.length);
    } else {
      put(3);
      put((Boolean) value ? 1 : 0);
    }
  }

  /** A number of any size: its sign, where its first digit stands, and its digits. */
  private void addNumber(BigDecimal number) {
    put(number.signum() + 1);
    if (number.signum() == 0) {
      return;
    }
    int start = length;
    addLong((long) number.precision() - number.scale());
    String digits = number.unscaledValue().abs().toString();
    int end = digits.length();
    while (digits.charAt(end - 1) == '0') {
      end--;
    }
    for (int i = 0; i < end; i++) {
      put(digits.charAt(i));
    }
    put(0);
    if (number.signum() < 0) {
      invert(start);
    }
  }

  private void invert(int start) {
    for (int i = start; i < length; i++) {
      buffer[i] = (byte) ~buffer[i];
    }
  }

  private void put(int value) {
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * length);
    }
    buffer[length++] = (byte) value;
  }
}
