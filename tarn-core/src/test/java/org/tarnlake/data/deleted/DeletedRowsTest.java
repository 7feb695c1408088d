package org.tarnlake.data.deleted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.roaringbitmap.RoaringBitmap;
import org.tarnlake.row.Batch;
import org.tarnlake.row.LongVector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.testing.Seeds;

class DeletedRowsTest {
  private static final StructType TYPE =
      new StructType(List.of(Field.optional("n", DataType.LONG)));

  /** A vector of the given bitmaps, each behind its high half. */
  static byte[] vector(Object... highsAndBitmaps) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    out.write(head.putInt(1681511377).putLong(highsAndBitmaps.length / 2).array());
    for (int i = 0; i < highsAndBitmaps.length; i += 2) {
      ByteBuffer high = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      out.write(high.putInt((Integer) highsAndBitmaps[i]).array());
      ((RoaringBitmap) highsAndBitmaps[i + 1]).serialize(new DataOutputStream(out));
    }
    return out.toByteArray();
  }

  private static DeletedRows parse(byte[] vector, long cardinality) {
    return DeletedRows.parse(ByteBuffer.wrap(vector), cardinality);
  }

  private static Batch batch(int rows) {
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = i;
    }
    return new Batch(TYPE, List.of(new LongVector(DataType.LONG, numbers, rows, null)), rows);
  }

  private static List<Long> numbers(Batch batch) {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < batch.rowCount(); i++) {
      numbers.add(batch.vector(0).longAt(i));
    }
    return numbers;
  }

  @Test
  void theVectorOfTheSpecificationIsRead() {
    byte[] bytes =
        HexFormat.of()
            .parseHex(
                "d1d339640100000000000000000000003a3000000100000000000100100000000300" + "0900");
    assertThat(parse(bytes, 2).last()).isEqualTo(9);
    assertThat(numbers(parse(bytes, 2).dropFrom(batch(11), 0)))
        .containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 10L);
  }

  @Test
  void aBatchWithoutDeletedRowsStaysAsItIs() throws Exception {
    DeletedRows rows = parse(vector(0, RoaringBitmap.bitmapOf(5)), 1);
    Batch batch = batch(4);
    assertThat(rows.dropFrom(batch, 6)).isSameAs(batch);
    assertThat(rows.dropFrom(batch, 1)).isSameAs(batch);
    assertThat(numbers(rows.dropFrom(batch, 2))).containsExactly(0L, 1L, 2L);
    assertThat(numbers(rows.dropFrom(batch, 5))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void positionsBeyondFourBillionAreOfTheirHighHalf() throws Exception {
    DeletedRows rows =
        parse(vector(0, RoaringBitmap.bitmapOf(-1), 1, RoaringBitmap.bitmapOf(0, 2)), 3);
    assertThat(rows.last()).isEqualTo(4294967298L);
    assertThat(numbers(rows.dropFrom(batch(6), 4294967294L))).containsExactly(0L, 3L, 5L);
    assertThat(numbers(rows.dropFrom(batch(1), 0))).containsExactly(0L);
  }

  @Test
  void randomVectorsDropExactlyWhatTheyHold() {
    Seeds.run(
        50,
        random -> {
          TreeSet<Integer> deleted = new TreeSet<>();
          for (int runs = random.nextInt(20); runs >= 0; runs--) {
            addRun(random, deleted);
          }
          RoaringBitmap bitmap = new RoaringBitmap();
          deleted.forEach(bitmap::add);
          if (random.nextBoolean()) {
            bitmap.runOptimize();
          }
          DeletedRows rows = parse(vector(0, bitmap), deleted.size());
          assertThat(rows.last()).isEqualTo(deleted.last().longValue());
          int first = random.nextInt(200_000);
          List<Long> left = new ArrayList<>();
          for (int i = 0; i < 4096; i++) {
            if (!deleted.contains(first + i)) {
              left.add((long) i);
            }
          }
          assertThat(numbers(rows.dropFrom(batch(4096), first))).isEqualTo(left);
        });
  }

  private static void addRun(SplittableRandom random, TreeSet<Integer> deleted) {
    int from = random.nextInt(200_000);
    int step = 1 + random.nextInt(3);
    for (int i = random.nextInt(6000); i >= 0; i--) {
      deleted.add(from + i * step);
    }
  }

  @Test
  void damageIsToldByWhatItIs() throws Exception {
    byte[] good = vector(0, RoaringBitmap.bitmapOf(1, 2, 3), 1, RoaringBitmap.bitmapOf(7));
    assertThat(parse(good, 4).last()).isEqualTo(4294967303L);
    assertRefused(good, 3, "it deletes 4 rows, not 3");
    assertRefused(new byte[3], 0, "it has only 3 bytes");
    assertRefused(changed(good, 0, 0), 4, "it starts with ");
    assertRefused(changed(good, 4, 100), 4, "it cannot have 100 bitmaps");
    assertRefused(changed(good, 4, 1), 3, "22 bytes are too many");
    assertRefused(changed(good, 12, 1), 4, "its bitmaps are not in order");
    assertRefused(changed(good, 15, 0x80), 4, "its bitmaps are not in order");
    assertRefused(changed(good, 16, 0), 4, "a bitmap is malformed");
    assertRefused(
        vector(1, RoaringBitmap.bitmapOf(1), 1, RoaringBitmap.bitmapOf(2)),
        2,
        "its bitmaps are not in order");
    for (int length = 12; length < good.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThatThrownBy(() -> parse(cut, 4)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void assertRefused(byte[] vector, long cardinality, String message) {
    assertThatThrownBy(() -> parse(vector, cardinality))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static byte[] changed(byte[] bytes, int at, int to) {
    byte[] copy = bytes.clone();
    copy[at] = (byte) to;
    return copy;
  }
}
