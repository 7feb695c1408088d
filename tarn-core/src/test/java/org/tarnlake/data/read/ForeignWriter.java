package org.tarnlake.data.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * Another engine that writes to a Delta table: commits by hand, as the protocol tells, of a table
 * with the one column {@code id}. One thread at a time.
 */
public final class ForeignWriter {
  /** Of the table, as {@link #metadata} has it. */
  public static final String ID = "11111111-2222-3333-4444-555555555555";

  public static final String SCHEMA = schema("{}");
  public static final String LEGACY =
      "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":2}}";

  private final ObjectStore store;
  private final String location;
  private int files;

  public ForeignWriter(ObjectStore store, String location) {
    this.store = store;
    this.location = location.isEmpty() ? "" : location + "/";
  }

  /** The schema of the column, as JSON, with metadata. */
  public static String schema(String metadata) {
    return "{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":"
        + metadata
        + "}]}";
  }

  public static String metadata(String schema, String configuration) {
    return "{\"metaData\":{\"id\":\""
        + ID
        + "\",\"description\":\"by hand\",\"format\":{\"provider\":\"parquet\",\"options\":{}},\"schemaString\":\""
        + schema.replace("\\", "\\\\").replace("\"", "\\\"")
        + "\",\"partitionColumns\":[],\"configuration\":"
        + configuration
        + ",\"createdTime\":1700000000000}}";
  }

  public static String info(long timestamp, String operation) {
    return "{\"commitInfo\":{\"timestamp\":"
        + timestamp
        + ",\"operation\":\""
        + operation
        + "\",\"operationParameters\":{},\"isolationLevel\":\"Serializable\",\"isBlindAppend\":true,\"operationMetrics\":{\"numFiles\":\"1\"},\"engineInfo\":\"Apache-Spark/4.0.1 Delta-Lake/4.0.0\"}}";
  }

  /** Makes the table, version 0. */
  public void create() {
    create(LEGACY, metadata(SCHEMA, "{}"));
  }

  public void create(String protocol, String metadata) {
    commit(0, info(1_700_000_000_000L, "CREATE TABLE"), protocol, metadata);
  }

  /** Puts a commit; whether the version was free. */
  public boolean commit(long version, String... lines) {
    try {
      String name = location + "_delta_log/%020d.json".formatted(version);
      return store.putIfAbsent(name, (String.join("\n", lines) + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Appends rows in the first free version from one on, and returns it. */
  public long append(long from, long... ids) {
    String add = add(ids);
    long version = from;
    while (!commit(version, info(1_700_000_000_000L + version, "WRITE"), add)) {
      version++;
    }
    return version;
  }

  /** Writes a data file and returns the action that adds it. */
  public String add(long... ids) {
    String path = "foreign-" + files++ + "-" + ids[0] + ".parquet";
    byte[] bytes = dataFile(ids);
    try {
      store.putIfAbsent(location + path, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "{\"add\":{\"path\":\"%s\",\"partitionValues\":{},\"size\":%d,\"modificationTime\":1700000000000,\"dataChange\":true,\"stats\":\"{\\\"numRecords\\\":%d}\"}}"
        .formatted(path, bytes.length, ids.length);
  }

  /** Writes a checkpoint of a version, all commits up to which are there. */
  public void checkpoint(long version) {
    StringBuilder checkpoint = new StringBuilder();
    for (long each = 0; each <= version; each++) {
      for (String line : lines(each)) {
        checkpoint.append(line.contains("commitInfo") ? "" : line + "\n");
      }
    }
    put(checkpointName(version), checkpoint.toString());
  }

  /** Writes the checkpoint of the next version, there being one of this version. */
  public void checkpointAfter(long version) {
    StringBuilder checkpoint = new StringBuilder(text(checkpointName(version)));
    for (String line : lines(version + 1)) {
      checkpoint.append(line.contains("commitInfo") ? "" : line + "\n");
    }
    put(checkpointName(version + 1), checkpoint.toString());
  }

  public static String checkpointName(long version) {
    return "_delta_log/%020d.checkpoint.01234567-89ab-cdef-0123-456789abcdef.json"
        .formatted(version);
  }

  private void put(String name, String text) {
    try {
      store.put(location + name, text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(String name) {
    try {
      return new String(store.get(location + name), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a checkpoint of a version and deletes all commits before it. */
  public void cleanUpBefore(long version) {
    checkpoint(version);
    for (long each = 0; each < version; each++) {
      delete("_delta_log/%020d.json".formatted(each));
    }
  }

  /** Deletes a file of the table. */
  public void delete(String name) {
    try {
      store.delete(location + name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a commit. */
  public List<String> lines(long version) {
    return text("_delta_log/%020d.json".formatted(version)).lines().toList();
  }

  /** The names under a folder of the table. */
  public List<String> names(String prefix) {
    try {
      List<String> names = new ArrayList<>();
      for (ObjectInfo object : store.list(location + prefix, "")) {
        names.add(object.name());
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] dataFile(long... ids) {
    MemoryStore scratch = new MemoryStore();
    Environment environment = Environment.system();
    Environment seeded =
        new Environment(
            environment.clock(), new Random(1), environment.pause(), environment.background());
    try (Lake lake = Lake.create(scratch, seeded)) {
      lake.transact(
          tx -> {
            tx.createTable("t", Schema.of(Field.optional("id", DataType.LONG)));
            LongStream.of(ids).forEach(id -> tx.append("t", id));
          });
      lake.awaitPublished();
      for (ObjectInfo object : scratch.list("t/part-", "")) {
        return scratch.get(object.name());
      }
      throw new AssertionError(
          scratch.list("", "").stream().map(ObjectInfo::name).collect(joining()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
