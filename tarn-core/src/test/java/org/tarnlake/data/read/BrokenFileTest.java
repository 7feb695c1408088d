package org.tarnlake.data.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tarnlake.data.DuckDb;
import org.tarnlake.data.TestFiles;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.TarnException;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.MemoryStore;

/** A file that is not as it was written is an error, and never other rows. */
class BrokenFileTest {
  private static final StructType TYPE =
      new StructType(
          List.of(
              Field.required("id", DataType.LONG),
              Field.optional("name", DataType.STRING),
              Field.optional("amount", DataType.decimal(10, 2)),
              Field.optional("list", DataType.list(DataType.INT)),
              Field.optional("flag", DataType.BOOLEAN)));

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A page of 64 MiB may be a true one, before and after it is decompressed. */
  private static final long ALLOCATED_BYTES_MAX = 200L << 20;

  private static byte[] smallFile() throws Exception {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(
          new Object[] {
            (long) i,
            i % 9 == 0 ? null : "name-" + i % 4,
            i % 7 == 0 ? null : new BigDecimal(i * 37 + ".25"),
            i % 5 == 0 ? null : List.of(i, i + 1),
            i % 2 == 0
          });
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", TestFiles.batch(TYPE, rows));
    return store.get("f");
  }

  /** Reads a file that is given as bytes; null if that is an error. */
  private static List<String> readOrNull(byte[] bytes, BoundPredicate filter) throws Exception {
    MemoryStore store = new MemoryStore();
    store.putIfAbsent("f", bytes);
    try {
      return TestFiles.read(TestFiles.open(store, "f"), TYPE, filter);
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining("data file f");
      return null;
    } catch (TarnException e) {
      return null;
    }
  }

