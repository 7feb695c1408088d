package org.tarnlake.table.state;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.work.ReadAhead;

/**
 * The data files of a table, one after another: first those of a large checkpoint, in its order,
 * then the others in the order in which they came. One thread at a time.
 */
public final class FileCursor implements AutoCloseable {
  private final @Nullable ReadAhead<List<AddFile>> checkpoint;
  private final List<AddFile> others;
  private final @Nullable FilePruner pruner;
  private List<AddFile> batch = List.of();
  private int next;
  private int nextOther;

  FileCursor(
      @Nullable ReadAhead<List<AddFile>> checkpoint,
      List<AddFile> others,
      @Nullable FilePruner pruner) {
    this.checkpoint = checkpoint;
    this.others = others;
    this.pruner = pruner;
  }

  /**
   * The next file, or null at the end.
   *
   * @throws org.tarnlake.error.CorruptionException if the checkpoint is damaged
   * @throws org.tarnlake.error.StorageException if the store fails
   */
  public @Nullable AddFile next() {
    while (true) {
      AddFile file = nextOfAll();
      if (file == null || pruner == null || pruner.mayMatch(file)) {
        return file;
      }
    }
  }

  private @Nullable AddFile nextOfAll() {
    while (checkpoint != null && next == batch.size()) {
      List<AddFile> more = checkpoint.next();
      if (more == null) {
        break;
      }
      batch = more;
      next = 0;
    }
    if (next < batch.size()) {
      return batch.get(next++);
    }
    return nextOther < others.size() ? others.get(nextOther++) : null;
  }

  /** The files that are left, which are read as they are asked for; to be closed all the same. */
  public Iterator<AddFile> remaining() {
    return new Iterator<>() {
      private @Nullable AddFile following = FileCursor.this.next();

      @Override
      public boolean hasNext() {
        return following != null;
      }

      @Override
      public AddFile next() {
        AddFile file = following;
        if (file == null) {
          throw new NoSuchElementException();
        }
        following = FileCursor.this.next();
        return file;
      }
    };
  }

  /** Stops reading; closing twice is harmless. */
  @Override
  public void close() {
    if (checkpoint != null) {
      checkpoint.close();
    }
  }
}
