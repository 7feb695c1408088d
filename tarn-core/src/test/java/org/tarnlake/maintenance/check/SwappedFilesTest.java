package org.tarnlake.maintenance.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.tarnlake.Batches;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.testing.SoundLake;

/**
 * A commit names a data file by its path and size. So two files of one size that somebody swapped,
 * or one that was put back from another version, were read without a word and gave other rows.
 */
class SwappedFilesTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("id", DataType.LONG));
  private static final String OTHER = " is not the one that was committed: its footer has ";

  @RegisterExtension final SoundLake sound = new SoundLake();
  private final MemoryStore store = sound.watch(new MemoryStore());

  @BeforeEach
  void twoTables() {
    try (Lake lake = LargeFiles.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable("ours", SCHEMA);
            tx.createTable("theirs", SCHEMA);
            tx.append("ours", 1L);
            tx.append("theirs", 2L);
          });
    }
  }

  private List<String> files(String folder) throws IOException {
    return store.list(folder + "/part-", "").stream().map(ObjectInfo::name).toList();
  }

  /**
   * Puts the bytes of another file of the same size in the place of one; returns what was there.
   */
  private byte[] replace(String file, byte[] other) throws IOException {
    byte[] before = store.get(file);
    assertThat(other).hasSameSizeAs(before).isNotEqualTo(before);
    store.put(file, other);
    return before;
  }

  private Lake open() {
    return Lake.open(store, Environment.system());
  }

  private static List<Object> ids(Scan scan) {
    List<Object> ids = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        ids.add(rows.get("id"));
      }
    }
    return ids;
  }

  private static void assertRefused(String file, ThrowingCallable read) {
    assertThatThrownBy(read)
        .isInstanceOf(CorruptionException.class)
        .hasMessageStartingWith("data file " + file + OTHER)
        .hasMessageEndingWith("put in its place; restore it from a backup; 'tarn check' lists all");
  }

  private static void assertRefusedByEveryRead(Lake lake, String table, String file) {
    assertRefused(file, () -> ids(lake.scan(table)));
    assertRefused(
        file,
        () -> {
          try (Batches batches = lake.scan(table).batches()) {
            batches.next();
          }
        });
    assertRefused(file, () -> ids(lake.scan(table).where("id >= 0")));
  }

  private void assertFound(String... files) {
    assertThat(Finding.of(store, CheckDepth.LOGS)).isEmpty();
    List<Finding> findings = Finding.of(store, CheckDepth.DATA);
    assertThat(findings).extracting(Finding::object).containsExactlyInAnyOrder(files);
    assertThat(findings)
        .allSatisfy(
            finding -> {
              assertThat(finding.isDamage()).isTrue();
              assertThat(finding.message())
                  .contains("is not the one that was committed")
                  .matches(".* was put in its place; restore (it|the file) from a backup");
            });
  }

  @Test
  void filesThatWereSwappedBetweenTablesAreNoticed() throws IOException {
    String ours = files("ours").get(0);
    String theirs = files("theirs").get(0);
    byte[] before = replace(ours, store.get(theirs));
    replace(theirs, before);
    try (Lake lake = open()) {
      assertRefusedByEveryRead(lake, "ours", ours);
      assertRefusedByEveryRead(lake, "theirs", theirs);
      assertThat(lake.scan("ours").count()).as("by the log alone").isEqualTo(1);
      assertThat(lake.scan("ours").where("id >= 0").count()).as("proven by it").isEqualTo(1);
      assertFound(ours, theirs);
      replace(theirs, replace(ours, before));
      assertThat(ids(lake.scan("ours"))).as("put right meanwhile").containsExactly(1L);
    }
  }

  @Test
  void aFileOfAnotherVersionIsNoticedBehindACheckpointToo() throws IOException {
    try (Lake lake = open()) {
      for (int i = 0; i < 12; i++) {
        lake.transact(tx -> tx.append("ours", 3L));
      }
    }
    assertThat(store.list("ours/_delta_log/", ""))
        .extracting(ObjectInfo::name)
        .anyMatch(name -> name.endsWith(".checkpoint.parquet"));
    String first = fileOf(1);
    String other = fileOf(3);
    byte[] before = replace(first, store.get(other));
    try (Lake lake = open()) {
      assertRefused(first, () -> ids(lake.scan("ours")));
    }
    assertFound(first);
    replace(first, before);
  }

  /** A file of {@code ours} that holds this row. */
  private String fileOf(long id) throws IOException {
    for (String file : files("ours")) {
      DataFile opened = new DataFiles(store).open(file, store.size(file));
      try (BatchSource rows = opened.read(0, SCHEMA.columns(), null)) {
        if (Objects.requireNonNull(rows.next()).vector(0).longAt(0) == id) {
          return file;
        }
      }
    }
    throw new AssertionError("no file has row " + id);
  }

  /** Such a file is not kept whole with its footer, and its row groups are units of their own. */
  @Test
  void largeFilesAreNoticed() throws IOException {
    try (Lake lake = open()) {
      for (long each : List.of(0L, 1L)) {
        lake.transact(
            tx -> {
              tx.createTable("large" + each, SCHEMA);
              for (long i = 0; i < 1_200_000; i++) {
                tx.append("large" + each, i == 600_000 ? each : i * 0x9E3779B97F4A7C15L);
              }
            });
      }
    }
    String first = files("large0").get(0);
    byte[] before = store.get(first);
    byte[] other = store.get(files("large1").get(0));
    assertThat(before.length).isGreaterThan(8 << 20);
    replace(first, other);
    try (Lake lake = open()) {
      assertRefusedByEveryRead(lake, "large0", first);
    }
    replace(first, before);
  }

  @Test
  void filesOfATableThatWasAdoptedAreNoticed() throws IOException {
    for (ObjectInfo object : store.list("_tarn/", "")) {
      store.delete(object.name());
    }
    Lake.adopt(store, Environment.system()).close();
    String ours = files("ours").get(0);
    byte[] before = replace(ours, store.get(files("theirs").get(0)));
    try (Lake lake = open()) {
      assertRefusedByEveryRead(lake, "ours", ours);
    }
    assertFound(ours);
    replace(ours, before);
  }
}
