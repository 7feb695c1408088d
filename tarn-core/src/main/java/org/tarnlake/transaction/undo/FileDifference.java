package org.tarnlake.transaction.undo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.CommitInfo;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.scan.DeletionVectors;
import org.tarnlake.table.state.TableFiles;

/**
 * The files by which two versions of a table differ: a file with other deleted rows is another one.
 * Immutable.
 *
 * @param back those that only the wanted version has
 * @param gone those that only the present one has
 */
record FileDifference(List<AddFile> back, List<AddFile> gone) {
  FileDifference {
    back = List.copyOf(back);
    gone = List.copyOf(gone);
  }

  /** Reads the names of all files, and keeps those of the present version in memory meanwhile. */
  static FileDifference between(TableFiles now, TableFiles then) {
    Set<FileKey> onlyNow = new HashSet<>();
    now.forEach(file -> onlyNow.add(FileKey.of(file)));
    List<AddFile> back = new ArrayList<>();
    then.forEach(
        file -> {
          if (!onlyNow.remove(FileKey.of(file))) {
            back.add(file.withDeleted(file.deletionVector(), file.statistics()));
          }
        });
    List<AddFile> gone = new ArrayList<>();
    if (!onlyNow.isEmpty()) {
      now.forEach(
          file -> {
            if (onlyNow.contains(FileKey.of(file))) {
              gone.add(file);
            }
          });
    }
    return new FileDifference(back, gone);
  }

  boolean isEmpty() {
    return back.isEmpty() && gone.isEmpty();
  }

  /**
   * How many rows and files come and go. Vectors are read where both versions have one of a file.
   *
   * @param location the table's
   */
  Restored counts(DataFiles dataFiles, String location) {
    Map<String, AddFile> only = new HashMap<>();
    back.forEach(file -> only.put(FileKey.of(file).path(), file));
    Restored counts = Restored.NONE;
    for (AddFile file : gone) {
      AddFile stays = only.remove(FileKey.of(file).path());
      counts =
          stays == null
              ? counts.and(0, file.rowCount(), 0, 1)
              : changed(counts, stays.deletionVector(), file.deletionVector(), dataFiles, location);
    }
    for (AddFile file : only.values()) {
      counts = counts.and(file.rowCount(), 0, 1, 0);
    }
    return counts;
  }

  /** Counts a file that stays, of which other rows are deleted then. */
  private static Restored changed(
      Restored counts,
      @Nullable DeletionVector then,
      @Nullable DeletionVector now,
      DataFiles dataFiles,
      String location) {
    if (then == null || now == null) {
      return counts.and(
          now == null ? 0 : now.cardinality(), then == null ? 0 : then.cardinality(), 0, 0);
    }
    try {
      DeletedRows wanted = DeletionVectors.load(dataFiles, location, then);
      DeletedRows present = DeletionVectors.load(dataFiles, location, now);
      return counts.and(
          present.minus(wanted).cardinality(), wanted.minus(present).cardinality(), 0, 0);
    } catch (CorruptionException e) {
      // What is damaged now may be why the table is brought back.
      return counts.and(-1, -1, 0, 0);
    }
  }

  /** For the table's history: files in Spark's words, and rows. */
  Map<String, String> metrics(Restored counts) {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("numRemovedFiles", Integer.toString(gone.size()));
    metrics.put("numRestoredFiles", Integer.toString(back.size()));
    metrics.put("removedFilesSize", Long.toString(sizeBytes(gone)));
    metrics.put("restoredFilesSize", Long.toString(sizeBytes(back)));
    if (counts.rowsBack() >= 0) {
      metrics.put(CommitInfo.RESTORED_ROWS, Long.toString(counts.rowsBack()));
    }
    if (counts.rowsGone() >= 0) {
      metrics.put(CommitInfo.DELETED_ROWS, Long.toString(counts.rowsGone()));
    }
    return metrics;
  }

  private static long sizeBytes(List<AddFile> files) {
    return files.stream().mapToLong(AddFile::sizeBytes).sum();
  }
}
