package org.tarnlake.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.delta.kernel.Operation;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.Transaction;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.types.LongType;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterable;
import io.delta.kernel.utils.DataFileStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.Scan;
import org.tarnlake.data.build.RowBuffer;
import org.tarnlake.data.write.DataFileWriter;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.Upload;
import org.tarnlake.store.local.LocalStore;

/**
 * Tables that Delta Kernel wrote and made a checkpoint of, the commits before it cleaned up. The
 * number that Kernel notes in its hint is that of the adds, and old versions of delta-rs noted the
 * bytes; a reader that took it for the number of rows could open none of them.
 */
class KernelHintTest {
  private static final Schema SCHEMA = Schema.of(Field.optional("id", DataType.LONG));
  private static final int CHECKPOINT = 4;

  @TempDir Path lakeFolder;
  private Path folder;
  private final Engine engine = DefaultEngine.create(new Configuration());

  private void commit(Transaction transaction, List<DataFileStatus> files) throws Exception {
    Row state = transaction.getTransactionState(engine);
    transaction.commit(
        engine,
        CloseableIterable.inMemoryIterable(
            Transaction.generateAppendActions(
                engine,
                state,
                io.delta.kernel.internal.util.Utils.toCloseableIterator(files.iterator()),
                Transaction.getWriteContext(engine, state, Map.of()))));
  }

  private Snapshot newest() {
    return TableManager.loadSnapshot(folder.toString()).build(engine);
  }

  private DataFileStatus file(long id) throws Exception {
    RowBuffer rows = new RowBuffer(SCHEMA.columns());
    rows.append(id);
    String name = id + ".parquet";
    try (LocalStore store = LocalStore.open(folder);
        Upload upload = store.upload(name);
        DataFileWriter writer = DataFileWriter.open(upload, SCHEMA.columns())) {
      writer.write(rows.toBatch());
      writer.finish();
      upload.commit();
      return new DataFileStatus(
          "file:" + folder.resolve(name), store.size(name), 1, Optional.empty());
    }
  }

  /** Versions 0 to 5: rows 1 to 5 but the second, which another writer removed in version 3. */
  private void write() throws Exception {
    folder = Files.createDirectory(lakeFolder.resolve("t"));
    StructType type = new StructType().add("id", LongType.LONG);
    commit(
        TableManager.buildCreateTableTransaction(folder.toString(), type, "Kernel").build(engine),
        List.of());
    append(1);
    append(2);
    Files.writeString(
        commitFile(3),
        "{\"remove\":{\"path\":\"2.parquet\",\"deletionTimestamp\":%s,\"dataChange\":true}}\n"
            .formatted(System.currentTimeMillis()));
    append(4);
    newest().writeCheckpoint(engine);
    append(5);
    for (long version = 0; version < CHECKPOINT; version++) {
      Files.delete(commitFile(version));
    }
    // Beside each file that it wrote on a local disk, Hadoop keeps a checksum of its own.
    try (var files = Files.list(folder.resolve("_delta_log"))) {
      for (Path each : files.filter(f -> f.getFileName().toString().endsWith(".crc")).toList()) {
        Files.delete(each);
      }
    }
  }

  private void append(long id) throws Exception {
    commit(
        newest().buildUpdateTableTransaction("Kernel", Operation.WRITE).build(engine),
        List.of(file(id)));
  }

  private Path commitFile(long version) {
    return folder.resolve("_delta_log/%020d.json".formatted(version));
  }

  private static List<Long> ids(Scan scan) {
    List<Long> ids = new ArrayList<>();
    try (Rows rows = scan.rows()) {
      while (rows.next()) {
        ids.add(rows.getLong("id"));
      }
    }
    ids.sort(null);
    return ids;
  }

  private void assertRead() {
    try (Lake table = Lake.open(folder)) {
      assertThat(ids(table.scan("t"))).containsExactly(1L, 4L, 5L);
      assertThat(ids(table.asOf(CHECKPOINT).scan("t"))).containsExactly(1L, 4L);
      assertThat(table.history(9)).hasSize(2);
    }
    assertThat(Lake.check(folder, CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
  }

  @Test
  void theyAreReadWhateverTheHintSays() throws Exception {
    write();
    Path hint = folder.resolve("_delta_log/_last_checkpoint");
    // Two adds; the rows are those, a remove, the protocol and the metadata.
    assertThat(Files.readString(hint)).contains("\"version\":4").contains("\"size\":2");
    assertRead();

    long bytes =
        Files.size(folder.resolve("_delta_log/%020d.checkpoint.parquet".formatted(CHECKPOINT)));
    List<String> sizes = List.of("0", "1", "3", "5", "" + bytes, "" + Long.MAX_VALUE, "-1", "null");
    List<String> hints =
        new ArrayList<>(List.of("", "{}", "garbage", "{\"version\":3,\"size\":2}"));
    for (String size : sizes) {
      hints.add("{\"version\":4,\"size\":%s}".formatted(size));
      hints.add("{\"version\":4,\"size\":5,\"numOfAddFiles\":%s}".formatted(size));
      hints.add("{\"version\":4,\"size\":5,\"sizeInBytes\":%s}".formatted(size));
      hints.add("{\"version\":4,\"size\":5,\"parts\":%s}".formatted(size));
      hints.add("{\"version\":%s,\"size\":5}".formatted(size));
    }
    for (String each : hints) {
      Files.write(hint, each.getBytes(UTF_8));
      assertRead();
    }
    Files.delete(hint);
    assertRead();
  }

  @Test
  void theyAreAttachedAndDetached() throws Exception {
    write();
    Lake.create(lakeFolder).close();
    try (Lake lake = Lake.open(lakeFolder)) {
      lake.attach("orders", "t");
      lake.transact(tx -> tx.append("orders", 6L));
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 4L, 5L, 6L);
    }
    try (Lake lake = Lake.open(lakeFolder)) {
      assertThat(ids(lake.scan("orders"))).containsExactly(1L, 4L, 5L, 6L);
      lake.detach("orders");
    }
    assertThat(Lake.check(lakeFolder, CheckDepth.DATA)).filteredOn(Finding::isDamage).isEmpty();
    try (Lake table = Lake.open(folder)) {
      assertThat(ids(table.scan("t"))).containsExactly(1L, 4L, 5L, 6L);
    }
    commit(
        newest().buildUpdateTableTransaction("Kernel", Operation.WRITE).build(engine),
        List.of(file(7)));
    try (Lake table = Lake.open(folder)) {
      assertThat(ids(table.scan("t"))).containsExactly(1L, 4L, 5L, 6L, 7L);
    }
  }
}
