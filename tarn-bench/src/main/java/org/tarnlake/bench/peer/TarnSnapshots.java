package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tarnlake.bench.work.Snapshots;
import org.tarnlake.env.Environment;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.schema.StructType;
import org.tarnlake.store.local.LocalStore;
import org.tarnlake.table.log.TableLog;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableState;
import org.tarnlake.table.statistics.FileFilter;

/** Snapshots through Tarn, without a lake. One thread at a time. */
final class TarnSnapshots implements Snapshots {
  private final TableLog log;

  TarnSnapshots(Path folder) throws IOException {
    log = new TableLog(LocalStore.open(folder), "");
  }

  @Override
  public long countAll() {
    return count(log.loadNewest(), null);
  }

  @Override
  public long countPartition(int value) {
    TableState state = log.loadNewest();
    StructType columns = state.metadata().schema().columns();
    return count(state, Predicate.parse("bucket = " + value).bind(columns));
  }

  private static long count(TableState state, @Nullable BoundPredicate predicate) {
    FileFilter filter = new FileFilter(state.metadata().schema(), state.columnMapping(), predicate);
    long count = 0;
    try (FileCursor files = state.files().open(filter, Environment.system().background())) {
      while (files.next() != null) {
        count++;
      }
    }
    return count;
  }
}
