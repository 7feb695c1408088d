package org.tarnlake.bench.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import org.tarnlake.Lake;
import org.tarnlake.Transaction;
import org.tarnlake.bench.work.Commits;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Schema;

/** One row a commit through Tarn; the first one makes the table unless there is one. */
final class TarnCommits implements Commits {
  private static final String TABLE = "t";

  private final Lake lake;
  private boolean exists;

  TarnCommits(Path folder) {
    exists = Files.exists(folder.resolve("_tarn"));
    lake = exists ? Lake.open(folder) : Lake.create(folder);
  }

  @Override
  public void commit(long id, String name) {
    try (Transaction transaction = lake.begin()) {
      if (!exists) {
        transaction.createTable(
            TABLE,
            Schema.builder()
                .optional("id", DataType.LONG)
                .optional("name", DataType.STRING)
                .build());
        exists = true;
      }
      transaction.append(TABLE, id, name);
      transaction.commit();
    }
  }

  /** Waits until the table's own log has every commit, for other engines to read. */
  @Override
  public void settle() {
    lake.awaitPublished();
  }

  @Override
  public void close() {
    lake.close();
  }
}
