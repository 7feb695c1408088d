package org.tarnlake.bench.peer;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.tarnlake.bench.work.Commits;

/** One row a commit through Delta Kernel; the first one makes the table unless there is one. */
final class KernelCommits implements Commits {
  private final KernelTable table;
  private boolean exists;

  KernelCommits(Path folder) {
    table = new KernelTable(folder);
    exists = Files.exists(folder.resolve("_delta_log"));
  }

  @Override
  public void commit(long id, String name) throws IOException {
    CloseableIterator<FilteredColumnarBatch> row =
        Utils.singletonCloseableIterator(
            new FilteredColumnarBatch(new OneRowBatch(id, name), Optional.empty()));
    if (exists) {
      table.append(row);
    } else {
      table.create(OneRowBatch.TYPE, row);
      exists = true;
    }
  }

  @Override
  public void close() {}
}
