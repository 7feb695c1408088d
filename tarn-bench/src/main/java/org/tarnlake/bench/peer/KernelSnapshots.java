package org.tarnlake.bench.peer;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Predicate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.tarnlake.bench.work.Snapshots;

/** Snapshots through Delta Kernel's default engine. One thread at a time. */
final class KernelSnapshots implements Snapshots {
  private final KernelTable table;

  KernelSnapshots(Path folder) {
    table = new KernelTable(folder);
  }

  @Override
  public long countAll() throws IOException {
    return table.countFiles(Optional.empty());
  }

  @Override
  public long countPartition(int value) throws IOException {
    return table.countFiles(
        Optional.of(new Predicate("=", new Column("bucket"), Literal.ofInt(value))));
  }
}
