package org.tarnlake.transaction.change;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tarnlake.predicate.BoundPredicate;
import org.tarnlake.predicate.Predicate;
import org.tarnlake.row.Batch;
import org.tarnlake.row.BytesVector;
import org.tarnlake.row.ListVector;
import org.tarnlake.row.MapVector;
import org.tarnlake.row.StructVector;
import org.tarnlake.row.Vector;
import org.tarnlake.schema.StructType;

/** The rows of a merge's source: in memory, or in parts on disk. One thread at a time. */
final class MergeRows implements AutoCloseable {
  private final MergePlan plan;
  private final long memoryBytes;
  private final List<Batch> batches = new ArrayList<>();
  private long bytes;
  private @Nullable BatchParts parts;

  /** Of the rows in parts, those with the least and the greatest keys. */
  private Batch extremes;

  private @Nullable KeyFilter filter;

  /**
   * @param memoryBytes how many bytes of rows may be in memory
   */
  MergeRows(MergePlan plan, long memoryBytes) {
    this.plan = plan;
    this.memoryBytes = memoryBytes;
    this.extremes = Concat.empty(plan.columns().source());
  }

  void add(Batch rows) {
    if (parts != null) {
      divide(parts, rows);
      return;
    }
    batches.add(rows);
    for (int c = 0; c < rows.type().size(); c++) {
      bytes += bytes(rows.vector(c));
    }
    if (bytes > memoryBytes) {
      BatchParts begun = new BatchParts(plan.columns().source());
      parts = begun;
      batches.forEach(each -> divide(begun, each));
      batches.clear();
    }
  }

  private void divide(BatchParts into, Batch rows) {
    Vector[] keys = plan.sourceKeys(rows);
    into.add(rows, BatchParts.hashes(keys, rows.rowCount()));
    Batch known =
        Concat.of(plan.columns().source(), List.of(extremes, KeyRange.extremes(rows, keys)));
    extremes = KeyRange.extremes(known, plan.sourceKeys(known));
  }

  /** About how much memory values take. */
  private static long bytes(Vector vector) {
    long sum = 8L * vector.size();
    if (vector instanceof BytesVector texts) {
      for (int i = 0; i < vector.size(); i++) {
        sum += vector.isNull(i) ? 0 : texts.endAt(i) - texts.startAt(i);
      }
    } else if (vector instanceof StructVector struct) {
      for (int c = 0; c < ((StructType) struct.type()).size(); c++) {
        sum += bytes(struct.child(c));
      }
    } else if (vector instanceof ListVector lists) {
      sum += bytes(lists.elements());
    } else if (vector instanceof MapVector maps) {
      sum += bytes(maps.keys()) + bytes(maps.values());
    }
    return sum;
  }

  boolean isInMemory() {
    return parts == null;
  }

  long rowCount() {
    return parts == null ? batches.stream().mapToLong(Batch::rowCount).sum() : parts.rowCount();
  }

  /** All rows, which are in memory. */
  Batch all() {
    StructType columns = plan.columns().source();
    Batch all = batches.isEmpty() ? Concat.empty(columns) : Concat.of(columns, batches);
    batches.clear();
    batches.add(all);
    return all;
  }

  /**
   * A condition that is true for all rows of the table with keys of these rows; null if none is.
   */
  @Nullable BoundPredicate keyRange() {
    StructType table = plan.columns().table();
    Predicate range =
        parts == null
            ? KeyRange.of(table, plan.keys(), plan.sourceKeys(all()))
            : KeyRange.between(table, plan.keys(), plan.sourceKeys(extremes));
    return range == null ? null : range.bind(table);
  }

  /** The rows of a part. */
  Batch part(int part) {
    return parts == null ? all() : parts.all(part);
  }

  /** False only if no row has the key of that hash. */
  boolean mayHave(long hash) {
    KeyFilter known = filter;
    if (known == null) {
      KeyFilter made = new KeyFilter(rowCount());
      for (int part = 0; parts != null && part < BatchParts.COUNT; part++) {
        parts.forEach(
            part,
            rows -> {
              for (long each : BatchParts.hashes(plan.sourceKeys(rows), rows.rowCount())) {
                made.add(each);
              }
            });
      }
      known = made;
      filter = made;
    }
    return known.mayHave(hash);
  }

  @Override
  public void close() {
    if (parts != null) {
      parts.close();
    }
  }
}
