package org.tarnlake.bench.peer;

import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tarnlake.bench.work.Commits;

/** One row a commit through Delta Kernel. */
final class KernelCommits implements Commits {
  private final KernelTable table;

  KernelCommits(Path folder) throws IOException {
    table = new KernelTable(folder);
    table.create(OneRowBatch.TYPE, row(-1, "first"));
  }

  @Override
  public void commit(long id, String name) throws IOException {
    table.append(row(id, name));
  }

  static CloseableIterator<FilteredColumnarBatch> row(long id, String name) {
    return Utils.singletonCloseableIterator(
        new FilteredColumnarBatch(new OneRowBatch(id, name), Optional.empty()));
  }

  @Override
  public void close() {}
}
