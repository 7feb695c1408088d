package org.tarnlake.lake.feed;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.error.InvalidDataException;
import org.tarnlake.store.ObjectStore;
import org.tarnlake.store.access.StoreAccess;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.scan.ChangePart;
import org.tarnlake.table.scan.ChangeSource;
import org.tarnlake.table.scan.ChangedRows;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.scan.ScanPaths;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.work.ScanUnit;

/** The rows of a file that a commit changed. One thread at a time. */
final class FeedSource implements ScanUnit.Source<FeedRows> {
  private final FeedCommit commit;
  private final ObjectStore store;
  private final String location;
  private final ChangePart part;
  private final ChangeSource rows;

  FeedSource(
      FeedCommit commit, TableScan scan, DataFiles dataFiles, ObjectStore store, ChangePart part) {
    this.commit = commit;
    this.store = store;
    this.location = scan.location();
    this.part = part;
    this.rows = new ChangeSource(scan, dataFiles, part);
  }

  @Override
  public long totalBytes() {
    return orGone(rows::totalBytes);
  }

  @Override
  public long bytes() {
    return rows.bytes();
  }

  @Override
  public @Nullable FeedRows next() {
    ChangedRows changed = orGone(rows::next);
    return changed == null ? null : new FeedRows(commit, changed);
  }

  /** Tells of what is gone: files that no newest version has may be cleaned up. */
  private <T extends @Nullable Object> T orGone(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (CorruptionException e) {
      String gone = gone();
      if (gone == null) {
        throw e;
      }
      throw new InvalidDataException(
          "table %s: what version %s changed cannot be read any more, since %s is gone, which a clean-up may have deleted; begin at a later version"
              .formatted(commit.table(), commit.version(), gone),
          e);
    }
  }

  private @Nullable String gone() {
    String file = ScanPaths.object(location, part.file().path());
    if (isGone(file)) {
      return file;
    }
    String vector = gone(part.without());
    return vector != null ? vector : gone(part.within());
  }

  private @Nullable String gone(@Nullable DeletionVector vector) {
    String object = vector == null ? null : DeletionVectors.object(location, vector);
    return object != null && isGone(object) ? object : null;
  }

  private boolean isGone(String object) {
    return !object.startsWith("/") && !StoreAccess.exists(store, object);
  }

  @Override
  public void close() {
    rows.close();
  }
}
