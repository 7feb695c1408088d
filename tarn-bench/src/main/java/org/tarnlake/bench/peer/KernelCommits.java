package org.tarnlake.bench.peer;

import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.internal.util.Utils;
import io.delta.kernel.types.StructType;
import io.delta.kernel.utils.CloseableIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tarnlake.bench.work.ListedCommits;

/** One row a commit through Delta Kernel; the first one makes the table unless there is one. */
final class KernelCommits implements ListedCommits {
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
  public List<Long> ids() throws IOException {
    List<Long> ids = new ArrayList<>();
    if (exists) {
      table.scan(
          new StructType().add(OneRowBatch.TYPE.get("id")),
          Optional.empty(),
          batch -> {
            ColumnVector column = batch.getData().getColumnVector(0);
            for (int i = 0; i < column.getSize(); i++) {
              ids.add(column.getLong(i));
            }
          });
    }
    return ids;
  }

  @Override
  public void close() {}
}
