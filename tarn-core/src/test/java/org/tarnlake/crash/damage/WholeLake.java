package org.tarnlake.crash.damage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import org.roaringbitmap.longlong.Roaring64NavigableMap;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.LakeCheckpoint;
import org.tarnlake.lake.LakeLog;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.lake.LogEntry;
import org.tarnlake.lake.LogEntryCodec;
import org.tarnlake.lake.LogLoader;
import org.tarnlake.lake.TableCommit;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.table.action.DeltaNames;
import org.tarnlake.table.checkpoint.CheckpointWriter;
import org.tarnlake.table.log.TableLog;

/**
 * A small lake with a file of every kind there is: {@code users}, {@code sales.orders} with
 * partitions, and {@code others}, which was attached and has a deletion vector. Stateless.
 */
final class WholeLake {
  private static final String VECTOR =
      "others/deletion_vector_00000000-0000-0000-0000-000000000000.bin";

  private WholeLake() {}

  static MemoryStore make(long seed) throws IOException {
    Environment system = Environment.system();
    Environment seeded =
        new Environment(system.clock(), new Random(seed), system.pause(), system.background());
    MemoryStore store = new MemoryStore();
    try (Lake lake = Lake.create(store, seeded)) {
      lake.transact(
          tx -> {
            tx.createTable(
                "users",
                Schema.builder()
                    .required("id", DataType.LONG)
                    .optional("name", DataType.STRING)
                    .optional("score", DataType.DOUBLE)
                    .build());
            tx.append("users", 1L, "Ada", 1.5);
            tx.append("users", 2L, null, null);
          });
      lake.transact(
          tx -> {
            tx.createTable(
                "sales.orders",
                Schema.builder()
                    .required("id", DataType.LONG)
                    .optional("country", DataType.STRING)
                    .required("day", DataType.DATE)
                    .build()
                    .partitionBy("country", "day"));
            tx.append("sales.orders", 10L, "DE", LocalDate.of(2024, 5, 1));
            tx.append("sales.orders", 11L, null, LocalDate.of(2024, 5, 2));
          });
      lake.transact(tx -> tx.append("users", 3L, "Grace", -0.25));
      attach(lake, store);
      checkpoint(lake, store, seeded);
      lake.transact(
          tx -> {
            for (long id = 100; id < 180; id++) {
              tx.append("users", id, "number " + id % 7, id / 8.0);
            }
            tx.append("sales.orders", 12L, "FR", LocalDate.of(2024, 5, 3));
          });
      lake.transact(tx -> tx.append("users", 4L, "Edsger", 0.0));
    }
    stage(store, seeded);
    return store;
  }

  /** A copy that can be changed. */
  static MemoryStore copy(MemoryStore store) throws IOException {
    MemoryStore copy = new MemoryStore();
    for (ObjectInfo each : store.list("", "")) {
      copy.put(each.name(), store.get(each.name()));
    }
    return copy;
  }

