package org.tarnlake.table.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.UnsupportedTableException;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.Upload;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.state.TableFiles;

/** Rows that deletion vectors delete, in scans of a file whose row {@code n} holds the number n. */
class DeletionVectorsTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("n", DataType.LONG));

  /** The rows 3, 4, 7, 11, 18 and 29. */
  private static final String INLINE = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";

  private static final String UUID_TEXT = "vBn[lx{q8@P<9BNH/isA";
  private static final UUID ID = UUID.fromString("61d16c75-6994-46b7-a15b-8b538852e50e");

  private static AddFile write(ObjectStore store, int rows) throws IOException {
    RowBuffer buffer = new RowBuffer(SCHEMA.columns());
    for (long n = 0; n < rows; n++) {
      buffer.append(new Object[] {n});
    }
    try (Upload upload = store.upload("t/part-0.parquet");
        DataFileWriter writer = DataFileWriter.open(upload, SCHEMA.columns())) {
      writer.write(buffer.toBatch());
      writer.finish();
      assertThat(upload.commit()).isTrue();
    }
    return new AddFile(
        "part-0.parquet",
        Map.of(),
        store.size("t/part-0.parquet"),
        0,
        true,
        "{\"numRecords\":" + rows + "}");
  }

  private static AddFile with(AddFile file, DeletionVector vector) {
    return new AddFile(
        file.path(),
        file.partitionValues(),
        file.sizeBytes(),
        0,
        true,
        file.statistics(),
        vector,
        null,
        Map.of(),
        null);
  }

  private static List<Long> scan(ObjectStore store, AddFile file, String condition, long limit) {
    StructType columns = SCHEMA.columns();
    TableScan scan =
        new TableScan(
            "t",
            SCHEMA,
            ColumnMapping.NONE,
            TableFiles.of(List.of(file)),
            List.of(),
            columns,
            condition == null ? null : Predicate.parse(condition).bind(columns),
            limit);
    List<Long> numbers = new ArrayList<>();
    try (ScanCursor cursor = scan.open(new DataFiles(store), Environment.system().background())) {
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        for (int i = 0; i < batch.rowCount(); i++) {
          numbers.add(batch.vector(0).longAt(i));
        }
      }
    }
    return numbers;
  }

  private static List<Long> scan(ObjectStore store, AddFile file) {
    return scan(store, file, null, Long.MAX_VALUE);
  }

  private static byte[] vector(int... rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    out.write(head.putInt(1681511377).putLong(1).putInt(0).array());
    RoaringBitmap.bitmapOf(rows).serialize(new DataOutputStream(out));
    return out.toByteArray();
  }

  /** A file with one vector behind another, and the offset of the second. */
  private static byte[] file(byte[]... vectors) {
    ByteBuffer out = ByteBuffer.allocate(10_000).put((byte) 1);
    for (byte[] vector : vectors) {
      CRC32 crc = new CRC32();
      crc.update(vector);
      out.putInt(vector.length).put(vector).putInt((int) crc.getValue());
    }
    byte[] bytes = new byte[out.flip().remaining()];
    out.get(bytes);
    return bytes;
  }

  private static DeletionVector inFile(int offset, byte[] vector, int cardinality) {
    return new DeletionVector("u", UUID_TEXT, offset, vector.length, cardinality);
  }

  @Test
  void anInlineVectorDropsItsRows() throws Exception {
    MemoryStore store = new MemoryStore();
    AddFile file = write(store, 40);
    AddFile live = with(file, new DeletionVector("i", INLINE, null, 44, 6));
    assertThat(live.rowCount()).isEqualTo(34);
    List<Long> rows = scan(store, live);
    assertThat(rows).hasSize(34).doesNotContain(3L, 4L, 7L, 11L, 18L, 29L);
  }

  @Test
  void vectorsOfOneFileAreFoundByUuidPrefixAndOffset() throws Exception {
    MemoryStore store = new MemoryStore();
    AddFile file = write(store, 6);
    byte[] first = vector(0, 5);
    byte[] second = vector(1);
    byte[] both = file(first, second);
    store.putIfAbsent("t/deletion_vector_" + ID + ".bin", both);
    store.putIfAbsent("t/ab/deletion_vector_" + ID + ".bin", both);
    assertThat(scan(store, with(file, inFile(1, first, 2)))).containsExactly(1L, 2L, 3L, 4L);
    int offset = 9 + first.length;
    assertThat(scan(store, with(file, inFile(offset, second, 1))))
        .containsExactly(0L, 2L, 3L, 4L, 5L);
    DeletionVector inFolder = new DeletionVector("u", "ab" + UUID_TEXT, offset, second.length, 1);
    assertThat(scan(store, with(file, inFolder))).containsExactly(0L, 2L, 3L, 4L, 5L);
  }

  @Test
  void anAbsoluteVectorAndAnAbsoluteFileAreReadFromTheDisk(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("lake/t"));
    Files.createDirectories(folder.resolve("source/t"));
    LocalStore lake = LocalStore.open(folder.resolve("lake"), List.of(folder.resolve("source")));
    LocalStore source = LocalStore.open(folder.resolve("source"));
    AddFile file = write(source, 4);
    byte[] vector = vector(2);
    Files.write(folder.resolve("source/a vector.bin"), file(vector));
    String uri = folder.resolve("source").toUri().toString();
    AddFile clone =
        new AddFile(
            uri + "t/part-0.parquet",
            Map.of(),
            file.sizeBytes(),
            0,
            true,
            null,
            new DeletionVector("p", uri + "a%20vector.bin", 1, vector.length, 1),
            null,
            Map.of(),
            null);
    assertThat(scan(lake, clone)).containsExactly(0L, 1L, 3L);
    assertThatThrownBy(() -> scan(new MemoryStore(), clone))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("source/t/part-0.parquet is on a local disk, but its table is in");
  }

  @Test
  void deletedRowsAreGoneBeforeConditionsLimitsAndBehindSkippedPages() throws Exception {
    MemoryStore store = new MemoryStore();
    AddFile file = write(store, 100_000);
    byte[] vector = vector(0, 4095, 4096, 45_005, 45_006, 99_999);
    store.putIfAbsent("t/deletion_vector_" + ID + ".bin", file(vector));
    AddFile live = with(file, inFile(1, vector, 6));
    assertThat(scan(store, live)).hasSize(99_994).doesNotContain(0L, 4095L, 4096L, 99_999L);
    assertThat(scan(store, live, "n >= 45003 and n < 45010", Long.MAX_VALUE))
        .containsExactly(45_003L, 45_004L, 45_007L, 45_008L, 45_009L);
    assertThat(scan(store, live, "n in (0, 1, 4095, 99998, 99999)", Long.MAX_VALUE))
        .containsExactly(1L, 99_998L);
    assertThat(scan(store, live, null, 2)).containsExactly(1L, 2L);
  }

  @Test
  void aDamagedVectorIsNamed() throws Exception {
    MemoryStore store = new MemoryStore();
    AddFile file = write(store, 4);
    String object = "t/deletion_vector_" + ID + ".bin";
    byte[] vector = vector(1, 3);
    byte[] good = file(vector);
    assertDamage(store, file, inFile(1, vector, 2), object + " is missing");
    store.putIfAbsent(object, good);
    assertThat(scan(store, with(file, inFile(1, vector, 2)))).containsExactly(0L, 2L);
    assertDamage(store, file, inFile(1, vector, 3), "it deletes 2 rows, not 3");
    assertDamage(store, file, inFile(2, vector, 2), object + " is corrupt at byte 2");
    assertDamage(store, file, inFile(0, vector, 2), "no vector can be there");
    assertDamage(store, file, inFile(1, new byte[30], 2), "it has 36 bytes there");
    assertDamage(store, file, inFile(good.length, vector, 2), "the file ends at byte");
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      MemoryStore damaged = new MemoryStore();
      write(damaged, 4);
      damaged.putIfAbsent(object, bad);
      assertDamage(damaged, file, inFile(1, vector, 2), object + " is corrupt at byte 1");
    }
    byte[] beyond = vector(1, 4);
    store.put(object, file(beyond));
    assertDamage(
        store,
        file,
        inFile(1, beyond, 2),
        "deletes row 4 of data file t/part-0.parquet, which has 4");
  }

  private static void assertDamage(
      ObjectStore store, AddFile file, DeletionVector vector, String message) {
    assertThatThrownBy(() -> scan(store, with(file, vector)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aMalformedNameOfAVectorIsTold() throws Exception {
    MemoryStore store = new MemoryStore();
    AddFile file = write(store, 4);
    assertDamage(store, file, new DeletionVector("u", "short", 1, 4, 1), "no UUID has 5");
    assertDamage(
        store, file, new DeletionVector("u", "~".repeat(20), 1, 4, 1), "it has the character '~'");
    assertDamage(store, file, new DeletionVector("u", "../" + UUID_TEXT, 1, 4, 1), "a part is ..");
    assertDamage(store, file, new DeletionVector("i", "abcd", null, 4, 1), "no multiple of 5");
    assertDamage(store, file, new DeletionVector("i", INLINE, null, 20, 6), "not 20");
    assertDamage(store, file, new DeletionVector("i", "#####", null, 4, 1), "too large");
    assertThatThrownBy(() -> scan(store, with(file, new DeletionVector("x", "", null, 4, 1))))
        .isInstanceOf(UnsupportedTableException.class)
        .hasMessageContaining("the storage type 'x'");
  }
}
