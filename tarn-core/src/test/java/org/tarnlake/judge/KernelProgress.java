package org.tarnlake.judge;

import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.internal.SnapshotImpl;
import java.util.Optional;
import org.tarnlake.store.ObjectStore;

/** How far Delta Kernel says that an application has come with a table. Stateless. */
public final class KernelProgress {
  private KernelProgress() {}

  /** The version that an application recorded in the table of a folder. */
  public static Optional<Long> of(ObjectStore store, String location, String application) {
    SnapshotImpl snapshot = (SnapshotImpl) new KernelReader(store).newest(location);
    return snapshot.getLatestTransactionVersion(
        DefaultEngine.create(new StoreFiles(store)), application);
  }
}
