package org.tarnlake.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tarnlake.Appender;
import org.tarnlake.Lake;
import org.tarnlake.Rows;
import org.tarnlake.bench.work.SharedTable;
import org.tarnlake.schema.Schema;

/** A table of a lake, which is opened when it is first used. */
public final class TarnSharedTable implements SharedTable {
  private final Path folder;
  private Lake lake;

  public TarnSharedTable(Path folder) {
    this.folder = folder;
  }

  private synchronized Lake lake() {
    if (lake == null) {
      lake = Files.exists(folder) ? Lake.open(folder) : Lake.create(folder);
    }
    return lake;
  }

  @Override
  public void write(int rows) {
    lake()
        .transact(
            tx -> {
              tx.createTable("t", Schema.parse("id long, n long"));
              Appender appender = tx.appender("t");
              for (long id = 0; id < rows; id++) {
                appender.append(id, 0L);
              }
            });
  }

  @Override
  public Tries addOne(String condition) {
    int[] tries = {0};
    lake()
        .transact(
            tx -> {
              tries[0]++;
              tx.update("t").set("n", "n + 1").where(condition).run();
            });
    return new Tries(tries[0], true);
  }

  @Override
  public long sum() {
    long sum = 0;
    try (Rows rows = lake().scan("t").select("n").rows()) {
      while (rows.next()) {
        sum += rows.getLong(0);
      }
    }
    return sum;
  }

  @Override
  public void close() {
    if (lake != null) {
      lake.close();
    }
  }
}