  @Test
  void everyChangedByteIsAnErrorOrHarmless() throws Exception {
    byte[] good = smallFile();
    List<String> rows = readOrNull(good, null);
    BoundPredicate filter = Predicate.parse("id >= 50 AND name = 'name-1'").bind(TYPE);
    List<String> filtered = readOrNull(good, filter);
    int harmless = 0;
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1 << at % 8, 1 << (at + 3) % 8, 0xFF}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) flip;
        List<String> read = readOrNull(bad, null);
        List<String> readFiltered = readOrNull(bad, filter);
        assertThat(read == null || read.equals(rows)).as("%d at %d", flip, at).isTrue();
        assertThat(readFiltered == null || readFiltered.equals(filtered))
            .as("%d at %d, filtered", flip, at)
            .isTrue();
        harmless += read == null ? 0 : 1;
      }
    }
    assertThat(harmless).as("most flips are noticed").isLessThan(3 * good.length / 20);
  }

  @Test
  void bytesOverwrittenAtRandomAreAnErrorOrHarmless() throws Exception {
    byte[] good = smallFile();
    List<String> rows = readOrNull(good, null);
    SplittableRandom random = new SplittableRandom(42);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      int from = random.nextInt(bad.length);
      byte[] noise = new byte[Math.min(bad.length - from, 1 + random.nextInt(20))];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bad, from, noise.length);
      List<String> read = readOrNull(bad, null);
      assertThat(read == null || read.equals(rows)).as("case %d at %d", i, from).isTrue();
    }
  }

  /**
   * Other writers put no checksums into their files, so a changed value may be read as it is now.
   * All else must be noticed: no other exception, no endless reading, no memory out of proportion.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMPRESSION uncompressed",
        "COMPRESSION uncompressed, PARQUET_VERSION V2",
        "COMPRESSION snappy",
        "COMPRESSION zstd",
        "COMPRESSION gzip",
        "COMPRESSION lz4_raw"
      })
  void everyChangeOfAnotherWritersFileIsAnErrorOrOnlyAValue(String options, @TempDir Path folder)
      throws Exception {
    Path path = folder.resolve("f.parquet");
    try (DuckDb duck = new DuckDb()) {
      duck.execute(
          ("COPY (SELECT i AS id, CASE WHEN i %% 9 > 0 THEN 'name-' || i %% 4 END AS name,"
                  + " (i * 37.25)::DECIMAL(10, 2) AS amount, [i, NULL]::INTEGER[] AS list,"
                  + " i %% 2 = 0 AS flag FROM range(60) t(i)) TO '%s' (FORMAT parquet, %s)")
              .formatted(path, options));
    }
    byte[] good = Files.readAllBytes(path);
    BoundPredicate filter = Predicate.parse("id >= 50 AND name = 'name-1'").bind(TYPE);
    assertThat(readOrNull(good, null)).hasSize(60);
    assertThat(readOrNull(good, filter)).isNotEmpty();
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1 << at % 8, 0xFF}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) flip;
        readWithinLimits(bad, at % 2 == 0 ? null : filter, flip + " at " + at);
      }
    }
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      byte[] bad = good.clone();
      int from = random.nextInt(bad.length);
      byte[] noise = new byte[Math.min(bad.length - from, 1 + random.nextInt(20))];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, bad, from, noise.length);
      readWithinLimits(bad, i % 2 == 0 ? null : filter, "case " + i);
    }
  }

  private static void readWithinLimits(byte[] bytes, BoundPredicate filter, String what)
      throws Exception {
    long before = THREAD.getCurrentThreadAllocatedBytes();
    try {
      readOrNull(bytes, filter);
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
    assertThat(THREAD.getCurrentThreadAllocatedBytes() - before)
        .as(what)
        .isLessThan(ALLOCATED_BYTES_MAX);
  }

  @Test
  void everyTruncationIsAnError() throws Exception {
    byte[] good = smallFile();
    for (int length = 0; length < good.length; length++) {
      assertThat(readOrNull(Arrays.copyOf(good, length), null)).as("%d bytes", length).isNull();
    }
  }

  @Test
  void aFlippedBitInThePageIndexesIsAnErrorWhereTheyAreUsed() throws Exception {
    StructType type = new StructType(List.of(Field.required("id", DataType.LONG)));
    RowBuffer buffer = new RowBuffer(type);
    for (long i = 0; i < 60_000; i++) {
      buffer.append(i);
    }
    MemoryStore store = new MemoryStore();
    TestFiles.write(store, "f", buffer.toBatch());
    byte[] good = store.get("f");
    BoundPredicate filter = Predicate.eq("id", 50_000L).bind(type);
    assertThat(TestFiles.read(TestFiles.open(store, "f"), type, filter)).hasSize(60_000 - 40_960);
    int footer =
        good.length - 8 - (good[good.length - 8] & 0xFF | (good[good.length - 7] & 0xFF) << 8);
    int noticed = 0;
    for (int at = footer - 100; at < footer; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      MemoryStore badStore = new MemoryStore();
      badStore.putIfAbsent("f", bad);
      assertThatThrownBy(() -> TestFiles.read(TestFiles.open(badStore, "f"), type, filter))
          .isInstanceOf(CorruptionException.class)
          .hasMessage("data file f is corrupt: its page indexes do not match their checksum");
      noticed++;
    }
    assertThat(noticed).isEqualTo(100);
  }

  @Test
  void whatIsNoFileOfTheLogIsNamed() throws Exception {
    MemoryStore store = new MemoryStore();
    store.putIfAbsent("empty", new byte[0]);
    store.putIfAbsent("text", "id,name\n1,a\n2,b\n3,c\n".getBytes("UTF-8"));
    DataFiles files = new DataFiles(store);
    assertThatThrownBy(() -> files.open("absent", 1000))
        .isInstanceOf(CorruptionException.class)
        .hasMessage(
            "data file absent is missing; restore it from a backup; 'tarn check' lists all");
    assertThatThrownBy(() -> files.open("empty", 0))
        .isInstanceOf(CorruptionException.class)
        .hasMessage("data file empty is corrupt: 0 bytes are no Parquet file");
    assertThatThrownBy(() -> files.open("text", 20))
        .isInstanceOf(CorruptionException.class)
        .hasMessage("data file text is corrupt: it does not end as a Parquet file does");
    assertThatThrownBy(() -> files.open("text", 1000))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("data file text is cut off");
  }

  @Test
  void aColumnOfAnotherTypeIsNamed() throws Exception {
    MemoryStore store = new MemoryStore();
    StructType type = new StructType(List.of(Field.required("a", DataType.STRING)));
    TestFiles.write(store, "f", TestFiles.batch(type, List.<Object[]>of(new Object[] {"x"})));
    for (DataType wanted :
        List.of(
            DataType.INT,
            DataType.list(DataType.STRING),
            DataType.map(DataType.INT, DataType.INT))) {
      StructType columns = new StructType(List.of(new Field("a", wanted, true, Map.of())));
      assertThatThrownBy(() -> TestFiles.read(store, "f", columns))
          .isInstanceOf(CorruptionException.class)
          .hasMessage(
              "data file f is corrupt: row group 0, column 'a': column 'a' is string and cannot be"
                  + " read as "
                  + wanted.text());
    }
  }
}
