package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;

/** A batch has fewer rows where they are large, whatever they are made of. */
class LargeBatchesTest {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final SplittableRandom random = new SplittableRandom(9);

  private String text(int i) {
    char[] chars = new char[random.nextInt(10) == 0 ? 3_000_000 : random.nextInt(600_000)];
    Arrays.fill(chars, (char) ('a' + i % 26));
    return i + new String(chars);
  }

  @Test
  void columnsOfEveryKindComeBackInBoundedBatches() throws Exception {
    StructType struct =
        new StructType(
            List.of(Field.optional("n", DataType.INT), Field.optional("s", DataType.STRING)));
    StructType type =
        new StructType(
            List.of(
                Field.required("id", DataType.INT),
                Field.optional("text", DataType.STRING),
                Field.optional("bytes", DataType.BINARY),
                Field.optional("list", DataType.list(DataType.STRING)),
                Field.optional("structs", DataType.list(struct)),
                Field.optional("map", DataType.map(DataType.INT, DataType.STRING)),
                Field.optional("struct", struct)));
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<Integer, String> map = new LinkedHashMap<>();
      for (int k = random.nextInt(4); k > 0; k--) {
        map.put(k, text(i));
      }
      rows.add(
          new Object[] {
            i,
            i % 7 == 0 ? null : text(i),
            i % 5 == 0 ? null : new byte[random.nextInt(2_000_000)],
            i % 6 == 0 ? null : Arrays.asList(text(i), null, text(i + 1)),
            i % 4 == 0
                ? List.of()
                : List.of(Arrays.asList(1, text(i)), Arrays.asList(null, text(i + 2))),
            i % 3 == 0 ? null : map,
            Arrays.asList(i, i % 2 == 0 ? null : text(i))
          });
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", TestFiles.batch(type, rows));
    DataFile file = TestFiles.open(store, "f");
    int seen = 0;
    int batches = 0;
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, type, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          batches++;
          for (int i = 0; i < batch.rowCount(); i++, seen++) {
            assertThat(TestFiles.text(batch, i).equals(TestFiles.text(type, rows.get(seen))))
                .as("row %d", seen)
                .isTrue();
          }
        }
      }
    }
    assertThat(seen).isEqualTo(60);
    assertThat(batches).isGreaterThan(8);
    // The same by positions, where pages are passed over.
    for (int from : new int[] {3, 20, 41}) {
      RowRanges.Range range = new RowRanges.Range(from, from + 1);
      int group = 0;
      while (file.firstRow(group) + file.rowCount(group) <= from) {
        group++;
      }
      long first = file.firstRow(group);
      range = new RowRanges.Range(from - first, from - first + 1);
      try (BatchSource source =
          file.readRows(group, type, new RowRanges(file.rowCount(group), List.of(range)))) {
        Batch batch = source.next();
        assertThat(TestFiles.text(batch, 0).equals(TestFiles.text(type, rows.get(from)))).isTrue();
      }
    }
  }

  /**
   * A text of 400 KB in a dictionary stands for any number of rows, until something else follows:
   * the writer then tried to write gigabytes out, and the reader to copy them into one batch.
   */
  @Test
  void aLargeTextThatRepeatsIsNeverWrittenOutForEachRow() throws Exception {
    StructType type =
        new StructType(
            List.of(
                Field.required("s", DataType.STRING),
                Field.required("l", DataType.list(DataType.STRING))));
    char[] chars = new char[400_000];
    Arrays.fill(chars, 'x');
    String large = new String(chars);
    RowBuffer rows = new RowBuffer(type);
    for (int i = 0; i < 9_000; i++) {
      rows.append(large, List.of(large, large));
    }
    for (int i = 0; i < 3_000; i++) {
      rows.append("small " + i + large.substring(0, 1000), List.of("other " + i));
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", rows.toBatch());
    long before = THREAD.getCurrentThreadAllocatedBytes();
    DataFile file = TestFiles.open(store, "f");
    int seen = 0;
    for (int group = 0; group < file.rowGroupCount(); group++) {
      try (BatchSource source = file.read(group, type, null)) {
        for (Batch batch = source.next(); batch != null; batch = source.next()) {
          for (int i = 0; i < batch.rowCount(); i++, seen++) {
            String text = batch.vector(0).stringAt(i);
            boolean same =
                seen < 9_000 ? text.equals(large) : text.startsWith("small " + (seen - 9_000));
            assertThat(same).as("row %d", seen).isTrue();
          }
        }
      }
    }
    assertThat(seen).isEqualTo(12_000);
    assertThat(THREAD.getCurrentThreadAllocatedBytes() - before).isLessThan(100L << 20);
  }
}
