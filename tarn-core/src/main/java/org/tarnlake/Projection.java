package org.tarnlake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.ColumnPath;
import org.tarnlake.row.Batch;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.Field;
import org.tarnlake.schema.StructType;
import org.tarnlake.table.scan.BatchCursor;

/**
 * Columns, or fields inside structs, as columns of a scan. Immutable.
 *
 * @param columns what the scan returns
 * @param read the columns of the table that are read for that
 * @param paths for each column returned, its ordinal among those read, and then in each struct
 */
record Projection(StructType columns, StructType read, List<int[]> paths) {

  /** Whole columns. */
  static Projection of(StructType columns) {
    return new Projection(columns, columns, List.of());
  }

  /** What is meant by names as conditions have them, such as {@code address.city}. */
  static Projection of(StructType table, List<String> names) {
    List<ColumnPath> found = names.stream().map(name -> ColumnPath.find(table, name)).toList();
    Set<Field> read = new LinkedHashSet<>();
    List<Field> columns = new ArrayList<>();
    boolean isNested = false;
    for (ColumnPath path : found) {
      read.add(table.field(table.indexOf(path.names().get(0))));
      columns.add(path.column(table));
      isNested |= path.names().size() > 1;
    }
    StructType returned = new StructType(columns);
    if (!isNested) {
      return of(returned);
    }
    StructType wanted = new StructType(List.copyOf(read));
    return new Projection(
        returned, wanted, found.stream().map(path -> ordinals(wanted, path)).toList());
  }

  private static int[] ordinals(StructType columns, ColumnPath path) {
    int[] ordinals = new int[path.names().size()];
    StructType struct = columns;
    for (int i = 0; i < ordinals.length; i++) {
      ordinals[i] = struct.indexOf(path.names().get(i));
      if (i + 1 < ordinals.length) {
        struct = (StructType) struct.field(ordinals[i]).type();
      }
    }
    return ordinals;
  }

  /** The rows of a cursor over what is read, as they are returned. */
  BatchCursor apply(BatchCursor rows) {
    return paths.isEmpty() ? rows : new Cursor(this, rows);
  }

  private Batch apply(Batch batch) {
    List<Vector> vectors = new ArrayList<>(paths.size());
    for (int[] path : paths) {
      Vector vector = batch.vector(path[0]);
      for (int i = 1; i < path.length; i++) {
        vector = ((StructVector) vector).child(path[i]);
      }
      vectors.add(vector);
    }
    return new Batch(columns, vectors, batch.rowCount());
  }

  private record Cursor(Projection projection, BatchCursor rows) implements BatchCursor {
    @Override
    public @Nullable Batch next() {
      Batch batch = rows.next();
      return batch == null ? null : projection.apply(batch);
    }

    @Override
    public void close() {
      rows.close();
    }
  }
}
