package org.tarnlake.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.Lake;
import org.tarnlake.env.Environment;
import org.tarnlake.store.MemoryStore;
import org.tarnlake.store.ObjectStore;

/** The rows of a lake's tables with the ids by which Delta Kernel tracks them. One thread. */
public final class TrackedRowsOfKernel {
  private final KernelReader kernel;

  private TrackedRowsOfKernel(KernelReader kernel) {
    this.kernel = kernel;
  }

  /** Of a copy of a lake, or of a Delta table of its own: what is committed by now. */
  public static TrackedRowsOfKernel of(ObjectStore store) {
    try (MemoryStore copy = KernelJudge.copy(store);
        Lake lake = Lake.open(copy, Environment.system())) {
      lake.awaitPublished();
      return new TrackedRowsOfKernel(new KernelReader(KernelJudge.copy(copy)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The rows of a table at one of its versions: values, the row's id, and the version in which it
   * was changed last.
   */
  public List<List<@Nullable Object>> at(String location, long version) {
    try {
      return kernel.trackedRows(kernel.at(location, version));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
