package org.tarnlake.maintenance.compact;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tarnlake.row.Batch;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.FileKey;
import org.tarnlake.table.action.Move;
import org.tarnlake.table.action.TableHead;
import org.tarnlake.table.scan.RowPlaces;
import org.tarnlake.table.scan.ScanCursor;
import org.tarnlake.table.scan.TableScan;
import org.tarnlake.table.scan.TrackedRows;
import org.tarnlake.table.state.TableFiles;
import org.tarnlake.table.write.FileWriter;
import org.tarnlake.table.write.RowIdColumns;
import org.tarnlake.transaction.LakeContext;
import org.tarnlake.transaction.OwnTable;

/**
 * Writes the rows of some files of one partition into one new file. One thread at a time.
 *
 * <p>Invariant: the rows of each file stand in the new one behind each other, in the order in which
 * they stood: a {@link Move} says no more than that.
 */
final class GroupWriter implements AutoCloseable {
  private final LakeContext lake;
  private final OwnTable table;
  private final List<AddFile> sources;
  private final @Nullable RowIdColumns ids;
  private final FileWriter writer;
  private final Map<String, Long> counts = new HashMap<>();
  private List<AddFile> files = List.of();

  GroupWriter(LakeContext lake, OwnTable table, List<AddFile> sources) {
    TableHead head = table.head();
    this.lake = lake;
    this.table = table;
    this.sources = sources;
    this.ids = RowIdColumns.of(head);
    this.writer =
        FileWriter.ofRows(
            lake.store(), lake.environment(), table.location(), head, ids, Long.MAX_VALUE);
  }

  /**
   * Writes the file.
   *
   * @param aheadBytes what may be read ahead for it
   */
  void write(long aheadBytes) {
    TableHead head = table.head();
    TableScan scan =
        new TableScan(
                table.location(),
                head.schema(),
                head.columnMapping(),
                TableFiles.of(sources),
                List.of(),
                head.schema().columns(),
                null,
                Long.MAX_VALUE)
            .withRowIds(ids)
            .places();
    try (ScanCursor cursor =
        scan.open(lake.dataFiles(), lake.environment().background(), aheadBytes)) {
      int lastFile = -1;
      long lastRow = -1;
      for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
        for (int i = 0; i < batch.rowCount(); i++) {
          int file = RowPlaces.file(batch, i);
          long row = RowPlaces.row(batch, i);
          if (file < lastFile || (file == lastFile && row <= lastRow)) {
            throw new AssertionError("rows came in another order than they stand in their files");
          }
          lastFile = file;
          lastRow = row;
        }
        count(cursor, batch);
        Batch plain = RowPlaces.drop(batch);
        writer.write(
            List.of(
                ids == null
                    ? plain
                    : ids.with(plain, TrackedRows.ids(batch), TrackedRows.versions(batch))));
      }
    }
    files = writer.finishAll();
    if (files.size() > 1) {
      throw new AssertionError("files of one partition became " + files.size());
    }
  }

  private void count(ScanCursor cursor, Batch batch) {
    int begin = 0;
    for (int i = 1; i <= batch.rowCount(); i++) {
      if (i == batch.rowCount() || RowPlaces.file(batch, i) != RowPlaces.file(batch, begin)) {
        AddFile file = cursor.file(RowPlaces.file(batch, begin));
        counts.merge(FileKey.of(file).path(), (long) i - begin, Long::sum);
        begin = i;
      }
    }
  }

  /** The files that were read. */
  List<AddFile> sources() {
    return sources;
  }

  /** The new file; none if no row was left. */
  List<AddFile> files() {
    return files;
  }

  /** Where the rows went. */
  List<Move> moves() {
    List<Move> moves = new ArrayList<>();
    for (AddFile file : files) {
      String to = FileKey.of(file).path();
      long at = 0;
      for (AddFile source : sources) {
        String from = FileKey.of(source).path();
        long rows = counts.getOrDefault(from, 0L);
        moves.add(new Move(from, source.deletionVector(), to, at, rows));
        at += rows;
      }
    }
    return moves;
  }

  /** Deletes what was written, when it is certain that no commit names it. */
  void discard() {
    writer.discard();
  }

  /** Lets go of open files; one that is finished stays. */
  @Override
  public void close() {
    writer.close();
  }
}