  /** A table by another writer, three of whose rows a deletion vector deletes. */
  private static void attach(Lake lake, MemoryStore store) throws IOException {
    Schema schema = Schema.builder().optional("id", DataType.LONG).build();
    MemoryStore scratch = new MemoryStore();
    try (Lake other = Lake.create(scratch, Environment.system())) {
      other.transact(
          tx -> {
            tx.createTable("t", schema);
            for (long id = 0; id < 20; id++) {
              tx.append("t", id);
            }
          });
    }
    byte[] rows = scratch.get(scratch.list("t/part-", "").get(0).name());
    store.putIfAbsent("others/rows.parquet", rows);
    byte[] deleted = deleted(3, 4, 17);
    ByteArrayOutputStream vector = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(vector);
    CRC32 crc = new CRC32();
    crc.update(deleted);
    out.writeByte(1);
    out.writeInt(deleted.length);
    out.write(deleted);
    out.writeInt((int) crc.getValue());
    store.putIfAbsent(VECTOR, vector.toByteArray());
    commit(
        store,
        0,
        "{\"commitInfo\":{\"timestamp\":1700000000000,\"operation\":\"CREATE TABLE\",\"operationParameters\":{}}}",
        "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"deletionVectors\"],\"writerFeatures\":[\"deletionVectors\"]}}",
        "{\"metaData\":{\"id\":\"11111111-2222-3333-4444-555555555555\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\"{\\\"type\\\":\\\"struct\\\",\\\"fields\\\":[{\\\"name\\\":\\\"id\\\",\\\"type\\\":\\\"long\\\",\\\"nullable\\\":true,\\\"metadata\\\":{}}]}\",\"partitionColumns\":[],\"configuration\":{},\"createdTime\":1700000000000}}");
    commit(
        store,
        1,
        "{\"commitInfo\":{\"timestamp\":1700000000001,\"operation\":\"WRITE\",\"operationParameters\":{}}}",
        ("{\"add\":{\"path\":\"rows.parquet\",\"partitionValues\":{},\"size\":%d,\"modificationTime\":1700000000000,\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":20}\","
                + "\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"00000000000000000000\",\"offset\":1,\"sizeInBytes\":%d,\"cardinality\":3}}}")
            .formatted(rows.length, deleted.length));
    lake.attach("others", "others");
  }

  private static void commit(MemoryStore store, long version, String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    store.putIfAbsent(DeltaNames.commit("others", version), bytes);
  }

  private static byte[] deleted(long... positions) throws IOException {
    Roaring64NavigableMap bitmap = Roaring64NavigableMap.bitmapOf(positions);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(1681511377).array());
    bitmap.serializePortable(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** Checkpoints of the lake and of its tables, as they come in a lake that lives longer. */
  private static void checkpoint(Lake lake, MemoryStore store, Environment environment)
      throws IOException {
    lake.awaitPublished();
    LakeLog log = LogLoader.open(store, environment);
    long version = lake.latest().version();
    store.putIfAbsent(LakeNames.checkpoint(version), LakeCheckpoint.encode(log.at(version)));
    store.put(
        LakeNames.LAST_CHECKPOINT, "{\"lakeVersion\":%d}\n".formatted(version).getBytes(UTF_8));
    for (String location : List.of("users", "sales/orders")) {
      TableLog table = new TableLog(store, location);
      new CheckpointWriter(store, environment).write(location, table.load(table.newestVersion()));
    }
  }

  /** Makes the newest entry name its table's lines rather than hold them, as big commits do. */
  private static void stage(MemoryStore store, Environment environment) throws IOException {
    long version;
    try (Lake lake = Lake.open(store, environment)) {
      version = lake.latest().version();
    }
    LogEntry entry = LogEntryCodec.decode(version, store.get(LakeNames.entry(version)));
    TableCommit commit = entry.tableCommits().get(0);
    String object = DeltaNames.staged("users", commit.version(), new UUID(1, 2));
    store.putIfAbsent(object, commit.lines().bytes());
    LogEntry staged =
        new LogEntry(
            entry.follows(),
            entry.lakeVersion(),
            entry.txnId(),
            entry.readVersion(),
            entry.timestampMillis(),
            entry.isolation(),
            entry.operation(),
            entry.writer(),
            entry.transactions(),
            entry.changes(),
            entry.sequences(),
            List.of(
                TableCommit.staged(
                    commit.tableId(), commit.version(), object, commit.lines(), false)));
    store.put(LakeNames.entry(version), LogEntryCodec.encode(staged));
  }

  /** The kinds of files, by what their names match. */
  static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("lake.json", "_tarn/lake\\.json"),
          Map.entry("entry", "_tarn/log/[0-9]{20}\\.json"),
          Map.entry("lake checkpoint", "_tarn/log/[0-9]{20}\\.checkpoint\\.json"),
          Map.entry("hint", "(.*/)?_last_checkpoint"),
          Map.entry("published commit", "(users|sales/orders)/_delta_log/[0-9]{20}\\.json"),
          Map.entry("foreign commit", "others/_delta_log/[0-9]{20}\\.json"),
          Map.entry("staged commit", ".*/_staged_commits/.*"),
          Map.entry(".crc", ".*\\.crc"),
          Map.entry("table checkpoint", ".*\\.checkpoint\\.parquet"),
          Map.entry("data file", ".*/(part-[^/]*|rows)\\.parquet"),
          Map.entry("deletion vector", ".*\\.bin"));
}
