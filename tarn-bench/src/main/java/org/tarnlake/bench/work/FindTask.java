package org.tarnlake.bench.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Appender;
import org.tarnlake.Batches;
import org.tarnlake.Lake;
import org.tarnlake.Scan;
import org.tarnlake.bench.Figures;
import org.tarnlake.bench.Task;
import org.tarnlake.row.Batch;
import org.tarnlake.schema.Schema;

/**
 * Writes a table, and looks for single rows in it. A run takes {@code write} with the order of the
 * ids and the number of rows, or {@code find}, {@code upsert}, {@code delete}, {@code key}, {@code
 * scan} or {@code thin}. One thread at a time.
 */
public final class FindTask implements Task {
  private static final String TABLE = "t";

  private final Path folder;
  private final Random random = new Random(5);
  private @Nullable Lake lake;
  private boolean wide;
  private long rows;

  public FindTask(Path folder) {
    this.folder = folder;
  }

  @Override
  public Figures run(List<String> arguments) {
    Lake open = lake;
    long start = System.nanoTime();
    if (open == null) {
      open = Lake.create(folder);
      lake = open;
      rows = Long.parseLong(arguments.get(2));
      write(open, arguments.get(1));
    } else {
      act(open, arguments.get(0));
    }
    return Figures.of("rows", rows, "wall_ms", (System.nanoTime() - start) / 1e6);
  }

  private void act(Lake open, String what) {
    long id = random.nextLong(rows);
    String condition = "id = " + id;
    switch (what) {
      case "find" -> requireAtMostOne(drain(open.scan(TABLE).where(condition)));
      case "upsert" -> {
        Object[] row = {id, 1.0, "x"};
        open.transact(tx -> tx.upsert(TABLE, List.of("id"), List.of((Object) row)));
      }
      case "delete" -> open.transact(tx -> requireAtMostOne(tx.delete(TABLE, condition)));
      case "key" -> drain(open.scan(TABLE).select("id"));
      case "scan" -> drain(open.scan(TABLE));
      default -> open.transact(tx -> tx.delete(TABLE, "id % 100 = 7"));
    }
  }

  /** A row may have been deleted by an earlier run. */
  private static void requireAtMostOne(long count) {
    if (count > 1) {
      throw new AssertionError(count + " rows have one id");
    }
  }

  private static long drain(Scan scan) {
    long count = 0;
    try (Batches batches = scan.batches()) {
      for (Batch batch = batches.next(); batch != null; batch = batches.next()) {
        count += batch.rowCount();
      }
    }
    return count;
  }

  private void write(Lake open, String layout) {
    wide = layout.equals("wide");
    Schema schema =
        Schema.parse(
            wide
                ? "id long, time timestamp, amount double, name string, note string"
                : "id long, amount double, name string");
    open.transact(
        tx -> {
          tx.createTable(TABLE, schema);
          if (layout.equals("filtered")) {
            tx.alter(TABLE).property("tarn.bloomFilterColumns", "id");
          }
          Appender appender = tx.appender(TABLE);
          for (long i = 0; i < rows; i++) {
            append(appender, layout.equals("sorted") ? i : Sample.scattered(i, rows), i);
          }
        });
  }

  private void append(Appender appender, long id, long i) {
    String name = "customer-" + i % 1000;
    if (!wide) {
      appender.append(id, i % 1000 / 10.0, name);
      return;
    }
    byte[] note = new byte[15];
    random.nextBytes(note);
    List<Object> row = new ArrayList<>();
    row.add(id);
    row.add(Instant.ofEpochMilli(1_700_000_000_000L + i * 40));
    row.add(random.nextInt(16_000_000) / 100.0);
    row.add(name);
    row.add(Base64.getEncoder().encodeToString(note));
    appender.append(row.toArray());
  }

  @Override
  public void close() throws IOException {
    if (lake != null) {
      lake.close();
    }
  }
}
