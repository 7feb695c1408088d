package org.tarnlake.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.schema.StructType;

/** An open data file. Safe for many threads. */
public final class DataFile {
  private final String name;
  private final long sizeBytes;

  DataFile(String name, long sizeBytes) {
    this.name = name;
    this.sizeBytes = sizeBytes;
  }

  public int rowGroupCount() {
    throw new AssertionError(name + sizeBytes);
  }

  /** The row groups that may hold rows that pass. */
  public List<Integer> rowGroups(@Nullable BoundPredicate predicate) {
    throw new AssertionError(name + predicate);
  }

  /** Reads a row group. */
  public BatchSource read(int rowGroup, StructType columns, @Nullable BoundPredicate filter) {
    throw new AssertionError(name + rowGroup + columns + filter);
  }
}
