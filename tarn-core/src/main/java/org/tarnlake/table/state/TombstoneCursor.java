package org.tarnlake.table.state;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.RemoveFile;
import org.tarnlake.work.ReadAhead;
import org.tarnlake.work.ScanUnit;

/**
 * The removes that a state keeps, one after another: those of a large checkpoint first, which are
 * read from it. One thread at a time.
 */
public final class TombstoneCursor implements AutoCloseable {
  private final ReadAhead<List<RemoveFile>> checkpoint;
  private final Iterator<RemoveFile> others;
  private final long sinceMillis;
  private Iterator<RemoveFile> batch = List.<RemoveFile>of().iterator();

  /**
   * @param sinceMillis those that were removed before are left out
   */
  TombstoneCursor(
      Iterator<ScanUnit<List<RemoveFile>>> checkpoint, List<RemoveFile> others, long sinceMillis) {
    this.sinceMillis = sinceMillis;
    this.checkpoint = new ReadAhead<>(checkpoint, 1, null);
    this.others = others.iterator();
  }

  /**
   * The next remove, or null at the end.
   *
   * @throws org.tarnlake.error.CorruptionException if the checkpoint is damaged
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public @Nullable RemoveFile next() {
    while (true) {
      RemoveFile remove = nextOfAll();
      if (remove == null || remove.deletedMillis() >= sinceMillis) {
        return remove;
      }
    }
  }

  private @Nullable RemoveFile nextOfAll() {
    while (!batch.hasNext()) {
      List<RemoveFile> more = checkpoint.next();
      if (more == null) {
        return others.hasNext() ? others.next() : null;
      }
      batch = more.iterator();
    }
    return batch.next();
  }

  /** Stops reading; closing twice is harmless. */
  @Override
  public void close() {
    checkpoint.close();
  }
}
