package org.tarnlake.table.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.statistics.FileFilter;
import org.tarnlake.table.statistics.FilePruner;
import org.tarnlake.work.ReadAhead;

/**
 * The data files of a table at a version. Those of a large checkpoint are read from it each time,
 * in bounded memory. Immutable.
 */
public final class TableFiles {
  /** No files. */
  public static final TableFiles NONE = new TableFiles(null, List.of());

  private final @Nullable CheckpointFiles checkpoint;
  private final List<AddFile> others;

  TableFiles(@Nullable CheckpointFiles checkpoint, List<AddFile> others) {
    this.checkpoint = checkpoint;
    this.others = others;
  }

  /** These files, in memory. */
  public static TableFiles of(List<AddFile> files) {
    return new TableFiles(null, List.copyOf(files));
  }

  /** These files and then some more. */
  public TableFiles and(List<AddFile> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<AddFile> all = new ArrayList<>(others);
    all.addAll(more);
    return new TableFiles(checkpoint, List.copyOf(all));
  }

  /** Those that are in memory, in the order in which they came. */
  public List<AddFile> inMemory() {
    return others;
  }

  /** Starts reading those of a large checkpoint, in its order. Close what it returns. */
  public FileCursor openCheckpoint() {
    return new TableFiles(checkpoint, List.of()).open();
  }

  /** Starts reading those that may hold wanted rows. Close what it returns. */
  public FileCursor open(FileFilter filter, ExecutorService background) {
    FilePruner pruner =
        filter.predicate() == null
            ? null
            : new FilePruner(filter.schema(), filter.mapping(), filter.predicate());
    return new FileCursor(
        checkpoint == null
            ? null
            : new ReadAhead<>(checkpoint.adds(filter), CheckpointFiles.WIDTH, background),
        others,
        pruner);
  }

  /** Starts reading all of them, without help of other threads. Close what it returns. */
  FileCursor open() {
    return new FileCursor(
        checkpoint == null ? null : new ReadAhead<>(checkpoint.adds(null), 1, null), others, null);
  }

  /** Hands over each of them. */
  public void forEach(Consumer<AddFile> consumer) {
    try (FileCursor files = open()) {
      for (AddFile file = files.next(); file != null; file = files.next()) {
        consumer.accept(file);
      }
    }
  }

  /** How many rows are in them that are not deleted; -1 if the statistics of a file do not say. */
  public long rowCount() {
    long sum = 0;
    try (FileCursor files = open()) {
      for (AddFile file = files.next(); file != null && sum >= 0; file = files.next()) {
        long rows = file.rowCount();
        sum = rows < 0 ? -1 : sum + rows;
      }
    }
    return sum;
  }

  /** All of them at once, which for a large table takes much memory. */
  public List<AddFile> toList() {
    if (checkpoint == null) {
      return others;
    }
    List<AddFile> all = new ArrayList<>();
    forEach(all::add);
    return all;
  }
}
