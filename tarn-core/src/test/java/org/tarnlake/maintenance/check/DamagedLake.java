package org.tarnlake.maintenance.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.tarnlake.CheckDepth;
import org.tarnlake.Finding;
import org.tarnlake.Lake;
import org.tarnlake.LargeFiles;
import org.tarnlake.env.Environment;
import org.tarnlake.lake.LakeNames;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;
import org.tarnlake.store.ObjectInfo;
import org.tarnlake.store.ObjectStore;

/**
 * A small lake that a test damages, one object at a time. One thread at a time.
 *
 * <p>Its versions: 1 creates {@code users} with two rows and {@code sales.orders}, partitioned; 2
 * appends to both; 3 renames users to {@code people}; 4 appends to people; 5 creates {@code old}; 6
 * drops it; 7 appends to orders.
 */
public final class DamagedLake {
  public static final String USERS = "users/_delta_log/";
  static final String ORDERS = "sales/orders/_delta_log/";

  private final ObjectStore store;

  private DamagedLake(ObjectStore store) {
    this.store = store;
  }

  public static DamagedLake in(ObjectStore store) {
    try (Lake lake = LargeFiles.create(store, Environment.system())) {
      lake.transact(
          tx -> {
            tx.createTable(
                "users",
                Schema.builder()
                    .required("id", DataType.LONG)
                    .optional("name", DataType.STRING)
                    .build());
            tx.append("users", 1L, "Ada");
            tx.append("users", 2L, null);
            tx.createTable(
                "sales.orders",
                Schema.builder()
                    .required("id", DataType.LONG)
                    .optional("country", DataType.STRING)
                    .required("day", DataType.DATE)
                    .build()
                    .partitionBy("country", "day"));
          });
      lake.transact(
          tx -> {
            tx.append("users", 3L, "Grace");
            tx.append("sales.orders", 10L, "DE", java.time.LocalDate.of(2024, 5, 1));
          });
      lake.transact(tx -> tx.renameTable("users", "people"));
      lake.transact(tx -> tx.append("people", 4L, "Edsger"));
      lake.transact(tx -> tx.createUntypedTable("old", "anything"));
      lake.transact(tx -> tx.dropTable("old"));
      lake.transact(
          tx -> {
            tx.append("sales.orders", 11L, null, java.time.LocalDate.of(2024, 5, 2));
            tx.append("sales.orders", 12L, "FR", java.time.LocalDate.of(2024, 5, 2));
          });
    }
    return new DamagedLake(store);
  }

  /** The lake that a store holds already. */
  static DamagedLake over(ObjectStore store) {
    return new DamagedLake(store);
  }

  /** Appends rows to people, one a version, until there are that many lake versions. */
  public void growTo(long versions) {
    try (Lake lake = Lake.open(store, Environment.system())) {
      while (lake.latest().version() < versions) {
        lake.transact(tx -> tx.append("people", 5L, "Barbara"));
        // Published one by one, so that the lake checkpoints are where a test expects them.
        lake.awaitPublished();
      }
    }
  }

  public ObjectStore store() {
    return store;
  }

  static String entry(long version) {
    return "_tarn/log/%020d.json".formatted(version);
  }

  static String checkpoint(long version) {
    return "_tarn/log/%020d.checkpoint.json".formatted(version);
  }

  public static String commit(String log, long version) {
    return "%s%020d.json".formatted(log, version);
  }

  public String text(String name) throws IOException {
    return new String(store.get(name), UTF_8);
  }

  void write(String name, String text) throws IOException {
    store.put(name, text.getBytes(UTF_8));
  }

  void edit(String name, UnaryOperator<String> edit) throws IOException {
    String before = text(name);
    String after = edit.apply(before);
    if (after.equals(before)) {
      throw new AssertionError("nothing to edit in " + name + ":\n" + before);
    }
    write(name, after);
  }

  /**
   * Edits a log entry or a lake checkpoint and gives it a true end line; what comes after an entry
   * names it as it is then.
   */
  void editSealed(String name, UnaryOperator<String> edit) throws IOException {
    edit(name, text -> seal(edit.apply(body(text))));
    long version = LakeNames.entryVersion(name);
    if (version > 0) {
      rename(version);
    }
  }

  private void rename(long version) throws IOException {
    String crc = crc(text(entry(version)));
    if (exists(checkpoint(version))) {
      write(checkpoint(version), named(checkpoint(version), "entryCrc32c", crc));
    }
    if (exists(entry(version + 1))) {
      write(entry(version + 1), named(entry(version + 1), "previousCrc32c", crc));
      rename(version + 1);
    }
  }

  private String named(String name, String field, String crc) throws IOException {
    return seal(
        body(text(name))
            .replaceFirst("\"%s\":[0-9]+".formatted(field), "\"%s\":%s".formatted(field, crc)));
  }

  private boolean exists(String name) throws IOException {
    return store.list(name, "").stream().anyMatch(object -> object.name().equals(name));
  }

  /** Edits the lines of one commit: in the entry that ratified it, and where it is published. */
  void editCommit(long lakeVersion, String published, UnaryOperator<String> edit)
      throws IOException {
    String lines = text(published);
    String edited = edit.apply(lines);
    editSealed(entry(lakeVersion), body -> body.replace(lines, edited));
    write(published, edited);
    // Its version checksum is of the commit as it was.
    store.delete(published.replace(".json", ".crc"));
    String next = next(published);
    if (store.list(next, "").stream().noneMatch(object -> object.name().equals(next))) {
      return;
    }
    String following = text(next);
    String was = crc(lines);
    for (long version = lakeVersion + 1; version < lakeVersion + 100; version++) {
      if (!store.list(entry(version), "").isEmpty() && text(entry(version)).contains(following)) {
        editCommit(version, next, text -> text.replace(was, crc(edited)));
        return;
      }
    }
  }

  static String crc(String lines) {
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(UTF_8));
    return Long.toString(crc.getValue());
  }

  /** The object of the commit after one. */
  private static String next(String published) {
    int slash = published.lastIndexOf('/') + 1;
    long version = Long.parseLong(published.substring(slash).replace(".json", ""));
    return commit(published.substring(0, slash), version + 1);
  }

  static String body(String sealed) {
    return sealed.substring(0, sealed.lastIndexOf('\n', sealed.length() - 2) + 1);
  }

  public static String seal(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(UTF_8));
    long lines = body.chars().filter(c -> c == '\n').count();
    return body + "{\"end\":{\"lines\":%d,\"crc32c\":%d}}\n".formatted(lines, crc.getValue());
  }

  /** The first data file of a table's folder. */
  public String dataFile(String folder) throws IOException {
    return store.list(folder + "/part-", "").stream().map(ObjectInfo::name).findFirst().get();
  }

  List<Finding> check(CheckDepth depth) {
    return Finding.of(store, depth);
  }

  /** What is damaged, as {@code object:line}. */
  List<String> damages(CheckDepth depth) {
    return check(depth).stream()
        .filter(Finding::isDamage)
        .map(finding -> finding.object() + ":" + finding.line())
        .toList();
  }
}
