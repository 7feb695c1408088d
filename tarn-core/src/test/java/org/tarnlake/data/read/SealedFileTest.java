package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;

/**
 * Every byte of a file of Tarn's is under a checksum. That of Parquet covers what a page holds and
 * not its header: a page that said it had one value less shifted the rows behind it, where a filter
 * passed over the pages before.
 */
class SealedFileTest {
  private static final StructType TYPE =
      new StructType(
          List.of(
              Field.required("id", DataType.LONG),
              Field.optional("name", DataType.STRING),
              Field.optional("list", DataType.list(DataType.INT))));

  /** Small pages, so that there are many, and dictionaries in some columns. */
  private static byte[] file() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(
          new Object[] {
            (long) i, i % 9 == 0 ? null : "name-" + i % 4, i % 5 == 0 ? null : List.of(i % 3, 7)
          });
    }
    MemoryStore store = new MemoryStore();
    DataFileWriter.Layout layout =
        new DataFileWriter.Layout(40, 200, Set.of(List.of("id"), List.of("name")));
    TestFiles.write(store, "f", layout, TestFiles.batch(TYPE, rows));
    return store.get("f");
  }

  private static DataFile open(byte[] bytes) throws Exception {
    MemoryStore store = new MemoryStore();
    store.putIfAbsent("f", bytes);
    return TestFiles.open(store, "f");
  }

  private static List<String> readOrNull(byte[] bytes, BoundPredicate filter) throws Exception {
    try {
      return TestFiles.read(open(bytes), TYPE, filter);
    } catch (TarnException e) {
      return null;
    }
  }

  @Test
  void everyChangedByteIsFoundAndNeverReadAsOtherRows() throws Exception {
    byte[] good = file();
    open(good).verify();
    BoundPredicate filter = Predicate.parse("id >= 90 AND id < 110").bind(TYPE);
    BoundPredicate one = Predicate.parse("name = 'name-1' AND id IN (1, 7, 33, 209)").bind(TYPE);
    List<String> all = readOrNull(good, null);
    List<String> few = readOrNull(good, one);
    List<String> some = readOrNull(good, filter);
    assertThat(all).hasSize(300);
    assertThat(some).hasSizeBetween(20, 80);
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1, 1 << at % 8, 0x80, 0xFF}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) flip;
        assertThat(catchThrowable(() -> open(bad).verify()))
            .as("%d at %d", flip, at)
            .isInstanceOfAny(CorruptionException.class, UnsupportedTableException.class);
        List<String> read = readOrNull(bad, null);
        assertThat(read == null || read.equals(all)).as("%d at %d", flip, at).isTrue();
        List<String> filtered = readOrNull(bad, filter);
        assertThat(filtered == null || filtered.equals(some)).as("%d at %d", flip, at).isTrue();
        List<String> found = readOrNull(bad, one);
        assertThat(found == null || found.equals(few)).as("%d at %d", flip, at).isTrue();
      }
    }
  }

  @Test
  void aPageWithOneValueLessIsNamed() throws Exception {
    byte[] good = file();
    // Field 5 of the header, what a data page says of itself; its field 1, 40 values in zigzag.
    // Page 0 is the dictionary.
    int at = -1;
    for (int i = 0; i + 4 < good.length && at < 0; i++) {
      at = good[i] == 0x1C && good[i + 1] == 0x15 && good[i + 2] == 0x50 ? i + 2 : -1;
    }
    byte[] bad = good.clone();
    bad[at] = 0x4E;
    assertThatThrownBy(() -> open(bad).verify())
        .hasMessage(
            "data file f is corrupt: row group 0, column 'id': the header of page 1 does not match"
                + " its checksum");
  }
}
