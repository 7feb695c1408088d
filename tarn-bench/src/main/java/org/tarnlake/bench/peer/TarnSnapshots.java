package org.tarnlake.bench.peer;

import java.io.IOException;
import java.nio.file.Path;
import org.tarnlake.bench.work.Snapshots;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.store.LocalStore;
import org.tarnlake.table.FilePruner;
import org.tarnlake.table.TableLog;
import org.tarnlake.table.TableState;

/** Snapshots through Tarn, without a lake. One thread at a time. */
final class TarnSnapshots implements Snapshots {
  private final TableLog log;

  TarnSnapshots(Path folder) throws IOException {
    log = new TableLog(LocalStore.open(folder), "");
  }

  private TableState load() {
    return log.load(log.newestVersion());
  }

  @Override
  public long countAll() {
    return load().files().size();
  }

  @Override
  public long countPartition(int value) {
    TableState state = load();
    FilePruner pruner =
        new FilePruner(
            state.metadata().schema(),
            Predicate.parse("bucket = " + value).bind(state.metadata().schema().columns()));
    return state.files().stream().filter(pruner::mayMatch).count();
  }
}
