package org.tarnlake.table.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tarnlake.data.deleted.DeletedRows;
import org.tarnlake.data.read.BatchSource;
import org.tarnlake.data.read.DataFile;
import org.tarnlake.data.read.DataFiles;
import org.tarnlake.data.read.RowRanges;
import org.tarnlake.data.schema.ColumnMapping;
import org.tarnlake.error.CorruptionException;
import org.tarnlake.row.Batch;
import org.tarnlake.row.ChangeType;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.DataType;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.action.AddFile;
import org.tarnlake.table.action.DeletionVector;
import org.tarnlake.work.ScanUnit;

/**
 * Reads the rows of a {@link ChangePart}, row group by row group; of a few rows, only the pages
 * that hold them. One thread at a time.
 */
public final class ChangeSource implements ScanUnit.Source<ChangedRows> {
  /** The column of a file of changes that says what happened to each row. */
  public static final String TYPE_COLUMN = "_change_type";

  /** Rows that are so near to each other are read with those between them. */
  private static final long GAP_ROWS = 1024;

  private static final StructType TYPES =
      new StructType(List.of(Field.optional(TYPE_COLUMN, DataType.STRING)));

  private final TableScan scan;
  private final DataFiles dataFiles;
  private final ChangePart part;
  private final @Nullable DeletedRows given;
  private final DeletedRows notGiven;
  private @Nullable DataFile file;

  /** The rows that are meant; null if all are that are not among others. */
  private @Nullable DeletedRows only;

  private DeletedRows without = DeletedRows.NONE;
  private List<Integer> rowGroups = List.of();
  private int next;
  private @Nullable BatchSource rows;
  private ChangeType[] types = new ChangeType[0];
  private long typesFrom;
  private long bytes;

  /**
   * @param scan tells the table's location and schema, and which columns are wanted
   */
  public ChangeSource(TableScan scan, DataFiles dataFiles, ChangePart part) {
    this(scan, dataFiles, part, null, DeletedRows.NONE);
  }

  private ChangeSource(
      TableScan scan,
      DataFiles dataFiles,
      ChangePart part,
      @Nullable DeletedRows given,
      DeletedRows notGiven) {
    this.scan = scan;
    this.dataFiles = dataFiles;
    this.part = part;
    this.given = given;
    this.notGiven = notGiven;
  }

  /**
   * Reads some rows of a file.
   *
   * @param type what happens to them
   * @param only which rows; null for all that the file's own vector leaves
   * @param without rows that are not meant, though they may be among the others
   */
  public static ChangeSource ofRows(
      TableScan scan,
      DataFiles dataFiles,
      AddFile file,
      ChangeType type,
      @Nullable DeletedRows only,
      DeletedRows without) {
    ChangePart part = new ChangePart(file, type, file.deletionVector(), null);
    return new ChangeSource(scan, dataFiles, part, only, without);
  }

  private DataFile opened() {
    DataFile known = file;
    if (known == null) {
      known = ScanSources.open(scan, dataFiles, part.file());
      DeletedRows gone = vector(part.without(), known).or(notGiven);
      DeletedRows some = given != null ? given : vector(part.within(), known);
      boolean isAll = given == null && part.within() == null;
      only = isAll ? null : some.minus(gone);
      without = gone;
      DataFile all = known;
      rowGroups =
          IntStream.range(0, known.rowGroupCount()).filter(g -> isWanted(all, g)).boxed().toList();
      file = known;
    }
    return known;
  }

  private DeletedRows vector(@Nullable DeletionVector vector, DataFile of) {
    if (vector == null) {
      return DeletedRows.NONE;
    }
    DeletedRows found = DeletionVectors.load(dataFiles, scan.location(), vector);
    ScanSources.requireWithin(found, vector, of);
    return found;
  }

  private boolean isWanted(DataFile all, int rowGroup) {
    long first = all.firstRow(rowGroup);
    return only == null || !only.runs(first, first + all.rowCount(rowGroup), GAP_ROWS).isEmpty();
  }

  @Override
  public long totalBytes() {
    return opened().readBytes(rowGroups, scan.physicalColumns());
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public @Nullable ChangedRows next() {
    DataFile from = opened();
    while (true) {
      BatchSource current = rows;
      if (current == null) {
        if (next == rowGroups.size()) {
          return null;
        }
        current = open(from, rowGroups.get(next++));
        rows = current;
      }
      Batch batch = current.next();
      if (batch == null) {
        current.close();
        rows = null;
        continue;
      }
      bytes = current.bytes();
      ChangedRows changed = changed(batch, current.firstRow());
      if (changed.rows().rowCount() > 0) {
        return changed;
      }
    }
  }

  private BatchSource open(DataFile from, int rowGroup) {
    if (part.type() == null) {
      readTypes(rowGroup);
    }
    StructType columns = scan.physicalColumns();
    DeletedRows some = only;
    if (some == null) {
      return from.read(rowGroup, columns, null);
    }
    long first = from.firstRow(rowGroup);
    long count = from.rowCount(rowGroup);
    List<RowRanges.Range> ranges = new ArrayList<>();
    for (long[] run : some.runs(first, first + count, GAP_ROWS)) {
      ranges.add(new RowRanges.Range(run[0] - first, run[1] - first));
    }
    return from.readRows(rowGroup, columns, RowRanges.of(count, ranges));
  }

  /** The column has its own name, whatever the table's columns are called in files. */
  private void readTypes(int rowGroup) {
    AddFile changes = part.file();
    DataFile plain =
        dataFiles.open(
            ScanPaths.object(scan.location(), changes.path()),
            changes.sizeBytes(),
            ColumnMapping.NONE,
            changes.footerCrc());
    ChangeType[] read = new ChangeType[Math.toIntExact(plain.rowCount(rowGroup))];
    typesFrom = plain.firstRow(rowGroup);
    int count = 0;
    try (BatchSource words = plain.read(rowGroup, TYPES, null)) {
      for (Batch batch = words.next(); batch != null; batch = words.next()) {
        Vector column = batch.vector(0);
        for (int i = 0; i < batch.rowCount(); i++) {
          String word = (String) column.valueAt(i);
          ChangeType type = ChangeType.find(word);
          if (type == null) {
            throw new CorruptionException(
                "file of changes %s, row %s: '%s' is no change type (%s); restore it from a backup"
                    .formatted(plain.name(), typesFrom + count + 1, word, TYPE_COLUMN));
          }
          read[count++] = type;
        }
      }
    }
    types = read;
  }

  private ChangedRows changed(Batch batch, long firstRow) {
    ChangeType type = part.type();
    if (type == null) {
      int from = Math.toIntExact(firstRow - typesFrom);
      ChangeType[] some = Arrays.copyOfRange(types, from, from + batch.rowCount());
      return new ChangedRows(wanted(batch), null, some);
    }
    DeletedRows some = only;
    Batch kept = some == null ? without.dropFrom(batch, firstRow) : some.keepOf(batch, firstRow);
    return new ChangedRows(wanted(kept), type, types);
  }

  private Batch wanted(Batch batch) {
    return ScanSources.project(scan, batch, part.file(), scan.columns(), null);
  }

  @Override
  public void close() {
    if (rows != null) {
      rows.close();
    }
  }
}
