package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.state.FileCursor;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.statistics.FilePruner;

/**
 * How many rows of a scan are counted without reading them: those of the files of which the
 * statistics prove that every row passes the predicate. Immutable.
 *
 * @param rows how many rows these have
 * @param undecided the files that have to be read
 */
public record CountedFiles(long rows, TableFiles undecided) {
  /** So many files are kept in memory; where more are undecided, all are read. */
  private static final int UNDECIDED_MAX = 50_000;

  /** Counts for a scan that has a predicate. */
  public static CountedFiles of(TableScan scan, ExecutorService background) {
    FilePruner pruner =
        new FilePruner(scan.schema(), scan.mapping(), Objects.requireNonNull(scan.predicate()));
    long rows = 0;
    List<AddFile> undecided = new ArrayList<>();
    try (FileCursor files = scan.openFiles(background)) {
      for (AddFile file = files.next(); file != null; file = files.next()) {
        if (scan.deletions().isGone(file)) {
          continue;
        }
        long fileRows = scan.deletions().of(file) == null ? file.rowCount() : -1;
        if (fileRows >= 0 && pruner.mustMatch(file)) {
          rows += fileRows;
          continue;
        }
        undecided.add(file);
        if (undecided.size() > UNDECIDED_MAX) {
          return new CountedFiles(0, scan.files());
        }
      }
    }
    return new CountedFiles(rows, TableFiles.of(undecided));
  }
}
